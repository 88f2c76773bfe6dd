package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
)

// Setting is what a scenario takes from outside.
type Setting struct {
	// Procedures finds shipped procedures that do not stand in the folder.
	Procedures func(name string) ([]byte, error)
	// Calendars finds base calendars.
	Calendars func(name string) (*calendar.Calendar, error)
}

// Run plays the scenario of a folder and returns its text with the answers
// written anew. An error means that the scenario could not be played, with the
// number of the line; a refusal is an answer and no error.
func Run(ctx context.Context, dir string, s Setting) (text []byte, err error) {
	script, err := os.ReadFile(filepath.Join(dir, "scenario.txt"))
	if err != nil {
		return nil, err
	}
	p, err := newPlay(ctx, dir, s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	for i, text := range strings.Split(strings.TrimRight(string(script), "\n"), "\n") {
		if strings.HasPrefix(text, "  ") {
			continue
		}
		p.out.WriteString(text + "\n")
		if strings.TrimSpace(text) == "" || strings.HasPrefix(text, "#") {
			continue
		}
		l, err := parseLine(i+1, text)
		if err == nil {
			err = p.play(ctx, l)
		}
		if err != nil {
			return nil, fmt.Errorf("%s/scenario.txt:%d: %w", dir, i+1, err)
		}
	}
	return p.out.Bytes(), p.audit(ctx)
}

// play is one scenario under way.
type play struct {
	engine   *engine.Engine
	store    *memory.Store
	district string
	calendar *calendar.Calendar
	out      bytes.Buffer
	asleep   bool
	seen     int64 // position in the district's log up to which all is shown

	cases []*actor // in the order they were opened
}

// actor is a case that takes part.
type actor struct{ name, id, district string }

func newPlay(ctx context.Context, dir string, s Setting) (*play, error) {
	p := &play{store: memory.New(memory.Config{Virtual: true})}
	find := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, name+".yaml")) }
	var err error
	p.engine, err = engine.Open(ctx, engine.Config{
		Store: p.store, Procedures: s.Procedures, Calendars: s.Calendars, Random: &counter{},
	})
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(dir, "district.yaml"))
	if errors.Is(err, os.ErrNotExist) {
		var defs []*procedure.Definition
		if defs, err = definitions(dir); err == nil {
			file = district(defs)
		}
	}
	if err != nil {
		return nil, err
	}
	// The district is known from before every scenario.
	if err := p.store.Advance(ctx, time.Date(2020, 1, 1, 17, 0, 0, 0, time.UTC)); err != nil {
		return nil, err
	}
	loaded, err := p.engine.Load(ctx, "district.yaml", file, find)
	if err != nil {
		return nil, err
	}
	p.district = loaded.District
	f, _ := source.District("district.yaml", file)
	base, err := s.Calendars(f.Calendar)
	if err != nil {
		return nil, err
	}
	p.calendar, err = base.Overlay(f.Overlay())
	return p, err
}

// definitions reads the procedures of a folder, sorted by file name.
func definitions(dir string) ([]*procedure.Definition, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var defs []*procedure.Definition
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		d, _, faults := source.Parse(filepath.Base(name), b)
		if err := faults.Err(); err != nil {
			return nil, err
		}
		defs = append(defs, d)
	}
	return defs, nil
}

// counter is randomness that repeats: what a scenario prints is the same for
// ever.
type counter struct{ n uint64 }

func (c *counter) Read(b []byte) (int, error) {
	for i := range b {
		c.n = c.n*6364136223846793005 + 1442695040888963407
		b[i] = byte(c.n >> 33)
	}
	return len(b), nil
}
