package main

import "strings"

// pageWords are the words of the language, for people.
var pageWords = []struct{ word, vi, en string }{
	{"holder", "người đang giữ", "the holder"},
	{"applicant", "người nộp", "the applicant"},
	{"parent", "hồ sơ mẹ", "the parent case"},
	{"agency", "cơ quan khác", "another agency"},
	{"child", "hồ sơ con", "child cases"},
	{"date", "đến ngày", "a date"},
	{"reason", "lý do", "the reason"},
	{"lacks", "giấy tờ còn thiếu", "the papers that are missing"},
	{"receipt", "giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt"},
	{"supplement_request", "yêu cầu bổ sung, hoàn thiện hồ sơ", "request for a supplement"},
	{"refusal", "văn bản từ chối", "refusal"},
	{"apology", "phiếu xin lỗi và hẹn lại", "apology with a new date"},
	{"notice", "thông báo", "notice"},
	{"result", "kết quả", "result"},
	{"done", "xong", "done"},
	{"refused", "bị từ chối", "refused"},
	{"withdrawn", "đã rút", "withdrawn"},
	{"lapsed", "hết hạn", "lapsed"},
	{"transferred", "đã chuyển", "transferred"},
	{"cancelled", "đã huỷ", "cancelled"},
}

// title finds what people call a name, else the name itself.
func (w *page) title(names []shownName, name string) string {
	for _, n := range names {
		if n.Name == name {
			return n.Title.In(w.a.lang)
		}
	}
	for _, p := range pageWords {
		if p.word == name {
			return w.a.say(p.vi, p.en)
		}
	}
	return name
}

func (w *page) who(role string) string { return w.title(w.roles, role) }

func (w *page) whos(roles []string) []string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = w.who(r)
	}
	return list
}

func (w *page) words(words []string) []string {
	list := make([]string, len(words))
	for i, s := range words {
		list[i] = w.title(nil, s)
	}
	return list
}

func (w *page) needs(needs []string) []string {
	list := make([]string, len(needs))
	for i, s := range needs {
		name, optional := strings.CutSuffix(s, "?")
		list[i] = w.title(w.facts, name)
		if optional {
			list[i] += w.a.say(" (nếu có)", " (if any)")
		}
	}
	return list
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
