package replay

import (
	"strconv"

	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/register"
)

// version is a published version of a procedure.
type version struct{ name, number string }

// auditDefinitions compiles every definition again: it must give what the row
// says.
func (a *audit) auditDefinitions() error {
	all, err := a.Definitions()
	if err = a.blame(err, "", 0); err != nil {
		return err
	}
	a.machines, a.versions = map[string]*procedure.Machine{}, map[version]bool{}
	for i := range all {
		d := &all[i]
		wrong := func(format string, args ...any) error {
			return a.bad("", int64(i)+1, "definition of %q version %s: "+format, append([]any{d.Procedure, d.Version}, args...)...)
		}
		m, err := a.Compile(all, i)
		switch {
		case err != nil:
			return wrong("it does not compile: %v", err)
		case m.Name != d.Procedure:
			return wrong("its file is that of %q", m.Name)
		case strconv.Itoa(m.Version) != d.Version:
			return wrong("its file says version %d", m.Version)
		case m.Identity != d.Identity:
			return wrong("its file gives another identity")
		case m.Wording != d.Wording:
			return wrong("its file gives another wording")
		}
		a.machines[m.Identity], a.versions[version{d.Procedure, d.Version}] = m, true
	}
	return nil
}

// published checks that a version which a record puts in force is there.
func (a *audit) published(r *register.Record) error {
	if r.Kind == string(organisation.ProcedureFact) && r.Body != "" && !a.versions[version{r.Key, r.Body}] {
		return a.bad("", r.Position, "register: puts procedure %q version %s in force, whose definition is missing", r.Key, r.Body)
	}
	return nil
}
