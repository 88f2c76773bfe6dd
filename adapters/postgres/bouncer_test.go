package postgres

import (
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/storetest"
)

// TestStoreThroughAPooler runs the suite through pgbouncer in transaction
// mode, where consecutive statements of a connection may run in different
// sessions. The URL is that of a member of the application role.
func TestStoreThroughAPooler(t *testing.T) {
	own := address(fresh(t, false))
	pooled := pgtest.Bouncer(t, own, userOf(t, login(t, own, "in role motcua_app")))
	for _, c := range storetest.Checks() {
		if c.Random { // it would only repeat, slowly, what the others do
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			empty(t, own)
			var s store.Store = reach(t, pooled, c.Virtual)
			c.Run(t, s)
		})
	}
}
