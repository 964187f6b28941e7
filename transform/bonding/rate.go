package bonding

import "github.com/holiman/uint256"

// seeRate checks the treasury's part of a reward against its rate. A rate that no log states is known by what it led to:
// each reward bounds it, and the roundest number within the bounds is taken.
func (l *Ledger) seeRate(a *account, gross, part *uint256.Int) error {
	r := &l.parameters.rate
	if r.isKnown && !r.isSeen {
		want := l.p27(gross, &r.value)
		return l.sameAmount(a, "the treasury's LPT wei", &want, part)
	}
	if gross.IsZero() {
		return nil
	}
	least, most := l.rateBounds(gross, part)
	if !r.isSeen {
		r.least, r.most, r.isSeen = least, most, true
	}
	if least.Gt(&r.least) {
		r.least = least
	}
	if most.Lt(&r.most) {
		r.most = most
	}
	if r.least.Gt(&r.most) {
		return l.refuse(a, "the treasury's part of %s LPT wei is of another rate than that of the rewards before it", part.Dec())
	}
	r.value, r.isKnown = roundest(&r.least, &r.most), true
	if next := &l.parameters.nextRate; next.follows {
		next.parameter = r.parameter
	}
	return nil
}

// rateBounds gives the least and the greatest rate of which part is the floor: part <= gross·rate/1e27 < part + 1.
func (l *Ledger) rateBounds(gross, part *uint256.Int) (least, most uint256.Int) {
	least = l.mulDiv(part, &l.per27, gross)
	if back := l.p27(gross, &least); back.Lt(part) {
		least.AddUint64(&least, 1)
	}
	next := *part
	next.AddUint64(&next, 1)
	most = l.mulDiv(&next, &l.per27, gross)
	if back := l.p27(gross, &most); back.Gt(part) {
		most.SubUint64(&most, 1)
	}
	return least, most
}

// roundest gives the number between two that ends in the most zeros.
func roundest(least, most *uint256.Int) uint256.Int {
	ten := uint256.NewInt(10)
	unit := uint256.NewInt(1)
	best := *least
	for !unit.Gt(most) {
		var up uint256.Int
		up.Add(least, unit)
		up.SubUint64(&up, 1)
		up.Div(&up, unit)
		up.Mul(&up, unit)
		if up.Gt(most) {
			break
		}
		best = up
		unit.Mul(unit, ten)
	}
	return best
}
