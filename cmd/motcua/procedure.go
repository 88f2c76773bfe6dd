package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/procedures"
)

// procedureCmd is `motcua procedure`: what can be done with a definition
// before any case runs by it.
func procedureCmd(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "procedure",
		Short: a.say("Kiểm tra, xem, vẽ, tạo thủ tục", "Check, show, draw and begin procedures"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(procedureLintCmd(a), procedureShowCmd(a), procedureGraphCmd(a), procedureNewCmd(a))
	return c
}

// reading is a definition as read: the machine is nil when it has faults.
type reading struct {
	machine    *procedure.Machine
	definition *procedure.Definition
	faults     source.Faults
}

// readProcedureFile reads a definition from a file. A child is looked up
// beside it, then in the shipped catalogue.
func readProcedureFile(file string) (reading, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return reading{}, noFile(file)
	}
	folder := beside(filepath.Dir(file))
	var r reading
	r.machine, r.definition, r.faults = source.Procedure(file, b, func(name string) ([]byte, error) {
		if b, err := folder(name); err == nil {
			return b, nil
		}
		return procedures.Load(name)
	})
	return r, nil
}

// readProcedure reads FILE, or the shipped procedure NAME. A faulty definition
// is an error that says all its faults.
func readProcedure(arg string) (reading, error) {
	var r reading
	if b, err := procedures.Load(arg); err == nil && !isFile(arg) {
		r.machine, r.definition, r.faults = source.Procedure(arg+".yaml", b, procedures.Load)
	} else if !isFile(arg) && !strings.ContainsAny(arg, `./\`) {
		return reading{}, err
	} else if r, err = readProcedureFile(arg); err != nil {
		return reading{}, err
	}
	if r.machine == nil {
		return reading{}, r.faults.Err()
	}
	return r, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func noFile(file string) error {
	return bad("không đọc được tệp "+quote(file), "cannot read file "+quote(file))
}
