package pgtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Cut is how a connection ends.
type Cut int

// The ways of a network with a connection. In all of them what the server
// answers is lost.
const (
	Quietly Cut = iota // an end of file, as from a balancer that goes
	Hard               // a reset
	Unheard            // what is sent on never arrives anywhere: no byte comes back
	Unsaid             // the statement itself is swallowed: the server never sees it
)

// linger is how long the server does not know that a client was cut off.
const linger = 2 * time.Second

// Proxy stands between clients and their server, and cuts connections: those
// that send a text, or any at any moment. Safe for concurrent use.
type Proxy struct {
	listener net.Listener
	address  url.URL // as clients see it
	cuts     atomic.Int64

	mu     sync.Mutex
	server string
	text   []byte // nil: no text is waited for
	how    Cut
	pause  time.Duration // between the text and the cut
	live   []*link       // in the order in which they were opened
}

// link is one connection through a proxy.
type link struct {
	client, server net.Conn
	deaf           atomic.Bool // what the server says is lost
	dumb           atomic.Bool // what the client says is lost
}

// NewProxy starts a proxy before the database at address, on a free loopback
// port. Close ends it.
func NewProxy(address string) (*Proxy, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: l, server: u.Host, address: *u}
	p.address.Host = l.Addr().String()
	go p.serve()
	return p, nil
}

// URL is the address of the database through the proxy.
func (p *Proxy) URL() string { return p.address.String() }

// Point makes connections opened from now on go to another server.
func (p *Proxy) Point(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.server = u.Host
	return nil
}

// Arm cuts the next connection that sends a text, a pause after it did, once.
// A text that is not met is forgotten with the next call; "" waits for none.
func (p *Proxy) Arm(text string, how Cut, pause time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text, p.how, p.pause = []byte(text), how, pause
	if text == "" {
		p.text = nil
	}
}

// CutOne cuts one of the live connections, the one that pick says of so many,
// wherever it stands: idle, waiting for an answer, or in the middle of one. It
// reports whether there was any.
func (p *Proxy) CutOne(how Cut, pick func(n int) int) bool {
	p.mu.Lock()
	if len(p.live) == 0 {
		p.mu.Unlock()
		return false
	}
	l := p.live[pick(len(p.live))]
	p.mu.Unlock()
	p.cut(l, how)
	return true
}

// CutAll cuts every live connection and returns how many there were.
func (p *Proxy) CutAll(how Cut) int {
	p.mu.Lock()
	all := append([]*link(nil), p.live...)
	p.mu.Unlock()
	for _, l := range all {
		p.cut(l, how)
	}
	return len(all)
}

// Cuts is how many connections were cut until now.
func (p *Proxy) Cuts() int { return int(p.cuts.Load()) }

// Close ends the proxy and what is left of its connections.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.live {
		_, _ = l.client.Close(), l.server.Close()
	}
	return err
}

// met reports whether the text is in what was sent, once.
func (p *Proxy) met(sent []byte) (Cut, time.Duration, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.text == nil || !bytes.Contains(sent, p.text) {
		return 0, 0, false
	}
	p.text = nil
	return p.how, p.pause, true
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		to := p.server
		p.mu.Unlock()
		server, err := net.Dial("tcp", to)
		if err != nil {
			_ = client.Close()
			continue
		}
		l := &link{client: client, server: server}
		p.mu.Lock()
		p.live = append(p.live, l)
		p.mu.Unlock()
		go p.answers(l)
		go p.calls(l)
	}
}

// answers carries what the server says.
func (p *Proxy) answers(l *link) {
	defer p.drop(l)
	b := make([]byte, 1<<16)
	for {
		n, err := l.server.Read(b)
		if err != nil {
			return
		}
		if !l.deaf.Load() {
			_, _ = l.client.Write(b[:n])
		}
	}
}

// calls carries what the client says.
func (p *Proxy) calls(l *link) {
	b := make([]byte, 1<<20)
	for {
		n, err := l.client.Read(b)
		if err != nil {
			if l.deaf.Load() { // the server hears of it later
				time.AfterFunc(linger, func() { _ = l.server.Close() })
			} else {
				_ = l.server.Close()
			}
			return
		}
		how, pause, met := p.met(b[:n])
		if met {
			l.deaf.Store(true) // the answer is lost, however soon it comes
		}
		if !l.dumb.Load() && (!met || how != Unsaid) {
			_, _ = l.server.Write(b[:n])
		}
		if met {
			time.Sleep(pause)
			p.cut(l, how)
		}
	}
}

// cut ends a connection for its client. The server does not know yet.
func (p *Proxy) cut(l *link, how Cut) {
	p.cuts.Add(1)
	l.deaf.Store(true)
	l.dumb.Store(true)
	switch how {
	case Unheard:
		return
	case Unsaid:
		_ = l.server.Close()
	case Hard:
		_ = l.client.(*net.TCPConn).SetLinger(0)
	}
	_ = l.client.Close()
}

// drop forgets a connection whose server has gone.
func (p *Proxy) drop(l *link) {
	_, _ = l.client.Close(), l.server.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.live {
		if p.live[i] == l {
			p.live = append(p.live[:i], p.live[i+1:]...)
			return
		}
	}
}
