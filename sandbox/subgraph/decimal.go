package subgraph

import (
	"math/big"
	"strconv"
	"strings"
)

// precision is the number of significant digits that graph-node keeps of a BigDecimal.
const precision = 34

// decimal is n / 10^scale with at most 34 significant digits. The zero value is 0. It never changes.
type decimal struct {
	n     *big.Int
	scale int
}

// tokens gives whole tokens of an amount in wei.
func tokens(wei *big.Int) decimal { return decimal{wei, 18}.rounded() }

// decimalOf gives the shortest decimal that reads as a float.
func decimalOf(f float64) decimal {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	n, _ := new(big.Int).SetString(whole+fraction, 10)
	return decimal{n, len(fraction)}.rounded()
}

func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// rounded leaves 34 digits, halves away from zero.
func (d decimal) rounded() decimal {
	if d.n == nil {
		return decimal{new(big.Int), 0}
	}
	if d.n.BitLen() <= 112 { // less than 34 digits
		return d
	}
	excess := len(new(big.Int).Abs(d.n).String()) - precision
	if excess <= 0 {
		return d
	}
	return decimal{quotient(d.n, tenTo(excess)), d.scale - excess}
}

// quotient gives a/b rounded to a whole number, halves away from zero; b is above 0.
func quotient(a, b *big.Int) *big.Int {
	half := new(big.Int).Rsh(b, 1)
	if a.Sign() < 0 {
		half.Neg(half)
	}
	return half.Quo(half.Add(half, a), b)
}

// at gives n for a larger scale.
func (d decimal) at(scale int) *big.Int {
	d = d.rounded()
	return new(big.Int).Mul(d.n, tenTo(scale-d.scale))
}

func (d decimal) plus(other decimal) decimal {
	scale := max(d.scale, other.scale)
	return decimal{new(big.Int).Add(d.at(scale), other.at(scale)), scale}.rounded()
}

func (d decimal) times(other decimal) decimal {
	return decimal{new(big.Int).Mul(d.at(d.scale), other.at(other.scale)), d.scale + other.scale}.rounded()
}

// over divides by a decimal above 0.
func (d decimal) over(other decimal) decimal {
	const more = 2 * precision
	numerator := d.at(d.scale + more)
	return decimal{quotient(numerator, other.at(other.scale)), d.scale + more - other.scale}.rounded()
}

// String gives the plain notation without zeros at the end, as graph-node does.
func (d decimal) String() string {
	d = d.rounded()
	digits := new(big.Int).Abs(d.n).String()
	switch {
	case d.scale <= 0:
		digits += strings.Repeat("0", -d.scale)
	default:
		digits = strings.Repeat("0", max(d.scale+1-len(digits), 0)) + digits
		point := len(digits) - d.scale
		digits = strings.TrimRight(strings.TrimRight(digits[:point]+"."+digits[point:], "0"), ".")
	}
	if d.n.Sign() < 0 {
		return "-" + digits
	}
	if strings.Trim(digits, "0") == "" {
		return "0"
	}
	return digits
}
