package eventlog

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
)

// ocelSource reads OCEL 2.0 in JSON. Its events belong to objects of many
// types; the cases are the objects of one type, in the order of the file, and
// an event that concerns several of them stands in each. What an event says
// besides its attributes becomes attributes too: concept:name is its type,
// time:timestamp its time, and for each object it concerns the type of that
// object gives the object's id, as does "type:qualifier".
//
// Objects may stand behind the events that name them, so both are held.
type ocelSource struct {
	in     io.Reader
	o      Options
	gate   *gate
	json   *json.Decoder
	names  interner
	keys   *keyring
	types  map[string]string  // of objects, by id
	order  []string           // ids of objects
	events []ocelEvent        // as read
	cases  map[string][]int32 // events by the id of their case
	held   int64
	loose  int
	trace  Trace
}

type ocelEvent struct {
	Type          string         `json:"type"`
	Time          string         `json:"time"`
	Attributes    []ocelValue    `json:"attributes"`
	Relationships []ocelRelation `json:"relationships"`
}

type ocelValue struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

type ocelRelation struct {
	Object    string `json:"objectId"`
	Qualifier string `json:"qualifier"`
}

type ocelObject struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

func newOCEL(r io.Reader, o Options) *ocelSource {
	s := &ocelSource{in: r, o: o, names: interner{}, keys: newKeyring(o.Only), types: map[string]string{}, cases: map[string][]int32{}}
	s.gate = &gate{r: r, most: o.Limits.Token}
	s.json = json.NewDecoder(s.gate)
	s.json.UseNumber()
	return s
}

// Loose is how many events concern no object of the type of the cases.
func (s *ocelSource) Loose() int { return s.loose }

// Keys are the keys that events have, sorted.
func (s *ocelSource) Keys() []string { return s.keys.sorted() }

// Has says whether some event has the key.
func (s *ocelSource) Has(key string) bool { return s.keys.has(key) }

// Traces reads the whole file, then gives its cases.
func (s *ocelSource) Traces() iter.Seq2[*Trace, error] {
	return func(yield func(*Trace, error) bool) {
		kind, err := s.read()
		if err != nil {
			yield(nil, err)
			return
		}
		for _, id := range s.order {
			if s.types[id] != kind {
				continue
			}
			if err := s.assemble(id); err != nil {
				yield(nil, err)
				return
			}
			if !yield(&s.trace, nil) {
				return
			}
			s.trace.Index++
		}
	}
}

// read reads the file and finds the type of the objects that are the cases.
func (s *ocelSource) read() (kind string, err error) {
	if err := s.delim('{'); err != nil {
		return "", err
	}
	for s.json.More() {
		key, err := s.token()
		if err != nil {
			return "", err
		}
		switch name, _ := key.(string); {
		case name == "events":
			err = s.each(s.event)
		case name == "objects":
			err = s.each(s.object)
		case strings.HasPrefix(name, "ocel:"):
			return "", fault("đây là OCEL 1.0; chỉ đọc được OCEL 2.0", "this is OCEL 1.0; only OCEL 2.0 is read")
		default: // types are declared there; what is declared is no value
			var skipped json.RawMessage
			err = s.decode(&skipped)
		}
		if err != nil {
			return "", err
		}
	}
	if err := s.delim('}'); err != nil {
		return "", err
	}
	return s.kind()
}

// kind is the type that was asked for, or the only one.
func (s *ocelSource) kind() (string, error) {
	kinds := slices.Compact(slices.Sorted(maps.Values(s.types)))
	kind := s.o.Case
	if kind == "" && len(kinds) == 1 {
		kind = kinds[0]
	}
	if !slices.Contains(kinds, kind) {
		return "", fault("cần --case-column LOẠI, loại đối tượng nào là hồ sơ; nhật ký có: %s", "give --case-column TYPE, which objects are the cases; the log has: %s", strings.Join(kinds, ", "))
	}
	for i, e := range s.events {
		loose := true
		for _, r := range e.Relationships {
			t, ok := s.types[r.Object]
			if !ok {
				return "", fault("sự kiện %d nêu đối tượng không có: %q", "event %d names an object that is not there: %q", i+1, r.Object)
			}
			of := s.cases[r.Object]
			if t == kind && (len(of) == 0 || of[len(of)-1] != int32(i)) {
				s.cases[r.Object] = append(of, int32(i))
				loose = false
			}
		}
		if loose {
			s.loose++
		}
	}
	return kind, nil
}

func (s *ocelSource) event() error {
	var e ocelEvent
	if err := s.decode(&e); err != nil {
		return err
	}
	s.held += int64(len(e.Time) + 256)
	e.Type = s.names.text(e.Type)
	for i, v := range e.Attributes {
		e.Attributes[i].Name = s.names.text(v.Name)
		s.keys.note([]byte(v.Name))
		if text, ok := v.Value.(string); ok {
			e.Attributes[i].Value = s.names.text(text)
			s.held += int64(len(text))
		}
		s.held += 64
	}
	for i, r := range e.Relationships {
		e.Relationships[i] = ocelRelation{s.names.text(r.Object), s.names.text(r.Qualifier)}
		s.held += int64(len(r.Object) + 64)
	}
	s.events = append(s.events, e)
	return s.room()
}

func (s *ocelSource) object() error {
	var o ocelObject
	if err := s.decode(&o); err != nil {
		return err
	}
	if _, twice := s.types[o.ID]; twice {
		return fault("hai đối tượng cùng id %q", "two objects have the id %q", o.ID)
	}
	s.types[o.ID] = s.names.text(o.Type)
	s.order = append(s.order, o.ID)
	s.held += int64(2*len(o.ID) + 96)
	return s.room()
}

func (s *ocelSource) room() error {
	if s.held > s.o.Limits.Held {
		return tooMuch(s.o.Limits.Held)
	}
	return nil
}

// each calls read for every element of an array.
func (s *ocelSource) each(read func() error) error {
	if err := s.delim('['); err != nil {
		return err
	}
	for s.json.More() {
		if err := read(); err != nil {
			return err
		}
	}
	return s.delim(']')
}

func (s *ocelSource) decode(to any) error {
	s.gate.left = s.gate.most
	return s.broken(s.json.Decode(to))
}

func (s *ocelSource) token() (json.Token, error) {
	s.gate.left = s.gate.most
	t, err := s.json.Token()
	return t, s.broken(err)
}

func (s *ocelSource) delim(want json.Delim) error {
	t, err := s.token()
	if err == nil && t != want {
		return fault("không phải OCEL 2.0: ở byte %d cần %s", "not OCEL 2.0: at byte %d %s is needed", s.json.InputOffset(), want)
	}
	return err
}

// broken turns errors of the decoder into ours.
func (s *ocelSource) broken(err error) error {
	var ours *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault("tệp JSON kết thúc giữa chừng", "the JSON file ends early")
	}
	return fault("JSON hỏng sau byte %d: %s", "the JSON is broken after byte %d: %s", s.json.InputOffset(), err.Error())
}
