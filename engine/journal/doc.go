// Package journal knows bytes: the canonical form in which entries are
// written, the chain of hashes over them, and salted commitments to what must
// not stand in them. It does not know what an entry means; package casefile
// and package register write theirs with it.
//
// # Canonical form, version 1
//
//	frame   = version field*
//	version = 0x01
//	field   = tag length payload
//	tag     = uvarint, at least 1; fields stand in ascending order of tag,
//	          a list repeats its tag once for each element
//	length  = uvarint, of payload in bytes
//	payload = uvarint | zigzag varint | UTF-8 text | 32 bytes | 0x01 (true)
//	        | field* (a group)
//
// Varints are minimal (as in protocol buffers, little-endian groups of seven
// bits). An instant is the zigzag varint of its microseconds since 1970 UTC.
// A field with the default value (0, "", false, no instant, 32 zero bytes, an
// empty group that is no list element) is not written, so a field added later
// leaves the bytes of all earlier frames as they were. There is one sequence of
// bytes for one content, and Reader refuses every other.
//
//	w := journal.NewWriter(nil)
//	w.Text(1, "moved")
//	w.Int(2, 7)
//	hash := journal.Hash(w.Bytes())
package journal
