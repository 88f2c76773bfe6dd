package chaos

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// process is one node as the storm sees it, through its lives.
type process struct {
	name   string
	proxy  *pgtest.Proxy
	ledger *ledger
	lease  time.Duration
	blind  bool // it goes by its own clock

	mu      sync.Mutex
	cmd     *exec.Cmd // nil: not running
	in      io.WriteCloser
	gone    chan struct{} // closed when this life is over and all it said was heard
	up      bool
	stopped bool
	nap     time.Duration // how long its next doze is left
}

// start begins a life. A process group of its own means that the node, even a
// stopped one, is hung up when this process ends, in whatever way.
func (p *process) start(seed uint64) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), nodeURL+"="+p.proxy.URL(), nodeSeed+"="+fmt.Sprint(seed), nodeLease+"="+p.lease.String())
	if p.blind {
		cmd.Env = append(cmd.Env, nodeBlind+"=1")
	}
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	gone := make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd, p.in, p.gone, p.up, p.stopped = cmd, in, gone, false, false
	go func() {
		defer close(gone)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var l line
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				break // torn by a kill
			}
			p.hear(&l)
		}
		_ = cmd.Wait()
	}()
	return nil
}

func (p *process) hear(l *line) {
	switch l.What {
	case saysUp:
		p.mu.Lock()
		p.up = true
		p.mu.Unlock()
	case saysDoze:
		p.mu.Lock()
		p.stopped = true
		time.AfterFunc(p.nap, p.wake)
		p.mu.Unlock()
	}
	p.ledger.hear(p.name, l)
}

// tell gives an order, to whatever life there is.
func (p *process) tell(o order) {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && !p.stopped { // a stopped one does not read
		_, _ = p.in.Write(append(b, '\n'))
	}
}

// lie sets its clocks wrong, or right again.
func (p *process) lie(clock, machine time.Duration) {
	a, b := clock.Microseconds(), machine.Microseconds()
	p.tell(order{Clock: &a})
	p.tell(order{Machine: &b})
}

// signal sends one to the life there is.
func (p *process) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(s)
	switch s {
	case syscall.SIGSTOP:
		p.stopped = true
	case syscall.SIGCONT:
		p.stopped = false
	}
}

func (p *process) wake() { p.signal(syscall.SIGCONT) }

// kill ends the life at once and waits until all it said was heard.
func (p *process) kill() bool {
	p.signal(syscall.SIGKILL)
	return p.wait(time.Minute)
}

// end has it stop in order, and reports whether it did.
func (p *process) end(within time.Duration) bool {
	p.wake()
	p.mu.Lock()
	if p.cmd != nil {
		_ = p.in.Close()
	}
	p.mu.Unlock()
	return p.wait(within)
}

func (p *process) wait(within time.Duration) bool {
	p.mu.Lock()
	gone, running := p.gone, p.cmd != nil
	p.mu.Unlock()
	if !running {
		return true
	}
	select {
	case <-gone:
		p.mu.Lock()
		defer p.mu.Unlock()
		p.cmd = nil
		return true
	case <-time.After(within):
		return false
	}
}

func (p *process) isUp() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil && p.up && !p.stopped
}
