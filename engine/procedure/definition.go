package procedure

import "github.com/motcua/motcua/engine/wording"

// Definition is a procedure as its file says it, before anything is checked.
// Lists keep the order of the file. The zero value of a field means that the
// key is absent; a one-word set is a list of one. Guards are source text.
//
// Who checks what. The reader of files (package source) reports what cannot be
// put into a Definition: YAML that does not parse (C00), unknown and repeated
// keys (C01, C02), values of the wrong type or outside the grammar (C04), texts
// that are not "vi | en" (C05), values that YAML readers take differently
// (C38). [Compile] reports everything a Definition can say wrongly, required
// keys that are missing included, and never panics on one built in Go.
type Definition struct {
	Language   int          // key language
	Name       string       // key procedure
	Version    int          // key version
	Code       string       // key code
	Title      wording.Text // key title
	Legal      Legal        // key legal
	Fee        wording.Text // key fee
	Roles      []Named      // key roles
	Documents  []Named      // key documents
	Data       []Field      // key data
	Clocks     []ClockDef   // key clocks
	Open       *MoveDef     // key open; its Event is not read
	Everywhere []MoveDef    // key everywhere
	LoopPolicy *LoopPolicy  // key loop_policy
	States     []StateDef   // key states
}

// Named is a name and the title people see: a role or a document.
type Named struct {
	Name  string
	Title wording.Text
}

// Legal is what a procedure rests on.
type Legal struct {
	Basis      []string // provisions relied on
	Source     string   // where the text was read
	Unverified []string // what no jurist has confirmed
}

// ClockDef is a time limit of the whole case, as its file says it.
type ClockDef struct {
	Name     string
	Title    wording.Text
	Basis    []string
	Within   AllowanceDef
	Starts   []string
	Stops    []string
	PausedIn []string
	WarnAt   []Warning
}

// AllowanceDef is the value of within: limits, or words why there is none.
// Both empty: the key is absent.
type AllowanceDef struct {
	Limits []LimitDef
	Words  wording.Text
}

// LimitDef is one item of within; When is the guard's source, "" for none.
type LimitDef struct {
	When  string
	Limit Limit
}

// StateDef is a state, as its file says it.
type StateDef struct {
	Name      string
	Title     wording.Text
	Owner     string
	Duty      wording.Text
	Within    AllowanceDef
	WaitsFor  WaitsFor
	ForwardTo []string
	WarnAt    []Warning
	Opens     []ChildDef
	Moves     []MoveDef
	Outcome   Outcome
}

// ChildDef is a child case that a state orders on entry.
type ChildDef struct {
	Name      string
	Procedure string
	At        string
	When      string
	With      []Pair // child's name <- own name
	Returns   []Pair // own field <- child's field
}

// MoveDef is a move, as its file says it.
type MoveDef struct {
	Event     string
	Title     wording.Text
	To        string
	By        []string
	NotBy     []string
	When      string
	Needs     []Need
	AtMost    int // 0: no bound
	After     *Trigger
	Choose    []BranchDef
	Issues    []Slip
	SendsBack bool
	Extends   []Extension
	Suspends  *Suspension
	Except    []string // in everywhere only
}

// BranchDef is one item of choose.
type BranchDef struct {
	When      string
	To        string
	Refuse    wording.Text
	Needs     []Need
	Issues    []Slip
	SendsBack bool
}
