package figures

// Figures are those of a whole log.
type Figures struct {
	Log               string    `json:"log"` // the file as its user named it
	Cases             int       `json:"cases"`
	Events            int       `json:"events"`
	EmptyCases        int       `json:"empty_cases"`
	Untimed           int       `json:"events_untimed"`
	Ties              int       `json:"timestamp_ties"` // n timed events of one instant in a row are n-1
	CasesWithTies     int       `json:"cases_with_ties"`
	OutOfOrder        int       `json:"cases_file_order_not_time_order"`
	Duration          Summary   `json:"duration_days"`     // last minus first timed event of each case
	Idle              Summary   `json:"max_idle_gap_days"` // largest gap between timed events of each case with two
	RepeatedCases     int       `json:"cases_with_repeated_activity"`
	RepeatedActivity  []OfCases `json:"repeated_activity_cases"`
	ImmediateSelfLoop []OfCases `json:"immediate_self_loop_cases"`
	Units             Units     `json:"units"`

	Actors  Units     `json:"actors,omitempty"`
	Loose   int       `json:"events_outside_cases"`
	LeftOut int       `json:"events_left_out"` // of transitions that the mapping file does not want
	Due     *Deadline `json:"deadline,omitempty"`
	Courses []Course  `json:"case,omitempty"`
}

// OfCases says in how many cases an activity did something.
type OfCases struct {
	Activity string `json:"activity"`
	Cases    int    `json:"cases"`
}

// Deadline compares the last event of each case with the attribute that says
// when it was due.
type Deadline struct {
	Attribute string  `json:"attribute"`
	Cases     int     `json:"cases"` // that have a deadline and a timed event
	Late      int     `json:"late"`  // their last event was after it
	Margin    Summary `json:"margin_days"`
}

// Unit are the figures of one reading of who held the cases.
type Unit struct {
	Name string `json:"-"`

	Units      int    `json:"units"`
	With       int    `json:"events_with_unit"`
	Missing    int    `json:"events_missing_unit"`
	Handovers  int    `json:"handovers_total"`
	Most       int    `json:"max_handovers"`
	MostCase   string `json:"max_handovers_case"` // the first in the file among equals
	PerCase    Counts `json:"handovers_per_case_histogram"`
	Returning  int    `json:"cases_with_return"`
	Returns    int    `json:"returns_total"`
	Distances  Counts `json:"return_distance_histogram"`
	PingPong   int    `json:"cases_with_strict_pingpong"`
	Windows    int    `json:"strict_pingpong_windows_total"`
	Disjoint   int    `json:"strict_pingpong_nonoverlapping_total"`
	PingPongs  []Both `json:"strict_pingpong_pairs"`
	Longest    Counts `json:"longest_alternation_histogram"`
	Pairs      []Pair `json:"handover_pairs"`
	Reciprocal Float  `json:"reciprocated_pairs_fraction"`
	SCC        SCC    `json:"scc"`
	// Holding is the time from the first event of a visit to that of the next.
	Holding Summary `json:"holding_seconds"`
	// Working is that time as a calendar counts it.
	Working *Summary `json:"holding_working_seconds,omitempty"`
}

// Both is an unordered pair of units, A before B by bytes.
type Both struct {
	A     string `json:"a"`
	B     string `json:"b"`
	Count int    `json:"count"`
}

// Pair is how often one unit handed over to another.
type Pair struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Count int    `json:"count"`
}

// SCC are the groups of units in which work can go in circles, over pairs with
// at least Least handovers.
type SCC struct {
	Least  int        `json:"min_count"`
	Groups [][]string `json:"components"`
}

// Row is one case in one reading.
type Row struct {
	Case      string
	Events    int
	With      int // events with a unit
	Handovers int
	Units     int // different ones
	Returns   int
	Windows   int
	Disjoint  int
	Longest   int
	Farthest  int // largest distance of a return
}

// Course is one case, told event by event.
type Course struct {
	Case   string          `json:"case"`
	Events []CourseEvent   `json:"events"`
	Visits map[string][]At `json:"visits"` // by reading
}

// CourseEvent is one event of a Course, in the order that was asked for.
type CourseEvent struct {
	Event    int    `json:"event"` // its place in the file's case, from 0
	At       string `json:"at,omitempty"`
	Activity string `json:"activity"`
}

// At is one visit of a Course.
type At struct {
	Unit     string `json:"unit"`
	Event    int    `json:"event"` // the one that begins it
	At       string `json:"at,omitempty"`
	Distance int    `json:"return_distance,omitempty"`
	PingPong bool   `json:"strict_pingpong,omitempty"`
	Holding  *Float `json:"holding_seconds,omitempty"` // unless it is the last, or not known
}
