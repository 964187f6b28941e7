package graphnode

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// order is the rows of a table in the order of a steady field, and of the id where that is the same.
type order struct {
	field *fieldType
	rows  []*row
}

// extended gives the order of all rows, from one of the first of them.
func (o *order) extended(f *fieldType, all []*row) *order {
	var known []*row
	if o != nil {
		known = o.rows
	}
	fresh := slices.Clone(all[len(known):])
	next := &order{field: f}
	slices.SortFunc(fresh, next.compare)
	next.rows = make([]*row, 0, len(all))
	for len(known) > 0 && len(fresh) > 0 {
		if next.compare(known[0], fresh[0]) <= 0 {
			next.rows, known = append(next.rows, known[0]), known[1:]
		} else {
			next.rows, fresh = append(next.rows, fresh[0]), fresh[1:]
		}
	}
	next.rows = append(append(next.rows, known...), fresh...)
	return next
}

func (o *order) compare(a, b *row) int {
	return cmp.Or(o.field.compare(o.value(a), o.value(b)), strings.Compare(a.id.(string), b.id.(string)))
}

func (o *order) value(r *row) any {
	if o.field.at == idCell {
		return r.id
	}
	return r.lasting()[o.field.at]
}

// between gives the rows whose value lies within bounds, which belong to them. A bound of nil is none.
func (o *order) between(low, high any) []*row {
	from, to := 0, len(o.rows)
	if low != nil {
		from = sort.Search(len(o.rows), func(i int) bool { return o.field.compare(o.value(o.rows[i]), low) >= 0 })
	}
	if high != nil {
		to = sort.Search(len(o.rows), func(i int) bool { return o.field.compare(o.value(o.rows[i]), high) > 0 })
	}
	return o.rows[from:max(from, to)]
}

// within gives the rows that a span leaves over, in pieces that are each in order.
func (o *order) within(s span) [][]*row {
	if !s.isPoints {
		return [][]*row{o.between(s.low, s.high)}
	}
	points := slices.SortedFunc(slices.Values(s.points), o.field.compare)
	var pieces [][]*row
	for _, point := range slices.Compact(points) {
		pieces = append(pieces, o.equal(point))
	}
	return pieces
}

// equal gives the rows of one value, which may be none at all.
func (o *order) equal(point any) []*row {
	if point != nil {
		return o.between(point, point)
	}
	from := sort.Search(len(o.rows), func(i int) bool { return o.value(o.rows[i]) == nil })
	return o.rows[from:]
}
