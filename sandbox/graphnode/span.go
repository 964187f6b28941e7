package graphnode

import "slices"

// span is what a condition leaves of a field's values: those between two bounds, which belong to it and are nil if there
// is none, or those of a list. It may hold more than the condition allows, never less.
type span struct {
	low, high any
	points    []any
	isPoints  bool
}

// free tells whether the span leaves everything.
func (s span) free() bool { return !s.isPoints && s.low == nil && s.high == nil }

// both gives a span of what two conditions allow that hold together.
func both(f *fieldType, a, b span) span {
	switch {
	case a.isPoints && b.isPoints && len(b.points) < len(a.points):
		return b
	case a.isPoints:
		return a
	case b.isPoints:
		return b
	}
	if a.low == nil || b.low != nil && f.compare(b.low, a.low) > 0 {
		a.low = b.low
	}
	if a.high == nil || b.high != nil && f.compare(b.high, a.high) < 0 {
		a.high = b.high
	}
	return a
}

// either gives a span of what two conditions allow of which one holds.
func either(f *fieldType, a, b span) span {
	if a.isPoints && b.isPoints {
		return span{points: append(slices.Clone(a.points), b.points...), isPoints: true}
	}
	a, b = a.bounds(f), b.bounds(f)
	if a.low != nil && (b.low == nil || f.compare(b.low, a.low) < 0) {
		a.low = b.low
	}
	if a.high != nil && (b.high == nil || f.compare(b.high, a.high) > 0) {
		a.high = b.high
	}
	return a
}

// bounds gives a span of bounds that holds at least the same.
func (s span) bounds(f *fieldType) span {
	if !s.isPoints || len(s.points) == 0 || slices.Contains(s.points, nil) {
		return span{low: s.low, high: s.high}
	}
	return span{low: slices.MinFunc(s.points, f.compare), high: slices.MaxFunc(s.points, f.compare)}
}
