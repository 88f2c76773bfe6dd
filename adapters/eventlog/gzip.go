package eventlog

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// plain gives the bytes of a log, decompressed when the first two say gzip.
func plain(r io.Reader, l Limits) (io.Reader, error) {
	br := bufio.NewReaderSize(r, 64<<10)
	head, err := br.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, because(err, "không đọc được tệp", "cannot read the file")
	}
	if len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b {
		return &limited{r: br, left: l.Total, total: l.Total}, nil
	}
	packed := &counted{r: br}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, because(err, "tệp gzip hỏng", "the gzip file is damaged")
	}
	return &limited{r: &gunzip{z: z, packed: packed, ratio: l.Ratio}, left: l.Total, total: l.Total}, nil
}

// counted counts what passes, and lets gzip read bytes from its buffer.
type counted struct {
	r *bufio.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// gunzip turns errors of decompression into ours, and stops when the file
// swells without measure.
type gunzip struct {
	z      *gzip.Reader
	packed *counted
	out    int64
	ratio  int64
}

// calm is what may come out before the ratio is watched.
const calm = 16 << 20

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	g.out += int64(n)
	if g.out > calm && g.out/g.ratio > g.packed.n {
		return 0, fault("tệp nén nở ra hơn %d lần sau %d byte: có thể là bom nén", "the file swells more than %d times after %d compressed bytes: this may be a bomb", g.ratio, g.packed.n)
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, fault("tệp nén bị cắt cụt ở byte %d", "the compressed file is cut off at byte %d", g.packed.n)
	}
	return n, because(err, "tệp gzip hỏng", "the gzip file is damaged")
}

// limited refuses to give more than total bytes.
type limited struct {
	r           io.Reader
	left, total int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 { // one more, to see whether there is one
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, fault("tệp dài quá %d byte", "the file is longer than %d bytes", l.total)
	}
	return n, err
}
