package postgres

import (
	"errors"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// enrol gives districts their first register record, at start.
func enrol(t testing.TB, s *Store, districts ...string) {
	t.Helper()
	for _, d := range districts {
		if err := s.Append(ctx, d, 0, []store.RegisterRecord{{Position: 1, At: start, Kind: "unit", Bytes: []byte("r")}}); err != nil {
			t.Fatal(err)
		}
	}
}

// move is a change of one entry on a case that stands at expect, by a command
// of its own.
func move(district string, c uuid.UUID, expect int64) store.Change {
	at := start.Add(time.Duration(expect+1) * time.Hour)
	return store.Change{
		Expect: expect,
		Row: store.Row{District: district, Case: c, Seq: expect + 1, At: at, Procedure: "p",
			Identity: fmt.Sprintf("%064x", 7), State: "s", Codec: 1, Doc: []byte("doc")},
		Entries: []store.Record{{Seq: expect + 1, At: at, Kind: "moved", Register: 1,
			Bytes: []byte(fmt.Sprint(district, c, expect)), Command: uuid.Must(uuid.NewV7()), Digest: [32]byte{1}}},
	}
}

// noise is text that no compression makes short.
func noise(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + rand.Intn(26))
	}
	return string(b)
}

// What the port allows and the server refuses fails alone, whatever stands
// beside it: the batch is done again one by one.
func TestAChangeTheServerRefusesHarmsNoNeighbour(t *testing.T) {
	s := fresh(t, false)
	enrol(t, s, "d1", "d2")
	for name, spoil := range map[string]func(*store.Change){
		"a number too large":      func(c *store.Change) { c.Row.Codec = 1 << 40 },
		"a key too long":          func(c *store.Change) { c.Row.Unit = noise(9000) },
		"a private name too long": func(c *store.Change) { c.Private = []store.Private{{Seq: 1, Name: noise(9000)}} },
	} {
		t.Run(name, func(t *testing.T) {
			var batch []store.Change
			for i := range 64 {
				batch = append(batch, move([]string{"d1", "d2"}[i%2], uuid.New(), 0))
			}
			batch[20].Row.District = "nowhere"
			batch[21].Expect, batch[21].Row.Seq, batch[21].Entries[0].Seq = 5, 6, 6
			spoil(&batch[17])
			out, err := s.Commit(ctx, batch)
			if err != nil {
				t.Fatal(err)
			}
			for i, o := range out {
				want := store.Won
				switch i {
				case 17, 20:
					want = store.Failed
				case 21:
					want = store.Conflict
				}
				if o.Kind != want {
					t.Errorf("change %d: %v (%v), want %v", i, o.Kind, o.Err, want)
				}
			}
			if !errors.Is(out[17].Err, store.ErrInvalid) {
				t.Errorf("error %v, want invalid", out[17].Err)
			}
			if again, err := s.Commit(ctx, batch[:17]); err != nil || again[0].Kind != store.Replayed || again[16].Kind != store.Replayed {
				t.Errorf("what won is not answered as a replay: %v, %v", again, err)
			}
		})
	}
	for _, d := range []string{"d1", "d2"} {
		position := int64(0)
		for e, err := range s.Log(ctx, d, 0) {
			if position++; err != nil || e.Position != position {
				t.Fatalf("log of %s: position %d after %d (%v)", d, e.Position, position-1, err)
			}
		}
		if position < 90 {
			t.Errorf("log of %s ends at %d", d, position)
		}
	}
}
