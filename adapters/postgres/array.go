package postgres

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

// array is a one-dimensional array in the wire format of PostgreSQL. It is
// sent as it stands: no text, no quoting, a quarter less work.
type array struct {
	of    oid.Oid
	n     uint32
	nulls uint32 // 1 when an element is NULL
	body  []byte
}

// bytes is the parameter. Header: dimensions, nulls, element type, length,
// lower bound.
func (a *array) bytes() []byte {
	head := make([]byte, 0, 20+len(a.body))
	for _, v := range []uint32{1, a.nulls, uint32(a.of), a.n, 1} {
		head = binary.BigEndian.AppendUint32(head, v)
	}
	return append(head, a.body...)
}

func (a *array) size(n int) {
	a.n++
	a.body = binary.BigEndian.AppendUint32(a.body, uint32(n))
}

func (a *array) null() {
	a.nulls = 1
	a.size(-1)
}

func (a *array) int(v int64) {
	a.size(8)
	a.body = binary.BigEndian.AppendUint64(a.body, uint64(v))
}

func (a *array) text(s string) {
	a.size(len(s))
	a.body = append(a.body, s...)
}

func (a *array) blob(b []byte) {
	a.size(len(b))
	a.body = append(a.body, b...)
}

// id adds an id; uuid.Nil is NULL.
func (a *array) id(u uuid.UUID) {
	if u == uuid.Nil {
		a.null()
		return
	}
	a.blob(u[:])
}

// epoch is where the server counts its microseconds from: 2000-01-01, UTC.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

// bound adds an instant after which something begins; the zero time is
// before all others.
func (a *array) bound(t time.Time) {
	if t.IsZero() {
		a.int(math.MinInt64) // -infinity
		return
	}
	a.instant(t)
}

// instant adds an instant; the zero time is NULL.
func (a *array) instant(t time.Time) {
	if t.IsZero() {
		a.null()
		return
	}
	a.int(t.UnixMicro() - epoch)
}

// ints is an array of whole numbers as the server writes it: {1,2,3}.
type ints []int64

// Scan implements [sql.Scanner].
func (a *ints) Scan(value any) error {
	b, ok := value.([]byte)
	if !ok || len(b) < 2 || b[0] != '{' {
		return fmt.Errorf("%w: %T where an array of numbers was asked for", store.ErrCorrupt, value)
	}
	*a = make(ints, 0, len(b)/2)
	n, sign := int64(0), int64(1)
	for _, c := range b[1:] {
		switch {
		case c == '-':
			sign = -1
		case c >= '0' && c <= '9':
			n = 10*n + int64(c-'0')
		case c == ',' || c == '}':
			*a = append(*a, sign*n)
			n, sign = 0, 1
		default:
			return fmt.Errorf("%w: %.40q is no array of numbers", store.ErrCorrupt, b)
		}
	}
	return nil
}
