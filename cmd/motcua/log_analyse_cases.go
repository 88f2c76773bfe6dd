package main

import (
	"encoding/csv"
	"io"
	"os"
	"strconv"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/adapters/eventlog/figures"
)

// caseRows writes a row for each case in each reading, all of one reading
// before those of the next. A log is read once and its cases are not held, so
// each reading has a temporary file of its own until the end.
type caseRows struct {
	file  string
	names []string
	parts []*os.File
	rows  []*csv.Writer
}

// newCaseRows is nil when no file is asked for.
func newCaseRows(file string, readings []eventlog.UnitRule) (*caseRows, error) {
	if file == "" {
		return nil, nil
	}
	c := &caseRows{file: file}
	for _, r := range readings {
		f, err := os.CreateTemp("", "motcua-cases-*.csv")
		if err != nil {
			c.discard()
			return nil, failed("không ghi được tệp tạm", "cannot write a temporary file", err)
		}
		c.names, c.parts, c.rows = append(c.names, r.Name), append(c.parts, f), append(c.rows, csv.NewWriter(f))
	}
	return c, nil
}

// add writes one row.
func (c *caseRows) add(r int, row figures.Row) error {
	cells := []string{c.names[r], row.Case}
	for _, n := range []int{
		row.Events, row.With, row.Handovers, row.Units, row.Returns, row.Windows, row.Disjoint, row.Longest, row.Farthest,
	} {
		cells = append(cells, strconv.Itoa(n))
	}
	return c.failed(c.rows[r].Write(cells))
}

// finish makes the file that was asked for; without rows it has a header only.
func (c *caseRows) finish(rows bool) error {
	if c == nil {
		return nil
	}
	f, err := os.Create(c.file)
	if err != nil {
		return bad("không ghi được tệp "+quote(c.file)+": "+err.Error(), "cannot write file "+quote(c.file)+": "+err.Error())
	}
	_, err = io.WriteString(f, "unit_key,case,events,events_with_unit,handovers,distinct_units,returns,"+
		"strict_pingpong_windows,strict_pingpong_nonoverlapping,longest_alternation,max_return_distance\n")
	for i := 0; rows && err == nil && i < len(c.parts); i++ {
		err = c.join(f, i)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return c.failed(err)
}

// join appends the rows of one reading.
func (c *caseRows) join(to io.Writer, part int) error {
	c.rows[part].Flush()
	if err := c.rows[part].Error(); err != nil {
		return err
	}
	if _, err := c.parts[part].Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(to, c.parts[part])
	return err
}

// discard takes the temporary files away.
func (c *caseRows) discard() {
	if c == nil {
		return
	}
	for _, f := range c.parts {
		_ = f.Close() // nothing of it is wanted any more
		_ = os.Remove(f.Name())
	}
}

func (c *caseRows) failed(err error) error {
	if err == nil {
		return nil
	}
	return failed("không ghi được "+quote(c.file), "cannot write "+quote(c.file), err)
}
