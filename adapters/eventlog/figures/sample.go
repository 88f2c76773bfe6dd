package figures

import (
	"math/big"
	"slices"
)

// Summary describes a sample. Quantiles are by nearest rank: the smallest
// value with at least that share of the sample at or below it.
type Summary struct {
	N    int   `json:"n"`
	Min  Float `json:"min"`
	Max  Float `json:"max"`
	Mean Float `json:"mean"`
	P05  Float `json:"p05"`
	P25  Float `json:"p25"`
	P50  Float `json:"p50"`
	P75  Float `json:"p75"`
	P90  Float `json:"p90"`
	P95  Float `json:"p95"`
	P99  Float `json:"p99"`
}

// A sample gathers microseconds.
type sample []int64

// Microseconds of the units in which samples are told.
const (
	second = 1_000_000
	day    = 86_400 * second
)

// summary sorts the sample and describes it in the given unit.
func (s sample) summary(unit int64) Summary {
	if len(s) == 0 {
		return Summary{}
	}
	slices.Sort(s)
	of := big.NewInt(unit)
	rank := func(p int) Float {
		return ratio(big.NewInt(s[(p*len(s)+99)/100-1]), of)
	}
	return Summary{
		N: len(s), Min: ratio(big.NewInt(s[0]), of), Max: rank(100), Mean: ratio(s.sum(), new(big.Int).Mul(of, big.NewInt(int64(len(s))))),
		P05: rank(5), P25: rank(25), P50: rank(50), P75: rank(75), P90: rank(90), P95: rank(95), P99: rank(99),
	}
}

// sum is exact: samples of some thousand years each may exceed an int64.
func (s sample) sum() *big.Int {
	var whole, rest int64
	for _, v := range s {
		whole += v / second
		rest += v % second
	}
	sum := big.NewInt(whole)
	return sum.Add(sum.Mul(sum, big.NewInt(second)), big.NewInt(rest))
}

// ratio is the float nearest to a/b.
func ratio(a, b *big.Int) Float {
	f, _ := new(big.Rat).SetFrac(a, b).Float64()
	return Float(f)
}
