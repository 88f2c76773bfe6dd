package casefile

// Actors that are not officers. An officer of such an id cannot act.
const (
	// Engine acts when something falls due by itself.
	Engine = ""
	// Applicant is the applicant of the case or their representative.
	Applicant = "applicant"
	// Parent is the parent case.
	Parent = "parent"
)

// Holder is who holds a case: a unit in a role, and one of its officers once
// the case is claimed. Division and Level are the unit's at the instant of the
// entry that bears the holder. The zero Holder is nobody: the case has ended.
type Holder struct {
	Unit     string `json:"unit"`
	Division string `json:"division,omitempty"`
	Level    string `json:"level,omitempty"`
	Role     string `json:"role"`
	Officer  string `json:"officer,omitempty"`
}

// IsZero reports whether nobody holds the case.
func (h Holder) IsZero() bool { return h == Holder{} }
