package procedure

import (
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// messages holds what is said for each code: what is wrong; what to do. {0},
// {1} … stand for the fault's arguments.
var messages = map[string]wording.Text{
	"C00": {
		EN: "not readable as YAML: «{0}»; correct it",
		VI: "không đọc được như YAML: «{0}»; sửa lại",
	},
	"C01": {
		EN: "unknown key «{0}» or language; remove it or see section 1",
		VI: "khoá «{0}» hoặc phiên bản ngôn ngữ không có; bỏ đi hoặc xem mục 1",
	},
	"C02": {
		EN: "key «{0}» appears twice; keep one",
		VI: "khoá «{0}» lặp lại; giữ một",
	},
	"C03": {
		EN: "no state/role/document/field/event named «{0}»; declare it or correct the name",
		VI: "không có trạng thái/vai trò/giấy tờ/trường/sự kiện «{0}»; khai báo hoặc sửa tên",
	},
	"C04": {
		EN: "«{0}» is missing or not a valid value here; expected {1}",
		VI: "«{0}» không hợp lệ ở đây; cần {1}",
	},
	"C05": {
		EN: "text is not «Vietnamese | English», an event has no title or two; write both, in quotes if there is a comma",
		VI: "lời không đúng dạng «tiếng Việt | tiếng Anh», sự kiện chưa có tên hoặc có hai tên; viết đủ, đặt trong ngoặc kép nếu có dấu phẩy",
	},
	"C06": {
		EN: "state must be open (owner, duty, within, moves) or final (outcome), not both or neither; complete it",
		VI: "trạng thái phải là đang mở (owner, duty, within, moves) hoặc kết thúc (outcome), không cả hai; bổ sung",
	},
	"C07": {
		EN: "no limit though the owner works here; give a limit, or waits_for",
		VI: "trạng thái có cơ quan xử lý mà không có thời hạn; ghi thời hạn hoặc waits_for",
	},
	"C08": {
		EN: "state cannot be reached from open; connect or remove it",
		VI: "không có đường từ open đến trạng thái này; nối lại hoặc bỏ",
	},
	"C09": {
		EN: "no sure way from here to an end; add a move without when or at_most",
		VI: "từ đây không có đường chắc chắn đến kết thúc; thêm bước chuyển không có when, at_most",
	},
	"C10": {
		EN: "name used twice or reserved; choose another",
		VI: "tên trùng hoặc là từ dành riêng; đặt tên khác",
	},
	"C11": {
		EN: "move leads to its own state; omit to for staying",
		VI: "bước chuyển về chính nó; bỏ to nếu ở lại",
	},
	"C12": {
		EN: "event stands here and in everywhere; add the state to except",
		VI: "sự kiện vừa ở đây vừa ở everywhere; thêm trạng thái vào except",
	},
	"C13": {
		EN: "choose: at least two branches, every one but the last needs when, the last has none; not beside to",
		VI: "choose: ít nhất hai nhánh, mọi nhánh trừ nhánh cuối cần when; không đi cùng to",
	},
	"C14": {
		EN: "automatic move with by, not_by, needs, at_most, refuse, sends_back or extends, or open with after, not_by, at_most, sends_back, extends or suspends; remove it",
		VI: "bước tự động không được có by, not_by, needs, at_most, refuse, sends_back, extends; open không được có after, not_by, at_most, sends_back, extends, suspends; bỏ đi",
	},
	"C15": {
		EN: "last item of a list of limits must have no guard, the others one; reorder",
		VI: "mục cuối của danh sách thời hạn không có điều kiện, các mục khác phải có; xếp lại",
	},
	"C16": {
		EN: "after expiry, but there is no limit, or the clock is never on here, or after children, but no child is opened before; add it",
		VI: "after expiry nhưng không có thời hạn, hoặc after children nhưng chưa mở hồ sơ con; bổ sung",
	},
	"C17": {
		EN: "circle of automatic moves «{0}»; let a person move once",
		VI: "vòng chỉ gồm bước tự động «{0}»; cần ít nhất một bước do người làm",
	},
	"C18": {
		EN: "guard does not compile or is not a bool: «{0}»; correct it",
		VI: "điều kiện không biên dịch được hoặc không phải đúng/sai: «{0}»; sửa lại",
	},
	"C19": {
		EN: "guard is longer than 400 characters or nests all/exists; simplify",
		VI: "điều kiện dài quá 400 ký tự hoặc lồng all/exists; viết gọn lại",
	},
	"C20": {
		EN: "guard or until reads personal field «{0}»; add a non-personal fact",
		VI: "điều kiện hoặc until đọc dữ liệu cá nhân «{0}»; thêm một trường không phải dữ liệu cá nhân",
	},
	"C21": {
		EN: "«{0}» may be unknown here on path «{1}»; need it earlier or ask has()",
		VI: "«{0}» có thể chưa có giá trị trên đường «{1}»; yêu cầu sớm hơn hoặc dùng has()",
	},
	"C22": {
		EN: "«{0}» is not a value of enum «{1}», or types differ; correct it",
		VI: "«{0}» không thuộc các giá trị của «{1}», hoặc khác kiểu; sửa lại",
	},
	"C23": {
		EN: "not_by names «{0}», which cannot have happened before; correct or remove",
		VI: "not_by nêu «{0}» nhưng sự kiện đó không thể xảy ra trước; sửa tên hoặc bỏ",
	},
	"C24": {
		EN: "clock never starts, or starts and stops or pauses in the same state; correct starts, stops, paused_in",
		VI: "thời hạn không bao giờ bắt đầu, hoặc bắt đầu và kết thúc hay tạm dừng ở cùng trạng thái; sửa starts, stops, paused_in",
	},
	"C25": {
		EN: "clock pauses in «{0}», where an office works; pause only in waiting states",
		VI: "thời hạn tạm dừng ở «{0}» là nơi cơ quan đang xử lý; chỉ tạm dừng ở trạng thái chờ",
	},
	"C26": {
		EN: "extension of another kind than the clock, or of an until limit; use the same kind, or needs the date field",
		VI: "gia hạn khác loại với thời hạn gốc, hoặc gia hạn cho until; dùng cùng loại, hoặc needs trường ngày",
	},
	"C27": {
		EN: "suspends with to or after; a suspension stays where it is",
		VI: "suspends không đi cùng to hay after; tạm đình chỉ thì ở nguyên chỗ",
	},
	"C28": {
		EN: "circle «{0}»: nothing in it is sends_back, at_most or a wait; mark the return, or bound it by at_most",
		VI: "vòng «{0}» không có bước nào là sends_back, at_most hay chờ; đánh dấu bước trả lại, hoặc giới hạn bằng at_most",
	},
	"C29": {
		EN: "sends_back, but the case cannot come back here, or it is the only way to its target; remove the mark",
		VI: "sends_back nhưng hồ sơ không thể quay lại đây, hoặc là đường duy nhất đến đích; bỏ dấu",
	},
	"C30": {
		EN: "loop_policy needs at_most and refuse, and some move that is sends_back",
		VI: "loop_policy cần at_most và refuse, và phải có bước sends_back để đếm",
	},
	"C31": {
		EN: "children opened, but no later move is after children; add one",
		VI: "có mở hồ sơ con nhưng sau đó không có bước after children; thêm bước",
	},
	"C32": {
		EN: "a state has at most one move by parent, to a final state, without needs, when, at_most, not_by; correct it",
		VI: "mỗi trạng thái có nhiều nhất một bước by parent, đến trạng thái kết thúc, không needs, when, at_most, not_by; sửa lại",
	},
	"C33": {
		EN: "refusal, supplement_request and apology must state grounds, a supplement_request also lacks, an apology one new date; need reason or a document, and lacks or one date field",
		VI: "từ chối, yêu cầu bổ sung, xin lỗi phải nêu lý do, yêu cầu bổ sung phải có lacks, xin lỗi phải có một ngày hẹn mới; cần reason hoặc giấy tờ, và lacks hoặc một trường ngày",
	},
	"C34": {
		EN: "child «{0}»: not in the catalogue, not open to a parent, needs not covered, types or personal differ, or opens itself; correct opens",
		VI: "hồ sơ con «{0}»: thủ tục không có trong danh mục, không cho mở từ hồ sơ mẹ, thiếu dữ liệu đầu vào, khác kiểu, làm lộ dữ liệu cá nhân, hoặc tự mở chính nó; sửa opens",
	},
	"C35": {
		EN: "designed path «{0}» takes «{1}», more than clock «{2}» allows «{3}»; shorten a step",
		VI: "đường thiết kế «{0}» dài «{1}», quá «{3}» của thời hạn «{2}»; rút ngắn một bước",
	},
	"C36": {
		EN: "role, document, field or clock never used; remove it",
		VI: "vai trò, giấy tờ, trường hoặc thời hạn không dùng đến; bỏ đi",
	},
	"C37": {
		EN: "clock «{0}» runs in «{1}», which has no limit; pause, stop or limit it",
		VI: "thời hạn «{0}» vẫn tính trong «{1}», nơi không giới hạn thời gian; tạm dừng, kết thúc hoặc ghi thời hạn",
	},
	"C38": {
		EN: "value that YAML readers take differently (yes, no, on, off, 15:00, 2.000815), or anchor, alias, merge key, tag; quote it or write it out",
		VI: "giá trị dễ hiểu nhầm (yes, no, on, off, 15:00, 2.000815) hoặc neo, tham chiếu, thẻ YAML; đặt trong ngoặc kép hoặc viết đầy đủ",
	},
	"C39": {
		EN: "looplab/fsm refuses the pair («{0}», «{1}»), or gives another destination than the file; report it, this is a fault of the compiler",
		VI: "looplab/fsm từ chối cặp («{0}», «{1}») hoặc cho đích khác với tệp; báo lỗi trình biên dịch",
	},
	"C40": {
		EN: "procedure and version are already locked with another identity; raise version",
		VI: "thủ tục và phiên bản này đã khoá với mã khác; tăng version",
	},
	"C41": {
		EN: "clock «{0}» ends in «{1}», where an office works and no other clock runs; end it later",
		VI: "thời hạn «{0}» kết thúc ở «{1}» khi cơ quan còn xử lý và không có thời hạn nào khác đang tính; kết thúc muộn hơn",
	},
}

// tooMany is what C35 says, with the clock alone for argument, when there are
// more designed paths than are counted.
var tooMany = wording.Text{
	EN: "more than 100000 steps of designed paths under clock «{0}», so their length was not computed; simplify the circles",
	VI: "các đường thiết kế của thời hạn «{0}» quá 100000 bước nên chưa tính được độ dài; đơn giản hoá các vòng",
}

// inWords names the arguments that may be in both languages, by code and
// position. The others are cut from the file and stand as they are.
var inWords = map[string]map[int]bool{
	"C00": {0: true},
	"C04": {1: true},
	"C18": {0: true},
	"C35": {0: true, 1: true, 3: true},
}

// Text says what is wrong and what to do, without code and position. A code
// that is not known says nothing.
func (f Fault) Text() wording.Text {
	t := messages[f.Code]
	if f.Code == "C35" && len(f.Args) == 1 {
		t = tooMany
	}
	var vi, en []string
	for i, arg := range f.Args {
		mark := "{" + string(rune('0'+i)) + "}"
		a := wording.Text{VI: arg, EN: arg}
		if t, both := wording.Parse(arg); both && inWords[f.Code][i] {
			a = t
		}
		vi, en = append(vi, mark, a.VI), append(en, mark, a.EN)
	}
	t = wording.Text{VI: strings.NewReplacer(vi...).Replace(t.VI), EN: strings.NewReplacer(en...).Replace(t.EN)}
	if !f.Hint.IsZero() {
		t.VI += " (" + f.Hint.VI + ")"
		t.EN += " (" + f.Hint.EN + ")"
	}
	return t
}
