package source

import "strings"

// syntaxWords translates what the parser says. What is not here is passed on as
// it is, in English.
var syntaxWords = map[string]string{
	"mapping value is not allowed in this context":                       "dấu hai chấm không đúng chỗ",
	"value is not allowed in this context":                               "giá trị không đúng chỗ, có thể thụt dòng sai",
	"value is not allowed in this context. map key-value is pre-defined": "giá trị không đúng chỗ: khoá này đã có các khoá con",
	"non-map value is specified":                                         "ở đây cần «khoá: giá trị»",
	"unexpected key name":                                                "tên khoá không đúng",
	"undefined map key":                                                  "khoá chưa có tên",
	"could not find flow map content":                                    "trong { } thiếu nội dung",
	"could not find flow mapping end token '}'":                          "thiếu dấu } đóng ngoặc",
	"',' or '}' must be specified":                                       "thiếu dấu , hoặc }",
	"',' or ']' must be specified":                                       "thiếu dấu , hoặc ]",
	"sequence end token ']' not found":                                   "thiếu dấu ] đóng ngoặc",
	"could not find '[' character corresponding to ']'":                  "dấu ] không có dấu [ mở",
	"could not find '{' character corresponding to '}'":                  "dấu } không có dấu { mở",
	"could not find map value":                                           "khoá thiếu giá trị",
	"could not find end character of double-quoted text":                 "thiếu dấu ngoặc kép đóng",
	"could not find end character of single-quoted text":                 "thiếu dấu nháy đơn đóng",
	"unexpected directive value. document not started":                   "dòng bắt đầu bằng % không dùng ở đây",
	"found an invalid key for this map":                                  "khoá không hợp lệ",
	"block sequence entries are not allowed in this context":             "dấu - của danh sách phải ở dòng mới",
	"map key definition includes an implicit line break":                 "khoá bị ngắt dòng",
	"found a tab character where an indentation space is expected":       "có dấu tab ở chỗ thụt dòng",
	"found character '\t' that cannot start any token":                   "có dấu tab ở chỗ thụt dòng",
	"the parser gave up":                                                 "tệp rối quá",
}

// parserWords is the argument of C00: the parser's message in both languages.
func parserWords(message string) string {
	vi, known := syntaxWords[message]
	if strings.HasPrefix(message, "invalid header option") {
		vi, known = "dấu mở khối đứng đầu lời", true
	}
	message = strings.ReplaceAll(strings.ReplaceAll(message, "\t", "\\t"), " | ", " ")
	if message = cut(message); known {
		return vi + " | " + message
	}
	return "sai cú pháp: " + message + " | " + message
}
