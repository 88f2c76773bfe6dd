package procedure

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// allowed are the operators and functions of guards, by CEL's name, each with
// the overloads it keeps; none means all. Left out on purpose are string "+",
// indexing, conversions, time, bytes, doubles and whatever walks further than
// once over a list.
var allowed = []operation{
	{"_&&_", nil}, {"_||_", nil}, {"!_", nil}, {"_?_:_", nil}, {"_==_", nil}, {"_!=_", nil},
	{"@not_strictly_false", nil},
	{"@in", []string{"in_list"}},
	{"_<_", []string{"less_int64", "less_string", "less_timestamp"}},
	{"_<=_", []string{"less_equals_int64", "less_equals_string", "less_equals_timestamp"}},
	{"_>_", []string{"greater_int64", "greater_string", "greater_timestamp"}},
	{"_>=_", []string{"greater_equals_int64", "greater_equals_string", "greater_equals_timestamp"}},
	{"_+_", []string{"add_int64"}},
	{"_-_", []string{"subtract_int64"}},
	{"_*_", []string{"multiply_int64"}},
	{"_/_", []string{"divide_int64"}},
	{"_%_", []string{"modulo_int64"}},
	{"-_", []string{"negate_int64"}},
	{"size", []string{"size_string", "size_list", "string_size", "list_size"}},
	{"startsWith", nil}, {"endsWith", nil}, {"contains", nil},
}

// operation is an operator or function of CEL and the overloads it keeps.
type operation struct {
	name      string
	overloads []string
}

// guardEnv compiles the guards of one definition.
type guardEnv struct {
	env      *cel.Env
	def      *Definition
	children func(string) *Definition
	known    map[string]*Guard // by source, so that a copied guard is one
}

func newGuardEnv(d *Definition, children func(string) *Definition) *guardEnv {
	subset := env.NewLibrarySubset().AddIncludedMacros("has", "all", "exists", "exists_one")
	for _, o := range allowed {
		f := env.NewFunction(o.name)
		for _, id := range o.overloads {
			f.Overloads = append(f.Overloads, &env.Overload{ID: id})
		}
		subset.AddIncludedFunctions(f)
	}
	object := func(name string) cel.EnvOption { return cel.Variable(name, types.NewObjectType(name)) }
	e, err := cel.NewCustomEnv(
		cel.StdLib(cel.StdLibSubset(subset)),
		cel.CustomTypeProvider(newFactTypes(d)),
		object("data"), object("visits"), object("count"), object("children"), object("clocks"),
		cel.Variable("outcomes", types.NewListType(types.StringType)),
	)
	if err != nil {
		panic("procedure: the frozen environment of guards does not build: " + err.Error())
	}
	return &guardEnv{env: e, def: d, children: children, known: map[string]*Guard{}}
}

// factTypes tells CEL which facts a procedure has: five struct types whose
// fields are the procedure's names, read off a Facts. So a name that does not
// exist is a fault of compilation, and has() works.
type factTypes struct {
	structs map[string]map[string]*types.FieldType
}

func newFactTypes(d *Definition) *factTypes {
	p := &factTypes{map[string]map[string]*types.FieldType{
		"data": {}, "visits": {}, "count": {}, "children": {}, "clocks": {},
		"child": {
			"outcome": always(types.StringType, func(t any) any { return string(t.(child).outcome) }),
			"state":   always(types.StringType, func(t any) any { return t.(child).state }),
		},
	}}
	for _, f := range d.Data {
		p.structs["data"][f.Name] = fact(f.Name, f.Type)
	}
	for _, s := range d.States {
		p.structs["visits"][s.Name] = always(types.IntType, func(t any) any { return t.(Facts).Visits(s.Name) })
		for _, m := range s.Moves {
			p.count(m.Event)
		}
		for _, o := range s.Opens {
			p.structs["children"][o.Name] = always(types.NewObjectType("child"), func(t any) any {
				var c child
				c.state, c.outcome = t.(Facts).Child(o.Name)
				return c
			})
		}
	}
	for _, m := range d.Everywhere {
		p.count(m.Event)
	}
	for _, k := range d.Clocks {
		p.structs["clocks"][k.Name] = always(types.NewObjectType("clock"), func(t any) any {
			return clock{t.(Facts), k.Name}
		})
	}
	p.structs["clock"] = map[string]*types.FieldType{
		"overdue": always(types.BoolType, func(t any) any {
			c := t.(clock)
			return c.facts.Overdue(c.name)
		}),
	}
	return p
}

// child is what a guard reads of children.N, clock of clocks.K.
type child struct {
	state   string
	outcome Outcome
}

type clock struct {
	facts Facts
	name  string
}

func (p *factTypes) count(event string) {
	p.structs["count"][event] = always(types.IntType, func(t any) any { return t.(Facts).Count(event) })
}

// always is a field that every case has.
func always(t *types.Type, get func(any) any) *types.FieldType {
	return &types.FieldType{
		Type:    t,
		IsSet:   func(any) bool { return true },
		GetFrom: func(target any) (any, error) { return get(target), nil },
	}
}

// fact is a field of data, which a case may not know yet.
func fact(name string, t Type) *types.FieldType {
	return &types.FieldType{
		Type:  celType(t),
		IsSet: func(target any) bool { return target.(Facts).Has(name) },
		GetFrom: func(target any) (any, error) {
			switch v := target.(Facts).Value(name); v.Type {
			case "":
				return nil, unknown(name)
			case Integer, Money:
				return v.Int, nil
			case Boolean:
				return v.Int == 1, nil
			case Instant:
				return v.Time, nil
			default:
				return v.Text, nil
			}
		},
	}
}

func celType(t Type) *types.Type {
	switch t {
	case Integer, Money:
		return types.IntType
	case Boolean:
		return types.BoolType
	case Instant:
		return types.TimestampType
	case String, Enum, Date:
		return types.StringType
	}
	return types.DynType // C04
}

// The rest is types.Provider.

func (p *factTypes) EnumValue(name string) ref.Val {
	return types.NewErr("unknown enum %s", name)
}

func (p *factTypes) FindIdent(string) (ref.Val, bool) { return nil, false }

func (p *factTypes) FindStructType(name string) (*types.Type, bool) {
	if p.structs[name] == nil {
		return nil, false
	}
	return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
}

func (p *factTypes) FindStructFieldNames(string) ([]string, bool) { return nil, false }

func (p *factTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	f := p.structs[name][field]
	return f, f != nil
}

func (p *factTypes) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("no value of type %s can be made", name)
}
