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
	// microseconds. A store with a virtual clock is asked instead. Nil:
	// time.Now.
	Now func() time.Time
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
	return c
}

func (c Config) validate() error {
	if c.Store == nil {
		return &Error{Kind: ErrInvalid, Says: say("thiếu nơi lưu trữ", "no store"), Hint: say("đặt Config.Store", "set Config.Store")}
	}
	if c.Poll < 0 || c.Batch < 0 || c.Retries < 0 {
		return &Error{Kind: ErrInvalid, Says: say("Poll, Batch, Retries không được âm", "Poll, Batch and Retries cannot be negative")}
	}
	return nil
}
