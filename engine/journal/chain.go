package journal

import (
	"crypto/sha256"
	"fmt"
)

// Hash is what the next frame of a chain bears inside its bytes.
func Hash(frame []byte) [32]byte { return sha256.Sum256(frame) }

// Link is one kept frame of a chain: the bytes that were hashed, and what a
// store repeats of them.
type Link struct {
	Seq   int64
	Bytes []byte
	Hash  [32]byte
}

// Seal tells what a frame says of its own place in a chain: its number and the
// hash of the frame before it (zero for the first).
type Seal func(frame []byte) (seq int64, prev [32]byte, err error)

// ChainError names the first link of a chain that is not what it was.
type ChainError struct {
	Seq int64 // the number the link should have
	Why string
}

func (e *ChainError) Error() string { return fmt.Sprintf("entry %d: %s", e.Seq, e.Why) }

// Chain checks links one by one, in order. The zero Chain, with Seal set, is
// at the start of a chain. It keeps two values, whatever the length.
type Chain struct {
	Seal Seal
	seq  int64
	prev [32]byte
}

// Add checks the next link: its number follows the last one without a gap, the
// hash is that of its bytes, and the bytes bear the same number and the hash
// of the link before. The error is a *ChainError; the chain then stays where
// it was.
func (c *Chain) Add(l Link) error {
	want := c.seq + 1
	bad := func(why string) error { return &ChainError{Seq: want, Why: why} }
	if l.Seq != want {
		return bad(fmt.Sprintf("missing; number %d stands in its place", l.Seq))
	}
	if Hash(l.Bytes) != l.Hash {
		return bad("its bytes do not give its hash")
	}
	seq, prev, err := c.Seal(l.Bytes)
	if err != nil {
		return bad(err.Error())
	}
	if seq != l.Seq {
		return bad(fmt.Sprintf("its bytes say number %d", seq))
	}
	if prev != c.prev {
		return bad("its bytes do not bear the hash of the entry before it")
	}
	c.seq, c.prev = want, l.Hash
	return nil
}

// Seq returns the number of the last link, 0 before the first.
func (c *Chain) Seq() int64 { return c.seq }

// Head returns the hash of the last link, zero before the first.
func (c *Chain) Head() [32]byte { return c.prev }

// commitDomain keeps commitments apart from every other use of SHA-256.
const commitDomain = "motcua-commitment-1\n"

// Commit returns the salted commitment that stands in a journal for a value
// that must not: SHA-256 over a domain, the salt, the name and the value. The
// salt must be random and used for this value only; who has salt and value can
// check the commitment, who has neither learns nothing from it.
func Commit(salt [32]byte, name string, value []byte) [32]byte {
	return digest(commitDomain, salt, name, value)
}

// digestDomain keeps digests of commands apart from commitments.
const digestDomain = "motcua-command-1\n"

// Digest returns the salted digest of a command's content, by which the same
// command sent again is told from another under the same id.
func Digest(salt [32]byte, content []byte) [32]byte {
	return digest(digestDomain, salt, "", content)
}

func digest(domain string, salt [32]byte, name string, value []byte) (sum [32]byte) {
	h := sha256.New()
	w := Writer{b: make([]byte, 0, 64)}
	w.Item(1, name)
	h.Write([]byte(domain))
	h.Write(salt[:])
	h.Write(w.b)
	h.Write(value)
	h.Sum(sum[:0])
	return sum
}
