package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/motcua/motcua/engine/calendar"
)

// maxLine bounds a question; a longer line is answered with an error and
// skipped, without being kept.
const maxLine = 16 << 20

// dueLines answers JSON lines, one line each and in order, as they come.
func dueLines(a *app, cal *calendar.Calendar, in io.Reader) error {
	r := bufio.NewReaderSize(in, 1<<16)
	w := bufio.NewWriterSize(a.out, 1<<16)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var buf []byte
	for {
		line, tooLong, err := readLine(r, buf[:0])
		buf = line
		if err == io.EOF && len(line) == 0 && !tooLong {
			break
		}
		if err != nil && err != io.EOF {
			return errors.Join(w.Flush(), bad("không đọc tiếp được: "+err.Error(), "cannot read on: "+err.Error()))
		}
		if encErr := enc.Encode(answerTo(a, cal, line, tooLong)); encErr != nil {
			return failed("không ghi được", "cannot write", encErr)
		}
		if err == io.EOF {
			break
		}
		if r.Buffered() == 0 { // whoever asks may be waiting for the answer
			if err := w.Flush(); err != nil {
				return failed("không ghi được", "cannot write", err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		return failed("không ghi được", "cannot write", err)
	}
	return nil
}

// readLine appends the next line to buf, without its end. What is beyond
// maxLine is read and dropped.
func readLine(r *bufio.Reader, buf []byte) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(buf)+len(part) > maxLine {
			tooLong = true
		}
		if !tooLong {
			buf = append(buf, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if tooLong {
			return buf[:0], true, err
		}
		return bytes.TrimSuffix(buf, []byte("\n")), false, err
	}
}

// errorLine is the answer to a question that is refused.
type errorLine struct {
	Error string `json:"error"`
}

// answerTo answers one line.
func answerTo(a *app, cal *calendar.Calendar, line []byte, tooLong bool) any {
	p, err := calendar.Proof{}, error(nil)
	if tooLong {
		err = bad("dòng quá dài", "the line is too long")
	} else {
		var q calendar.Question
		if q, err = questionOf(line, cal); err == nil {
			p, err = cal.Proof(q)
		}
	}
	if err != nil {
		_, text := a.status(err)
		return errorLine{Error: text}
	}
	return answerLine{Due: p.Due, Expires: p.Expires, Proof: p}
}

// questionOf reads {"rule","n","start","pauses","cutoff","on_supplement"},
// each name once and exactly so.
func questionOf(line []byte, cal *calendar.Calendar) (q calendar.Question, err error) {
	fields, err := fieldsOf(line)
	if err != nil {
		return q, err
	}
	var rule, start, text string
	if err := fields.read("rule", &rule, true); err != nil {
		return q, err
	}
	var n int64
	given := fields.has("n")
	if err := fields.read("n", &n, false); err != nil {
		return q, err
	}
	if q.Limit, err = limitFor(rule, n, given); err != nil {
		return q, err
	}
	if fields.has("cutoff") {
		if err := fields.read("cutoff", &text, false); err != nil {
			return q, err
		}
		if err := setCut(&q.Limit, text); err != nil {
			return q, err
		}
	}
	if err := fields.read("start", &start, true); err != nil {
		return q, err
	}
	if q.Start, err = instant(start, cal); err != nil {
		return q, err
	}
	if q.Pauses, err = fields.pauses(cal); err != nil {
		return q, err
	}
	if fields.has("on_supplement") {
		if err := fields.read("on_supplement", &text, false); err != nil {
			return q, err
		}
		q.Restart, err = restarts(text)
	}
	return q, err
}

// questionFields are the values of a question by name.
type questionFields map[string]json.RawMessage

// fieldsOf takes a line apart; unknown and repeated names are refused, and
// names are compared exactly.
func fieldsOf(line []byte) (questionFields, error) {
	if len(bytes.TrimSpace(line)) == 0 {
		return nil, bad("dòng trống", "the line is blank")
	}
	if !utf8.Valid(line) {
		return nil, bad("dòng không phải UTF-8", "the line is not UTF-8")
	}
	notObject := bad("dòng không phải một đối tượng JSON", "the line is not one JSON object")
	if !json.Valid(line) {
		return nil, notObject
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, notObject
	}
	fields := questionFields{}
	for dec.More() {
		t, err := dec.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, notObject
		}
		switch name {
		case "rule", "n", "start", "pauses", "cutoff", "on_supplement":
		default:
			return nil, bad("không có trường "+quote(name), "no field "+quote(name))
		}
		if fields[name] != nil {
			return nil, bad("trường "+quote(name)+" lặp lại", "field "+quote(name)+" is repeated")
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, notObject
		}
		fields[name] = raw
	}
	return fields, nil
}

// has reports whether a field is there and not null.
func (f questionFields) has(name string) bool {
	return f[name] != nil && string(f[name]) != "null"
}

// read reads a string or a whole number.
func (f questionFields) read(name string, v any, required bool) error {
	if !f.has(name) {
		if required {
			return bad("thiếu "+name, name+" is missing")
		}
		return nil
	}
	if json.Unmarshal(f[name], v) == nil {
		return nil
	}
	if _, isNumber := v.(*int64); isNumber {
		return bad(name+" phải là số nguyên trong khoảng tính được", name+" must be a whole number that can be counted")
	}
	return bad(name+" phải là chuỗi", name+" must be a string")
}

// pauses reads [[from, to or null], …]; absent or null is none.
func (f questionFields) pauses(cal *calendar.Calendar) ([]calendar.Pause, error) {
	if !f.has("pauses") {
		return nil, nil
	}
	wrong := bad("pauses phải là danh sách [từ, đến hoặc null]", "pauses must be a list of [from, to or null]")
	var list [][]*string
	if json.Unmarshal(f["pauses"], &list) != nil {
		return nil, wrong
	}
	pauses := make([]calendar.Pause, 0, len(list))
	for _, pair := range list {
		if len(pair) != 2 || pair[0] == nil {
			return nil, wrong
		}
		var p calendar.Pause
		var err error
		if p.From, err = instant(*pair[0], cal); err != nil {
			return nil, err
		}
		if pair[1] != nil {
			if p.To, err = instant(*pair[1], cal); err != nil {
				return nil, err
			}
		}
		pauses = append(pauses, p)
	}
	return pauses, nil
}
