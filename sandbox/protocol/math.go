package protocol

import "math/big"

// The units of the contracts' fractions: parts per million (cuts of orchestrators, quorum), parts per billion (the
// Minter), and parts per 1e27 (cumulative factors, the treasury's cut).
var (
	perMillion = big.NewInt(1e6)
	perBillion = big.NewInt(1e9)
	per27      = new(big.Int).Exp(big.NewInt(10), big.NewInt(27), nil)
)

// zero is the value of everything that was never written.
var zero = new(big.Int)

func plus(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }

// minus gives a - b. The contracts revert below zero; callers have checked.
func minus(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

// over gives floor(a·b / c).
func over(a, b, c *big.Int) *big.Int {
	product := new(big.Int).Mul(a, b)
	return product.Quo(product, c)
}

// pct6 takes a part in parts per million: floor(x·n / 1e6). (MathUtils.percOf)
func pct6(x, n *big.Int) *big.Int { return over(x, n, perMillion) }

// of9 takes the part a/b of x as the Minter does: floor(x · floor(a·1e9 / b) / 1e9). (MathUtilsV2.percOf)
func of9(x, a, b *big.Int) *big.Int { return over(x, over(a, perBillion, b), perBillion) }

// of27 takes the part a/b of x with two floors: floor(x · floor(a·1e27 / b) / 1e27). (PreciseMathUtils.percOf)
func of27(x, a, b *big.Int) *big.Int { return over(x, over(a, per27, b), per27) }

// cut27 takes a part in parts per 1e27: floor(x·n / 1e27).
func cut27(x, n *big.Int) *big.Int { return over(x, n, per27) }

func isZero(x *big.Int) bool { return x.Sign() == 0 }

// less tells whether a < b.
func less(a, b *big.Int) bool { return a.Cmp(b) < 0 }

func number(n uint64) *big.Int { return new(big.Int).SetUint64(n) }

func smaller(a, b *big.Int) *big.Int {
	if less(a, b) {
		return a
	}
	return b
}
