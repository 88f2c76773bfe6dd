package faultstore_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/faultstore"
	"github.com/motcua/motcua/engine/store/storetest"
)

// A wrapped store without a fault is a store.
func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB, virtual bool) store.Store {
		return faultstore.Wrap(memory.New(memory.Config{Virtual: virtual}))
	}, storetest.Capabilities{})
}

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func register() []store.RegisterRecord {
	return []store.RegisterRecord{{Position: 1, At: start, Kind: "unit", Bytes: []byte("x")}}
}

func registered(ctx context.Context, s store.Store) int {
	n := 0
	for _, err := range s.Register(ctx, "d1", 0) {
		if err == nil {
			n++
		}
	}
	return n
}

func TestTheNthCallFails(t *testing.T) {
	for name, c := range map[string]struct {
		fault faultstore.Fault
		left  int // records there afterwards
	}{
		"before its effect": {faultstore.Fault{Call: 2}, 0},
		"after its effect":  {faultstore.Fault{Call: 2, After: true}, 1},
	} {
		for _, hang := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
				defer cancel()
				f := faultstore.Wrap(memory.New(memory.Config{}))
				c.fault.Hang = hang
				f.Inject(c.fault)
				if _, err := f.Districts(ctx); err != nil || f.Struck() {
					t.Fatalf("the first call: %v, struck %v", err, f.Struck())
				}
				err := f.Append(ctx, "d1", 0, register())
				if !errors.Is(err, faultstore.ErrInjected) || !errors.Is(err, store.ErrUnavailable) || !f.Struck() {
					t.Fatalf("the second call: %v, struck %v", err, f.Struck())
				}
				if hang != errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("hang %v, error %v", hang, err)
				}
				if got := registered(context.Background(), f); got != c.left {
					t.Fatalf("%d records afterwards, want %d", got, c.left)
				}
				if want := []string{"Districts", "Append", "Register"}; !slices.Equal(f.Calls(), want) {
					t.Fatalf("calls %q, want %q", f.Calls(), want)
				}
			})
		}
	}
}

func TestOneMethodCountsOrALastingFault(t *testing.T) {
	ctx := context.Background()
	f := faultstore.Wrap(memory.New(memory.Config{}))
	f.Inject(faultstore.Fault{Op: "Append", Call: 1, Lasting: true})
	if _, err := f.Districts(ctx); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := f.Append(ctx, "d1", 0, register()); !errors.Is(err, faultstore.ErrInjected) {
			t.Fatalf("error %v, want the injected one", err)
		}
	}
	f.Inject(faultstore.Fault{})
	if err := f.Append(ctx, "d1", 0, register()); err != nil {
		t.Fatal(err)
	}
}

// Every method of the port can fail: none is passed through by mistake.
func TestEveryMethodFails(t *testing.T) {
	port := reflect.TypeFor[store.Store]()
	for i := range port.NumMethod() {
		m := port.Method(i)
		if m.Name == "Close" {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			f := faultstore.Wrap(memory.New(memory.Config{}))
			f.Inject(faultstore.Fault{Call: 1})
			fn := reflect.ValueOf(f).MethodByName(m.Name)
			in := []reflect.Value{reflect.ValueOf(context.Background())}
			for k := 1; k < fn.Type().NumIn() && (!fn.Type().IsVariadic() || k < fn.Type().NumIn()-1); k++ {
				in = append(in, reflect.Zero(fn.Type().In(k)))
			}
			out := fn.Call(in)
			var err error
			switch last := out[len(out)-1].Interface().(type) {
			case error:
				err = last
			default: // a stream
				for _, v := range out[len(out)-1].Seq2() {
					err, _ = v.Interface().(error)
				}
			}
			if !errors.Is(err, faultstore.ErrInjected) || !slices.Equal(f.Calls(), []string{m.Name}) {
				t.Fatalf("error %v, calls %q", err, f.Calls())
			}
		})
	}
}
