package calendar

import "github.com/motcua/motcua/engine/wording"

// Counting says in a sentence how the unit is counted.
func (u Unit) Counting() wording.Text { return countings[u.known()] }

// Source names the provision the counting rests on; doc.go of the package has
// the whole list.
func (u Unit) Source() wording.Text { return sources[u.known()] }

func (u Unit) known() Unit {
	if u.Kind() == 0 {
		return 0
	}
	return u
}

var countings = [...]wording.Text{
	{},
	{VI: "trong ngày: chính ngày nhận nếu là ngày làm việc, nhận trước giờ chốt và trước giờ đóng cửa; nếu không, ngày làm việc kế tiếp; hết hạn lúc đóng cửa",
		EN: "same day: the day of the start itself if it is open and the start is before the cut-off and the close; else the next open day; due at the close"},
	{VI: "ngày làm việc: không tính ngày bắt đầu; ngày được tính khi lúc đóng cửa thời hạn đang chạy; hết hạn lúc đóng cửa ngày cuối",
		EN: "working days: the day of the start is not counted; a day counts when the clock runs at its close; due at the close of the last"},
	{VI: "giờ làm việc: tính từng phút trong các buổi làm việc kể từ lúc bắt đầu",
		EN: "working hours: every minute inside a session from the very start"},
	{VI: "ngày: không tính ngày bắt đầu; ngày được tính khi lúc 24:00 thời hạn đang chạy; hết hạn lúc 24:00 ngày cuối, gặp ngày nghỉ thì lùi đến ngày làm việc kế tiếp",
		EN: "days: the day of the start is not counted; a date counts when the clock runs at its 24:00; due at 24:00 of the last, moved off closed days to the next open day"},
	{VI: "tháng: hết hạn lúc 24:00 ngày tương ứng hoặc ngày cuối tháng, cộng số ngày tạm dừng, gặp ngày nghỉ thì lùi đến ngày làm việc kế tiếp",
		EN: "months: due at 24:00 of the corresponding day or the month's last, plus the paused days, moved off closed days to the next open day"},
	{VI: "giờ: tính liên tục từ lúc bắt đầu, không theo lịch làm việc",
		EN: "hours: elapsed time from the very start, without the calendar"},
}

var sources = [...]wording.Text{
	{},
	{VI: "Luật Hộ tịch 2014 điều 5 khoản 3; Nghị định 23/2015/NĐ-CP điều 7; Nghị định 61/2018/NĐ-CP điều 18",
		EN: "Civil Status Law 2014 art. 5(3); Decree 23/2015/NĐ-CP art. 7; Decree 61/2018/NĐ-CP art. 18"},
	{VI: "Bộ luật Dân sự 2015 điều 147 khoản 2, 3; cách hiểu của motcua về điều 148 khoản 1, 6",
		EN: "Civil Code 2015 art. 147(2), (3); motcua's reading of art. 148(1), (6)"},
	{VI: "Bộ luật Dân sự 2015 điều 147 khoản 1; quy ước 8 giờ làm việc mỗi ngày trong quy trình nội bộ",
		EN: "Civil Code 2015 art. 147(1); usage of internal procedures"},
	{VI: "Bộ luật Dân sự 2015 điều 147 khoản 2, 3; điều 148 khoản 1, 2, 5, 6",
		EN: "Civil Code 2015 art. 147(2), (3); art. 148(1), (2), (5), (6)"},
	{VI: "Bộ luật Dân sự 2015 điều 147 khoản 2, 3; điều 148 khoản 3, 4, 5, 6",
		EN: "Civil Code 2015 art. 147(2), (3); art. 148(3), (4), (5), (6)"},
	{VI: "Bộ luật Dân sự 2015 điều 147 khoản 1",
		EN: "Civil Code 2015 art. 147(1)"},
}

// The sources of what pauses do.
var (
	resumeSource = wording.Text{
		VI: "hết tạm dừng thì tính tiếp phần còn lại (như Nghị định 155/2026/NĐ-CP điều 12)",
		EN: "after a pause the rest is counted on (as Decree 155/2026/NĐ-CP art. 12)"}
	restartSource = wording.Text{
		VI: "nhận đủ bổ sung thì tính lại từ đầu (Nghị định 61/2018/NĐ-CP điều 19 khoản 4)",
		EN: "after the supplement the limit runs again from zero (Decree 61/2018/NĐ-CP art. 19(4))"}
)
