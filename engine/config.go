package engine

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/store"
)

// Defaults of Config.
const (
	// DefaultPoll is how long Run sleeps at most before it looks at the store
	// again: what another process committed is seen by then.
	DefaultPoll = time.Second
	// DefaultBatch is how many due cases a sweep reads at a time.
	DefaultBatch = 500
	// DefaultRetries is how often a command that was overtaken is decided again.
	DefaultRetries = 64
	// DefaultCommitters is how many batches of changes are committed at a time
	// under load.
	DefaultCommitters = 2
	// DefaultLease is how long an engine has a district's background work to
	// itself before it must say again that it is alive.
	DefaultLease = 5 * time.Second
	// DefaultSkew is how far apart the clocks of this machine and of the
	// store's may be.
	DefaultSkew = 2 * time.Second
)

// Config says what an Engine works with.
type Config struct {
	// Store keeps everything. Required. The engine does not close it.
	Store store.Store
	// Procedures finds the file of a procedure by name, for those that the
	// store does not hold yet. It returns an error that is fs.ErrNotExist, or
	// nil bytes, when there is none. Nil: only what was published is known.
	Procedures func(name string) ([]byte, error)
	// Calendars finds a base calendar by the name that district files use. Nil:
	// no district file can be loaded.
	Calendars func(name string) (*calendar.Calendar, error)
	// Now is the wall clock. It is read once for each command, in UTC, cut to
	// microseconds. A store with a virtual clock is asked instead; with one on a
	// machine of its own, decisions go by its wall clock and this is what it is
	// compared with. Nil: time.Now.
	Now func() time.Time
	// Skew is how far apart the two may be before nothing is decided here. 0:
	// DefaultSkew. Negative: the store's is not looked at, and Now decides.
	Skew time.Duration
	// Log gets one record for each failure that nobody is told of otherwise
	// (those of Run), without personal data. Nil: silence.
	Log *slog.Logger
	// Random makes ids and salts. Nil: crypto/rand. With anything else salts
	// can be guessed: only for simulations that must repeat.
	Random io.Reader
	// Poll is how long Run sleeps at most. 0: DefaultPoll.
	Poll time.Duration
	// Batch is how many due cases a sweep reads at a time. 0: DefaultBatch.
	Batch int
	// Retries is how often a command that others overtook between load and
	// commit is decided again before ErrConflict. 0: DefaultRetries.
	Retries int
	// Committers is how many batches of changes are committed at a time when
	// many wait. 0: DefaultCommitters.
	Committers int
	// Lease is how long a district's lease for background work lasts, at least
	// a second or so. 0: DefaultLease.
	Lease time.Duration
}

func (c Config) withDefaults() Config {
	if c.Procedures == nil {
		c.Procedures = func(string) ([]byte, error) { return nil, nil }
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Poll == 0 {
		c.Poll = DefaultPoll
	}
	if c.Batch == 0 {
		c.Batch = DefaultBatch
	}
	if c.Retries == 0 {
		c.Retries = DefaultRetries
	}
	if c.Committers == 0 {
		c.Committers = DefaultCommitters
	}
	if c.Lease == 0 {
		c.Lease = DefaultLease
	}
	if c.Skew == 0 {
		c.Skew = DefaultSkew
	}
	return c
}

func (c Config) validate() error {
	if c.Store == nil {
		return &Error{Kind: ErrInvalid, Says: say("thiếu nơi lưu trữ", "no store"), Hint: say("đặt Config.Store", "set Config.Store")}
	}
	if c.Poll < 0 || c.Batch < 0 || c.Retries < 0 || c.Committers < 0 || c.Lease < 0 {
		return &Error{Kind: ErrInvalid, Says: say("Poll, Batch, Retries, Committers, Lease không được âm", "Poll, Batch, Retries, Committers and Lease cannot be negative")}
	}
	return nil
}
