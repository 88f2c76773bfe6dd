package store

import "context"

// Checker is a store that can find what no read of [Store] meets and an audit
// must not miss: rows under a district that is not there, or columns that
// repeat something for the store's own use. A store whose form leaves no room
// for such rows has none. It is slow: it reads every key.
type Checker interface {
	// Check returns a *CorruptError that names the first such row, nil when
	// there is none.
	Check(ctx context.Context) error
}
