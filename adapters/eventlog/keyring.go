package eventlog

import (
	"maps"
	"slices"
)

// keyring knows which keys of event attributes are wanted, and which were met.
type keyring struct {
	only []string            // nil: all are wanted
	met  []bool              // by only
	all  map[string]struct{} // the others that were met
}

// What a file may make us remember of its keys.
const (
	keysMost = 10_000
	keysLong = 1 << 10
)

func newKeyring(only []string) *keyring {
	return &keyring{only: only, met: make([]bool, len(only)), all: map[string]struct{}{}}
}

// note remembers a key and says whether it is wanted.
func (k *keyring) note(key []byte) bool {
	for i, o := range k.only {
		if string(key) == o {
			k.met[i] = true
			return true
		}
	}
	if _, ok := k.all[string(key)]; !ok && len(k.all) < keysMost && len(key) <= keysLong {
		k.all[string(key)] = struct{}{}
	}
	return k.only == nil
}

func (k *keyring) has(key string) bool {
	if i := slices.Index(k.only, key); i >= 0 && k.met[i] {
		return true
	}
	_, ok := k.all[key]
	return ok
}

func (k *keyring) sorted() []string {
	keys := slices.Collect(maps.Keys(k.all))
	for i, o := range k.only {
		if k.met[i] {
			keys = append(keys, o)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
