package postgres

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/motcua/motcua/engine/store"
)

// proxy stands between a store and its server. What the client sends passes
// until a text in it is met; then the client's side ends, in the way asked.
type proxy struct {
	listener net.Listener
	server   string
	pause    time.Duration // between the text and the cut

	mu   sync.Mutex
	text []byte // nil: nothing is cut
	how  cut
	cuts atomic.Int32
	live []net.Conn
}

// cut is how a connection ends.
type cut int

const (
	quietly cut = iota // an end of file, as from a balancer that goes
	hard               // a reset
	unheard            // what is sent on never arrives anywhere: no byte comes back
	unsaid             // the statement itself is swallowed: the server never sees it
)

func startProxy(t *testing.T, address string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, server: u.Host}
	go p.serve()
	t.Cleanup(func() {
		_ = l.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, c := range p.live {
			_ = c.Close()
		}
	})
	u.Host = l.Addr().String()
	return p, u.String()
}

// arm cuts the next connection that sends a text.
func (p *proxy) arm(text string, how cut, pause time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text, p.how, p.pause = []byte(text), how, pause
}

// met reports whether the text is in what was sent, once.
func (p *proxy) met(sent []byte) (cut, time.Duration, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.text == nil || !bytes.Contains(sent, p.text) {
		return 0, 0, false
	}
	p.text = nil
	p.cuts.Add(1)
	return p.how, p.pause, true
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		p.live = append(p.live, client, server)
		p.mu.Unlock()
		var deaf atomic.Bool
		go func() {
			defer client.Close()
			b := make([]byte, 1<<16)
			for {
				n, err := server.Read(b)
				if err != nil {
					return
				}
				if !deaf.Load() {
					_, _ = client.Write(b[:n])
				}
			}
		}()
		go func() {
			b := make([]byte, 1<<20)
			for {
				n, err := client.Read(b)
				if err != nil {
					_ = server.Close()
					return
				}
				how, pause, met := p.met(b[:n])
				if met {
					deaf.Store(true) // the answer is lost in any case
				}
				if how == unsaid && met {
					_ = client.Close()
					_ = server.Close()
					return
				}
				_, _ = server.Write(b[:n])
				if !met {
					continue
				}
				time.Sleep(pause)
				switch how {
				case hard:
					_ = client.(*net.TCPConn).SetLinger(0)
					_ = client.Close()
				case quietly:
					_ = client.Close()
				case unheard:
					_, _ = io.Copy(io.Discard, client)
				}
				return // the server's side stays open: it does not know yet
			}
		}()
	}
}

// TestACutConnectionExecutesOnce cuts connections after the statement was
// sent. The caller is told that the outcome is unknown, and never a success
// that was a second execution; the same change sent again finds the truth.
func TestACutConnectionExecutesOnce(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p, through := startProxy(t, address(direct))
	s, err := Open(ctx, Config{URL: through, Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 24 {
		c := move("d1", uuid.Must(uuid.NewV7()), 0)
		how := []cut{quietly, hard, unsaid}[i%3]
		p.arm("commit_v1", how, []time.Duration{0, 2 * time.Millisecond, 20 * time.Millisecond}[i/3%3])
		_, err := s.Commit(ctx, []store.Change{c})
		if !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("cut %d: error %v, want unavailable", i, err)
		}
		out, err := s.Commit(ctx, []store.Change{c})
		if err != nil {
			t.Fatalf("cut %d: sent again: %v", i, err)
		}
		if k := out[0].Kind; k != store.Won && k != store.Replayed || how == unsaid && k != store.Won {
			t.Fatalf("cut %d: sent again: %v", i, k)
		}
		if out[0].Kind == store.Replayed && out[0].First.Case != c.Row.Case {
			t.Fatalf("cut %d: another case's answer", i)
		}
		count(t, direct, c.Row.Case, 1)
	}
	if n := p.cuts.Load(); n != 24 {
		t.Fatalf("%d connections cut", n)
	}
	position := int64(0)
	for e, err := range direct.Log(ctx, "d1", 0) {
		if position++; err != nil || e.Position != position {
			t.Fatalf("position %d after %d (%v)", e.Position, position-1, err)
		}
	}
	if position != 24 {
		t.Fatalf("%d entries, want 24", position)
	}
}

// TestTheDriverAloneExecutesTwice shows what the connector is for. When it
// fails, the driver has changed: read what it does now before it is upgraded.
func TestTheDriverAloneExecutesTwice(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p, through := startProxy(t, address(direct))
	db, err := sqlx.Open("postgres", through+"&binary_parameters=yes")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := &Store{db: db, wall: time.Now}
	c := move("d1", uuid.Must(uuid.NewV7()), 0)
	p.arm("commit_v1", quietly, 50*time.Millisecond)
	out, err := s.Commit(ctx, []store.Change{c})
	if err != nil || out[0].Kind != store.Replayed {
		t.Fatalf("%v, %v; want the replay of a first execution that nobody was told of", out, err)
	}
}

// TestACutDuringCommitIsFoundOut cuts the one explicit transaction there is,
// that of a batch done one by one, in its COMMIT.
func TestACutDuringCommitIsFoundOut(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p, through := startProxy(t, address(direct))
	s, err := Open(ctx, Config{URL: through, Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, how := range []cut{quietly, hard, unsaid, hard, quietly} {
		poison := move("d1", uuid.Must(uuid.NewV7()), 0)
		poison.Row.Codec = 1 << 40
		good := move("d1", uuid.Must(uuid.NewV7()), 0)
		p.arm("COMMIT", how, 30*time.Millisecond)
		if _, err := s.Commit(ctx, []store.Change{good, poison}); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("cut %d: error %v, want unavailable", i, err)
		}
		out, err := s.Commit(ctx, []store.Change{good, poison})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Replayed // the COMMIT arrived
		if how == unsaid {
			want = store.Won // it did not, and all was rolled back
		}
		if out[0].Kind != want || out[1].Kind != store.Failed {
			t.Errorf("cut %d: sent again: %v and %v, want %v and failed", i, out[0].Kind, out[1].Kind, want)
		}
		count(t, direct, good.Row.Case, 1)
		count(t, direct, poison.Row.Case, 0)
	}
}

// A network that swallows packets is not waited for beyond the bound.
func TestASilentNetworkIsNotWaitedFor(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p, through := startProxy(t, address(direct))
	conn, err := newConnector(through, 300*time.Millisecond, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := conn.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	p.arm("clock_timestamp", unheard, 0)
	began := time.Now()
	_, err = look(ctx, c.(driver.QueryerContext))
	if took := time.Since(began); err == nil || took < 200*time.Millisecond || took > 5*time.Second {
		t.Fatalf("back after %v with error %v", took, err)
	}
}

// count fails unless a case has n entries.
func count(t *testing.T, s *Store, c uuid.UUID, n int) {
	t.Helper()
	got := 0
	for _, err := range s.Journal(ctx, "d1", c, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != n {
		t.Fatalf("case %s has %d entries, want %d", c, got, n)
	}
}
