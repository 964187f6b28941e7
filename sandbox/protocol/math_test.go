package protocol

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// whole draws amounts of up to 40 million tokens in wei.
var whole = rapid.Custom(func(t *rapid.T) *big.Int {
	high := rapid.Uint64Max(4e7).Draw(t, "tokens")
	low := rapid.Uint64Max(1e18-1).Draw(t, "wei")
	return plus(new(big.Int).Mul(number(high), number(1e18)), number(low))
})

// TestPartsAreFloored states what the contracts' fractions guarantee: never more than the exact part, and less by no
// more than what the truncated share of the whole loses, and one.
func TestPartsAreFloored(t *testing.T) {
	for _, c := range []struct {
		name string
		of   func(x, a, b *big.Int) *big.Int
		unit *big.Int
	}{{"of9", of9, perBillion}, {"of27", of27, per27}} {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				x, a := whole.Draw(t, "x"), whole.Draw(t, "a")
				b := plus(whole.Draw(t, "b"), number(1))
				got, exact := c.of(x, a, b), over(x, a, b)
				if exact.Cmp(got) < 0 {
					t.Fatalf("%s(%s, %s, %s) = %s is more than %s", c.name, x, a, b, got, exact)
				}
				most := plus(new(big.Int).Quo(x, c.unit), number(2))
				if lost := minus(exact, got); lost.Cmp(most) > 0 {
					t.Fatalf("%s(%s, %s, %s) loses %s, at most %s", c.name, x, a, b, lost, most)
				}
			})
		})
	}
}

// TestCutsSplitEverything states that a cut and its rest are the whole.
func TestCutsSplitEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := whole.Draw(t, "x")
		n := number(rapid.Uint64Max(1e6).Draw(t, "ppm"))
		cut := pct6(x, n)
		rest := minus(x, cut)
		if cut.Sign() < 0 || rest.Sign() < 0 {
			t.Fatalf("%s of %s leaves %s", cut, x, rest)
		}
		if exact := new(big.Int).Mul(x, n); new(big.Int).Mul(cut, perMillion).Cmp(exact) > 0 {
			t.Fatalf("cut %s of %s is more than %s ppm", cut, x, n)
		}
	})
}

// TestFloorsByHand compares with parts worked out by hand.
func TestFloorsByHand(t *testing.T) {
	n := func(s string) *big.Int {
		v, ok := new(big.Int).SetString(s, 10)
		if !ok {
			t.Fatalf("%q is no number", s)
		}
		return v
	}
	for _, c := range []struct {
		name      string
		got, want *big.Int
	}{
		// A third in parts per billion is 333333333, whatever the amount.
		{"of9", of9(n("3000000000000000000"), n("1"), n("3")), n("999999999000000000")},
		// A third in parts per 1e27 loses 1 wei in 3e18 of them.
		{"of27", of27(n("3000000000000000000"), n("1"), n("3")), n("999999999999999999")},
		{"of27 of all", of27(n("12345"), n("7"), n("7")), n("12345")},
		{"pct6", pct6(n("1999999"), n("500000")), n("999999")},
		{"cut27", cut27(n("19"), tenTo(26)), n("1")},
	} {
		if c.got.Cmp(c.want) != 0 {
			t.Errorf("%s gives %s, want %s", c.name, c.got, c.want)
		}
	}
}
