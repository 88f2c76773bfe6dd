package postgres

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"
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
