package eventlog

// start reads up to the content of <log>.
func (r *Reader) start() error {
	in, err := r.open, error(nil)
	if in == nil {
		if in, err = plain(r.in, r.o.Limits); err != nil {
			return err
		}
	}
	r.s = newScanner(in, r.o.Limits.Token, r.o.Limits.Depth)
	kind, err := r.s.next()
	if err != nil {
		return err
	}
	if kind != tokenOpen || string(r.s.name) != "log" {
		return r.s.here(fault("không phải tệp XES: phần tử gốc là <%s>", "not an XES file: the root element is <%s>", clip(r.s.name)))
	}
	return nil
}

// next reads the next trace of the log; false: there is none.
func (r *Reader) next() (bool, error) {
	for {
		kind, err := r.s.next()
		if err != nil {
			return false, err
		}
		switch {
		case kind == tokenEnd:
			return false, nil
		case kind == tokenClose: // </log>: what follows must be empty
			continue
		case string(r.s.name) == "trace":
			return true, r.readTrace()
		case string(r.s.name) == "event":
			r.loose++
		}
		// Extensions, globals, classifiers and attributes of the log: globals
		// are promises, not values, and nothing here depends on the others.
		if err := r.skip(); err != nil {
			return false, err
		}
	}
}

// readTrace reads the trace whose start tag was just read.
func (r *Reader) readTrace() error {
	r.trace = Trace{Index: r.index, Line: r.s.atLine, Events: r.trace.Events[:0]}
	r.index++
	r.flat, r.spans, r.size = r.flat[:0], r.spans[:0], 0
	own := r.own[:0]
	for {
		kind, err := r.s.next()
		if err != nil {
			return err
		}
		if kind == tokenClose {
			break
		}
		if string(r.s.name) == "event" {
			if err := r.readEvent(); err != nil {
				return err
			}
			continue
		}
		if own, err = r.read(own, false); err != nil {
			return err
		}
	}
	r.own, r.trace.Attrs = own, own
	for i, s := range r.spans {
		r.trace.Events[i].Attrs = r.flat[s.from:s.to:s.to]
	}
	return nil
}

func (r *Reader) readEvent() error {
	e := Event{Seq: len(r.trace.Events)}
	from := len(r.flat)
	for {
		kind, err := r.s.next()
		if err != nil {
			return err
		}
		if kind == tokenClose {
			break
		}
		if !r.wanted() {
			if err := r.skip(); err != nil {
				return err
			}
			continue
		}
		before := len(r.flat)
		line, col := r.s.atLine, r.s.atC
		if r.flat, err = r.read(r.flat, false); err != nil {
			return err
		}
		if !r.o.Raw && len(r.flat) > before && r.flat[before].Key == "time:timestamp" && e.At.IsZero() {
			a := r.flat[before]
			t, err := parseTime(a.Text, r.o.Zone)
			if err != nil && a.Kind == Date && a.Text != "" {
				return &Error{Line: line, Col: col, what: badTime(a.Text, err).what, cause: err}
			}
			e.At = t
		}
	}
	if err := r.charge(64); err != nil {
		return err
	}
	r.trace.Events = append(r.trace.Events, e)
	r.spans = append(r.spans, span{from, len(r.flat)})
	return nil
}

func badTime(text string, err error) *Error {
	text = string(clip([]byte(text)))
	if err == errZone {
		return fault("thời điểm %q không có chênh lệch múi giờ: cần nêu --offset", "the instant %q has no offset: give --offset", text)
	}
	return fault("%q không phải thời điểm", "%q is no instant", text)
}

// wanted says whether the attribute of an event whose start tag was just read
// is kept, and notes its key. What is malformed is wanted: read finds it out.
func (r *Reader) wanted() bool {
	if _, ok := kindOf(r.s.name); !ok {
		return true
	}
	key, ok := r.s.attr("key")
	return !ok || r.keys.note(key)
}

// read appends the attribute whose start tag was just read, and passes over
// elements that are none. Inside a list keys may be missing.
func (r *Reader) read(to []Attribute, listed bool) ([]Attribute, error) {
	kind, ok := kindOf(r.s.name)
	if !ok {
		return to, r.skip()
	}
	key, ok := r.s.attr("key")
	if !ok && !listed {
		return to, r.s.here(fault("<%s> không có key", "<%s> has no key", kind))
	}
	value, valued := r.s.attr("value")
	if err := r.charge(len(key) + len(value) + 64); err != nil {
		return to, err
	}
	a := Attribute{Key: r.names.string(key), Kind: kind, Bare: !valued && kind != List && kind != Container}
	if kind == Date || kind == Int || kind == Float {
		a.Text = string(value)
	} else {
		a.Text = r.names.string(value)
	}
	for {
		token, err := r.s.next()
		if err != nil {
			return to, err
		}
		if token == tokenClose {
			return append(to, a), nil
		}
		if kind == List && string(r.s.name) == "values" {
			a.Children, err = r.values(a.Children)
		} else {
			a.Children, err = r.read(a.Children, kind == List)
		}
		if err != nil {
			return to, err
		}
	}
}

// values reads what stands inside <values>.
func (r *Reader) values(to []Attribute) ([]Attribute, error) {
	for {
		token, err := r.s.next()
		if err != nil || token == tokenClose {
			return to, err
		}
		if to, err = r.read(to, true); err != nil {
			return to, err
		}
	}
}

// skip passes over the element whose start tag was just read.
func (r *Reader) skip() error {
	for level := 1; level > 0; {
		kind, err := r.s.next()
		if err != nil {
			return err
		}
		if kind == tokenOpen {
			level++
		} else {
			level--
		}
	}
	return nil
}

// charge counts what the present trace keeps in memory.
func (r *Reader) charge(n int) error {
	if r.size += n; r.size > r.o.Limits.Trace {
		return r.s.here(fault("một hồ sơ dài quá %d byte", "one trace is longer than %d bytes", r.o.Limits.Trace))
	}
	return nil
}
