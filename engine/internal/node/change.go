package node

import (
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// change is what a decision makes of the file.
func (f *file) change(d *casefile.Decision) (store.Change, error) {
	ch := store.Change{Expect: f.c.Seq}
	head := f.head
	for i := range d.Entries {
		rec, err := record.Of(head, &d.Entries[i])
		if err != nil {
			return ch, err
		}
		head = rec.Hash
		ch.Entries = append(ch.Entries, rec)
	}
	var err error
	ch.Row, err = record.Row(d.After(), head)
	ch.Row.Wake = d.Wake
	return ch, err
}
