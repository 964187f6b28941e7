package bonding

import "github.com/holiman/uint256"

// arithmetic does the contracts' divisions. Every result is the floor. A result that needs more than 256 bits, or a division by
// 0, sets broken, which the ledger turns into an error: no history of the contracts leads there.
type arithmetic struct {
	per6, per9, per27 uint256.Int
	broken            bool
}

func newArithmetic() arithmetic {
	var m arithmetic
	m.per6.SetUint64(1_000_000)
	m.per9.SetUint64(1_000_000_000)
	m.per27.Mul(uint256.NewInt(1_000_000_000_000_000_000), &m.per9)
	return m
}

// mulDiv gives x·y/z.
func (m *arithmetic) mulDiv(x, y, z *uint256.Int) (r uint256.Int) {
	if z.IsZero() {
		m.broken = true
		return r
	}
	if x.BitLen()+y.BitLen() <= 256 { // the product fits: a quicker division gives the same
		r.Mul(x, y)
		r.Div(&r, z)
		return r
	}
	if _, overflow := r.MulDivOverflow(x, y, z); overflow {
		m.broken = true
	}
	return r
}

// ppm gives x·n/1e6. (MathUtils.percOf)
func (m *arithmetic) ppm(x *uint256.Int, n uint64) uint256.Int {
	return m.mulDiv(x, uint256.NewInt(n), &m.per6)
}

// p27 gives x·n/1e27. (PreciseMathUtils.percOf with a rate)
func (m *arithmetic) p27(x, n *uint256.Int) uint256.Int { return m.mulDiv(x, n, &m.per27) }

// share27 gives x·(a·1e27/b)/1e27, with both floors. (PreciseMathUtils.percOf with a fraction)
func (m *arithmetic) share27(x, a, b *uint256.Int) uint256.Int {
	points := m.mulDiv(a, &m.per27, b)
	return m.mulDiv(x, &points, &m.per27)
}

// share9 gives x·(a·1e9/b)/1e9, with both floors: the Minter's precision. (MathUtilsV2.percOf with a fraction)
func (m *arithmetic) share9(x, a, b *uint256.Int) uint256.Int {
	points := m.mulDiv(a, &m.per9, b)
	return m.mulDiv(x, &points, &m.per9)
}

// add gives x + y.
func (m *arithmetic) add(x, y *uint256.Int) (r uint256.Int) {
	if _, overflow := r.AddOverflow(x, y); overflow {
		m.broken = true
	}
	return r
}

// sub gives x - y.
func (m *arithmetic) sub(x, y *uint256.Int) (r uint256.Int) {
	if _, underflow := r.SubOverflow(x, y); underflow {
		m.broken = true
	}
	return r
}

// less0 gives x - y, or 0 if y is greater.
func less0(x, y *uint256.Int) (r uint256.Int) {
	if x.Gt(y) {
		r.Sub(x, y)
	}
	return r
}
