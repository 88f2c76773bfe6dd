package eventlog

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// csvSource reads a log in CSV after RFC 4180: a header, then one event a
// line. The events of a case may be scattered, so all cells that are wanted
// are held before the first case is given; equal short texts are held once.
type csvSource struct {
	in    io.Reader
	o     Options
	gate  *gate
	csv   *csv.Reader
	line  int // where the last line that was read begins
	table table
	names interner
	head  []string // the columns
	keys  []string // those that are held, in their order
	from  []int    // where each of them stands in a line
	id    int      // the column of the case
	trace Trace
	attrs []Attribute
}

// The columns that a flattened XES file has.
const (
	csvCase    = "case:concept:name"
	csvInstant = "time:timestamp"
)

func newCSV(r io.Reader, o Options) *csvSource {
	return &csvSource{in: r, o: o, names: interner{}, table: table{byID: map[string]int32{}}}
}

// Loose is 0: every line has a case, if only the one without a name.
func (s *csvSource) Loose() int { return 0 }

// Keys are the columns, sorted.
func (s *csvSource) Keys() []string { return slices.Compact(slices.Sorted(slices.Values(s.head))) }

// Has says whether there is such a column.
func (s *csvSource) Has(key string) bool { return slices.Contains(s.head, key) }

// Traces reads the whole file, then gives its cases.
func (s *csvSource) Traces() iter.Seq2[*Trace, error] {
	return func(yield func(*Trace, error) bool) {
		if err := s.read(); err != nil {
			yield(nil, err)
			return
		}
		for c := range s.table.cases {
			if err := s.assemble(c); err != nil {
				yield(nil, err)
				return
			}
			if !yield(&s.trace, nil) {
				return
			}
		}
	}
}

func (s *csvSource) read() error {
	br := bufio.NewReaderSize(s.in, 64<<10)
	head, _ := br.Peek(4) // an error comes again
	if e := foreign(head); e != nil {
		e.Line, e.Col = 1, 1
		return e
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3) // just peeked at
	}
	s.gate = &gate{r: br, most: s.o.Limits.Token}
	s.csv = csv.NewReader(s.gate)
	s.csv.ReuseRecord = true
	if err := s.header(); err != nil {
		return err
	}
	var held int64
	for {
		record, err := s.record()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		row := s.table.add(s.names.text(record[s.id]), len(s.keys))
		for i, column := range s.from {
			row[i] = s.names.text(record[column])
			held += int64(len(row[i]) + 16)
		}
		if held += int64(len(record[s.id]) + 8); held > s.o.Limits.Held {
			return at(tooMuch(s.o.Limits.Held), s.line, 1)
		}
	}
}

// record reads one line of cells.
func (s *csvSource) record() ([]string, error) {
	s.gate.left = s.gate.most
	record, err := s.csv.Read()
	var broken *csv.ParseError
	var ours *Error
	switch {
	case err == nil:
		s.line, _ = s.csv.FieldPos(0)
	case err == io.EOF:
	case errors.As(err, &ours):
		if ours.Line == 0 {
			ours.Line, ours.Col = s.line+1, 1
		}
		return nil, ours
	case errors.As(err, &broken):
		return nil, at(csvFault(broken.Err), broken.Line, broken.Column)
	default:
		return nil, because(err, "không đọc tiếp được", "cannot read on")
	}
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			line, col := s.csv.FieldPos(i)
			return nil, at(fault("chữ không theo UTF-8", "text that is not UTF-8"), line, col)
		}
	}
	return record, err
}

func csvFault(err error) *Error {
	switch err {
	case csv.ErrFieldCount:
		return fault("số ô khác với dòng tiêu đề", "the number of cells differs from the header")
	case csv.ErrQuote, csv.ErrBareQuote:
		return fault("dấu ngoặc kép sai chỗ hoặc chưa đóng", "a quote that is misplaced or not closed")
	}
	return because(err, "dòng CSV không đọc được", "a line that is no CSV")
}

func tooMuch(most int64) *Error {
	return fault("nhật ký cần giữ hơn %d byte trong bộ nhớ", "the log needs more than %d bytes to be held in memory", most)
}

func at(e *Error, line, col int) *Error {
	e.Line, e.Col = line, col
	return e
}

// header reads the names of the columns and finds those that are wanted. Of
// equal names the last counts, as everywhere.
func (s *csvSource) header() error {
	record, err := s.record()
	if err == io.EOF {
		return at(fault("tệp trống", "the file is empty"), 1, 1)
	}
	if err != nil {
		return err
	}
	for _, name := range record {
		s.head = append(s.head, s.names.text(name))
	}
	name := cmp.Or(s.o.Case, csvCase)
	if s.id = s.column(name); s.id < 0 {
		return at(s.unknown(name, "--case-column"), 1, 1)
	}
	instant := cmp.Or(s.o.Instant, csvInstant)
	if s.o.Instant != "" && s.column(instant) < 0 {
		return at(s.unknown(instant, "--time-column"), 1, 1)
	}
	for i, name := range s.head {
		wanted := s.o.Only == nil || slices.Contains(s.o.Only, name) || name == instant
		if wanted && s.column(name) == i {
			s.keys, s.from = append(s.keys, name), append(s.from, i)
		}
	}
	return nil
}

func (s *csvSource) column(name string) int {
	for i, h := range slices.Backward(s.head) {
		if h == name {
			return i
		}
	}
	return -1
}

func (s *csvSource) unknown(name, flag string) *Error {
	return fault("không có cột %q; nêu %s, nhật ký có: %s", "there is no column %q; give %s, the log has: %s", name, flag, strings.Join(s.Keys(), ", "))
}

// assemble puts a case together.
func (s *csvSource) assemble(c int) error {
	t := &s.trace
	*t = Trace{Index: c, Events: t.Events[:0], Attrs: append(t.Attrs[:0], Attribute{Key: "concept:name", Text: s.table.ids[c]})}
	s.attrs = s.attrs[:0]
	size := 0
	for row := range s.table.rows(c, len(s.keys)) {
		e := Event{Seq: len(t.Events)}
		for i, key := range s.keys {
			s.attrs = append(s.attrs, Attribute{Key: key, Text: row[i]})
			size += len(key) + len(row[i]) + 64
			if own, ok := strings.CutPrefix(key, "case:"); ok && e.Seq == 0 && key != csvCase {
				t.Attrs = append(t.Attrs, Attribute{Key: own, Text: row[i]})
			}
			if !s.o.Raw && key == cmp.Or(s.o.Instant, csvInstant) {
				e.At, _ = parseTime(row[i], s.o.Zone)
			}
		}
		t.Events = append(t.Events, e)
		if size += 64; size > s.o.Limits.Trace {
			return fault("một hồ sơ dài quá %d byte", "one trace is longer than %d bytes", s.o.Limits.Trace)
		}
	}
	n := len(s.keys)
	for i := range t.Events {
		t.Events[i].Attrs = s.attrs[i*n : (i+1)*n : (i+1)*n]
	}
	return nil
}

// gate lets so many bytes pass for one record, give or take a buffer: the CSV
// reader itself would hold a record of any length.
type gate struct {
	r          io.Reader
	left, most int
}

func (g *gate) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, fault("một dòng dài quá %d byte", "a line is longer than %d bytes", g.most)
	}
	n, err := g.r.Read(p)
	g.left -= n
	return n, err
}
