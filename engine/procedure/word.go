package procedure

import (
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// WaitsFor says for whom a state waits; "" means that its owner works.
type WaitsFor string

// Whom a state may wait for. The time is charged to the pair of holder and
// this.
const (
	WaitsForApplicant WaitsFor = "applicant"
	WaitsForAgency    WaitsFor = "agency"
	WaitsForChild     WaitsFor = "child"
	WaitsForDate      WaitsFor = "date"
)

// waitsFor lists every WaitsFor, sorted.
var waitsFor = []WaitsFor{WaitsForAgency, WaitsForApplicant, WaitsForChild, WaitsForDate}

// Outcome is how a case ended; "" means that it has not.
type Outcome string

// The outcomes of cases.
const (
	Done        Outcome = "done"
	Refused     Outcome = "refused"
	Withdrawn   Outcome = "withdrawn"
	Lapsed      Outcome = "lapsed"
	Transferred Outcome = "transferred"
	Cancelled   Outcome = "cancelled"
)

// outcomes lists every Outcome, sorted.
var outcomes = []Outcome{Cancelled, Done, Lapsed, Refused, Transferred, Withdrawn}

// Slip is a paper that a move produces.
type Slip string

// The slips, with their Vietnamese names.
const (
	Receipt           Slip = "receipt"            // giấy tiếp nhận hồ sơ và hẹn trả kết quả
	SupplementRequest Slip = "supplement_request" // phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
	Refusal           Slip = "refusal"            // phiếu (văn bản) từ chối
	Apology           Slip = "apology"            // phiếu xin lỗi và hẹn lại ngày trả kết quả
	Notice            Slip = "notice"             // thông báo
	Result            Slip = "result"             // kết quả
)

// slips lists every Slip, sorted.
var slips = []Slip{Apology, Notice, Receipt, Refusal, Result, SupplementRequest}

// Names with a meaning of their own.
const (
	ByHolder    = "holder"    // in by: whoever holds the case
	ByApplicant = "applicant" // in by: the applicant or their representative
	ByParent    = "parent"    // in by: the parent case
	NeedReason  = "reason"    // in needs: free text, always treated as personal
	NeedLacks   = "lacks"     // in needs: the declared documents asked for
	VisitClock  = "visit"     // in extends: the limit of the present visit
	OpenEvent   = "open"      // the move from nothing
)

// Need is a name that a command must carry, or may when Optional: reason,
// lacks, a document or a field.
type Need struct {
	Name     string
	Optional bool
}

// Pair says that To is filled from From.
type Pair struct{ To, From string }

// Limit is an allowance of time: a count of the calendar's, or, when Until
// names a field of type date or instant, until that.
type Limit struct {
	calendar.Limit
	Until string
}

// Warning falls at Percent of an allowance, or Limit before its due instant,
// or Limit after it when After is set.
type Warning struct {
	Percent int // 1 to 99; 0 when Limit counts
	Limit   calendar.Limit
	After   bool
}

// TriggerKind says what an automatic move waits for.
type TriggerKind uint8

// What automatic moves wait for.
const (
	TriggerLimit       TriggerKind = iota // a limit counted from entry
	TriggerExpiry                         // the expiry of the visit's limit
	TriggerExpiryOf                       // the expiry of a clock's current run
	TriggerAllChildren                    // no child of the case being open
	TriggerAnyChild                       // the end of any child
)

// Trigger is the value of after.
type Trigger struct {
	Kind  TriggerKind
	Limit Limit  // of TriggerLimit
	Clock string // of TriggerExpiryOf
}

// Extension is the most that a move may add to a clock, or to VisitClock.
type Extension struct {
	Clock string
	Limit Limit
}

// Suspension lasts at most Limit, or until the reason in Words has gone.
type Suspension struct {
	Limit Limit // zero when Words count
	Words wording.Text
}

// LoopPolicy refuses, in the words of Refuse, the return that would be one more
// than AtMost between the same two units.
type LoopPolicy struct {
	AtMost int
	Refuse wording.Text
}
