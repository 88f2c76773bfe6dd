package casefile

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// childID derives the id of a child from its order, as a UUID of version 8: the
// first 16 bytes of the SHA-256 of "motcua-child-1", the parent's id, the
// child's name and the number of the visit, each ended by a zero byte, with
// version and variant set. So an order delivered twice names one case.
func childID(parent, name string, visit int) string {
	var text []byte
	for _, s := range [...]string{"motcua-child-1", parent, name, strconv.Itoa(visit)} {
		text = append(append(text, s...), 0)
	}
	sum := sha256.Sum256(text)
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	b := make([]byte, 0, 36)
	for i, part := range [...][]byte{sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, part)
	}
	return string(b)
}
