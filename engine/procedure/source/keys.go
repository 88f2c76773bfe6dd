package source

// where is a place in a file where keys of the language stand.
type where uint8

const (
	inProcedure where = iota
	inLegal
	inField
	inClock
	inState
	inMove
	inEverywhere // a move in everywhere
	inBranch
	inChild
	inPolicy
	inLimit // an item of within
	inDistrict
	inUnit
	inLeave
	inBinding // a procedure in a district file
	inSession
	inClosure
)

// keys holds the keys of each place, in the order people write them. The JSON
// Schemas list the same ones.
var keys = map[where][]string{
	inProcedure: {
		"language", "procedure", "version", "code", "title", "legal", "fee", "roles", "documents", "data",
		"clocks", "open", "everywhere", "loop_policy", "states",
	},
	inLegal: {"basis", "source", "unverified"},
	inField: {"type", "values", "personal", "title"},
	inClock: {"title", "basis", "within", "starts", "stops", "paused_in", "warn_at"},
	inState: {
		"title", "owner", "duty", "waits_for", "within", "warn_at", "forward_to", "opens", "moves", "outcome",
	},
	inMove: {
		"title", "by", "not_by", "when", "needs", "at_most", "after", "issues", "sends_back", "extends", "suspends",
		"to", "choose",
	},
	inEverywhere: {
		"title", "by", "not_by", "when", "needs", "at_most", "after", "issues", "sends_back", "extends", "suspends",
		"except", "to", "choose",
	},
	inBranch: {"when", "needs", "issues", "sends_back", "refuse", "to"},
	inChild:  {"procedure", "at", "when", "with", "returns"},
	inPolicy: {"at_most", "refuse"},
	inLimit:  {"when", "within"},
	inDistrict: {
		"language", "district", "calendar", "sessions", "closures", "units", "leave", "roles", "procedures",
	},
	inUnit:    {"title", "parent", "level", "division", "head", "officers"},
	inLeave:   {"officer", "from", "to", "substitute"},
	inBinding: {"version", "roles", "within"},
	inSession: {"days", "hours", "season"},
	inClosure: {"date", "to", "title", "basis"},
}

// places names, for a hint, where a key of a procedure belongs that was written
// elsewhere.
var places = []struct {
	where  where
	vi, en string
}{
	{inProcedure, "đầu tệp", "the top of the file"},
	{inLegal, "legal", "legal"},
	{inField, "một trường của data", "a field of data"},
	{inClock, "một thời hạn của clocks", "a clock"},
	{inState, "một trạng thái", "a state"},
	{inMove, "một bước chuyển", "a move"},
	{inEverywhere, "một bước của everywhere", "a move of everywhere"},
	{inBranch, "một nhánh của choose", "a branch of choose"},
	{inChild, "một hồ sơ con của opens", "a child of opens"},
	{inPolicy, "loop_policy", "loop_policy"},
}
