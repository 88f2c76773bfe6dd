package memory

import (
	"testing"

	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB, virtual bool) store.Store {
		return New(Config{Virtual: virtual})
	}, storetest.Capabilities{})
}
