package bench

import (
	"encoding/binary"
	"os"
	"sync"
)

// walFile counts what SQLite appends to the log of a database, by the number
// of the log's last frame, which stands in its index beside the file. Asked
// after every commit it misses none: a log that begins anew counts from 1.
type walFile struct {
	path string

	mu    sync.Mutex
	index *os.File
	last  uint32
	bytes int64
}

// frameHead is the header of a frame; a page follows.
const frameHead = 24

// begin starts to count, from where the log is now.
func (w *walFile) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index != nil {
		_ = w.index.Close() // only read
		w.index = nil
	}
	_, w.last = w.frame()
	w.bytes = 0
}

// look counts what was appended since it looked last.
func (w *walFile) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	page, frame := w.frame()
	grown := frame - w.last
	if frame < w.last {
		grown = frame
	}
	w.last = frame
	w.bytes += int64(grown) * (frameHead + page)
}

// counted is how many bytes that were.
func (w *walFile) counted() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.bytes
}

// frame reads the size of a page and the number of the last frame: zeros while
// there is no log.
func (w *walFile) frame() (page int64, frame uint32) {
	if w.index == nil {
		f, err := os.Open(w.path + "-shm")
		if err != nil {
			return 0, 0
		}
		w.index = f
	}
	var head [6]byte
	if _, err := w.index.ReadAt(head[:], 14); err != nil {
		return 0, 0
	}
	if page = int64(binary.NativeEndian.Uint16(head[:])); page == 1 {
		page = 1 << 16
	}
	return page, binary.NativeEndian.Uint32(head[2:])
}

// close frees the index.
func (w *walFile) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index != nil {
		_ = w.index.Close()
	}
}
