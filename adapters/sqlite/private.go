package sqlite

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

type privateRow struct {
	Seq   int64  `db:"seq"`
	Name  string `db:"name"`
	Salt  []byte `db:"salt"`
	Value []byte `db:"value"`
}

// Private implements [store.Privates].
func (s *Store) Private(ctx context.Context, name string, id uuid.UUID) ([]store.Private, error) {
	district, err := s.id(ctx, name)
	if err != nil {
		return nil, ignore(err)
	}
	var rows []privateRow
	if err := s.all(ctx, &rows, sqlPrivate, district, id[:]); err != nil {
		return nil, err
	}
	var all []store.Private
	for _, r := range rows {
		all = append(all, store.Private{Seq: r.Seq, Name: r.Name, Salt: r.Salt, Value: r.Value})
	}
	return all, nil
}

// Erase implements [store.Privates]. Freed pages are overwritten, and the WAL,
// which holds older copies of them, is emptied into the file.
func (s *Store) Erase(ctx context.Context, name string, id uuid.UUID, names ...string) (int, error) {
	erased := 0
	err := s.write(ctx, func(t *tx) error {
		d, err := t.district(name)
		if err != nil {
			return ignore(err)
		}
		if len(names) == 0 {
			n, err := t.exec(sqlErase, d.ID, id[:])
			erased = int(n)
			return err
		}
		for _, field := range names {
			n, err := t.exec(sqlEraseName, d.ID, id[:], field)
			if err != nil {
				return err
			}
			erased += int(n)
		}
		return nil
	})
	if err != nil || erased == 0 {
		return 0, err
	}
	return erased, s.emptyWAL(ctx)
}

// emptyWAL moves the WAL into the file and cuts it to nothing. A reader that
// holds an old snapshot for longer than the busy timeout makes it fail: the
// values are erased, their old copies leave with the next checkpoint.
func (s *Store) emptyWAL(ctx context.Context) error {
	release, err := s.turn(ctx)
	if err != nil {
		return err
	}
	defer release()
	var busy, frames, moved int
	row := s.conn.QueryRowContext(context.WithoutCancel(ctx), "pragma wal_checkpoint(truncate)")
	if err := row.Scan(&busy, &frames, &moved); err != nil {
		return translate(err)
	}
	if busy != 0 {
		return fmt.Errorf("%w: erased, but a reader keeps the WAL with the old bytes", store.ErrUnavailable)
	}
	return nil
}
