package graphnode

import (
	"cmp"
	"slices"
	"strings"
)

// found is an entity of a list, and the value that it is ordered by.
type found struct {
	view
	key any
}

// list gives the page that a listing asks for, out of the entities that fulfil a further condition for their type.
func (x *execution) list(l *listing, further func(member *entityType) condition) ([]found, error) {
	if x.ctx.Err() != nil {
		return nil, nodef("Query timed out")
	}
	var rows []found
	for _, member := range l.typ.members {
		where := l.where[member]
		if further != nil {
			where = allOf{further(member), where}
		}
		rows = append(rows, x.head(l, member, where)...)
	}
	if len(l.typ.members) > 1 {
		l.sort(rows)
	}
	rows = rows[min(l.skip, len(rows)):]
	rows = rows[:min(l.first, len(rows))]
	if x.timeoutRows > 0 && len(rows) > x.timeoutRows {
		return nil, nodef("Query timed out")
	}
	return rows, x.count(len(rows))
}

// sortingCost is how many rows can be walked over in the time that it takes to sort one.
const sortingCost = 4

// head gives the first entities of one type that a listing can ask for, in its order. Either the rows that a condition
// leaves are sorted, or all are walked over in the order that is kept of them, whichever is less work if what is looked
// for is spread evenly.
func (x *execution) head(l *listing, member *entityType, where condition) []found {
	t := x.store.tables[member]
	pieces, left := x.narrowest(t, where)
	want := l.skip + l.first
	by := member.named[l.order.field.name]
	if l.order.of == nil && t.steady(by) {
		kept := t.order(by).within(where.span(x, by))
		if min(size(kept), want*len(t.rows)/max(left, 1)) <= sortingCost*left {
			return x.walk(t, kept, by, where, l.descending, want)
		}
	}
	var rows []found
	for _, v := range x.holding(t, pieces, where) {
		rows = append(rows, found{v, x.key(l.order, v)})
	}
	l.sort(rows)
	return rows[:min(want, len(rows))]
}

// walk gives the first entities that fulfil a condition out of rows that are in order.
func (x *execution) walk(t *table, pieces [][]*row, by *fieldType, where condition, backwards bool, want int) []found {
	var rows []found
	for p := range pieces {
		if backwards {
			p = len(pieces) - 1 - p
		}
		for i := range pieces[p] {
			if backwards {
				i = len(pieces[p]) - 1 - i
			}
			if v, there := t.see(pieces[p][i], x.block); there && where.holds(x, v) {
				if rows = append(rows, found{v, v.value(by)}); len(rows) == want {
					return rows
				}
			}
		}
	}
	return rows
}

// all gives every entity of a type that fulfils a condition.
func (x *execution) all(member *entityType, where condition) []view {
	t := x.store.tables[member]
	pieces, _ := x.narrowest(t, where)
	return x.holding(t, pieces, where)
}

func (x *execution) holding(t *table, pieces [][]*row, where condition) (views []view) {
	for _, piece := range pieces {
		for _, r := range piece {
			if v, there := t.see(r, x.block); there && where.holds(x, v) {
				views = append(views, v)
			}
		}
	}
	return views
}

// narrowest gives the rows that a condition can hold for, by that steady field of which it leaves the fewest.
func (x *execution) narrowest(t *table, where condition) (pieces [][]*row, left int) {
	pieces, left = [][]*row{t.rows}, len(t.rows)
	for _, f := range t.typ.fields {
		if !t.steady(f) {
			continue
		}
		s := where.span(x, f)
		if s.free() {
			continue
		}
		within := t.order(f).within(s)
		if n := size(within); n < left {
			pieces, left = within, n
		}
	}
	return pieces, left
}

func size(pieces [][]*row) (n int) {
	for _, piece := range pieces {
		n += len(piece)
	}
	return n
}

// key gives what an entity is ordered by: a field's value, or that of the entity that it refers to.
func (x *execution) key(order orderKey, v view) any {
	value := v.value(v.typ.named[order.field.name])
	if order.of == nil {
		return value
	}
	id, _ := value.(string)
	target, there := x.store.tables[order.field.target].at(id, x.block)
	if !there {
		return nil
	}
	return target.value(order.of)
}

// sort orders entities by their keys, and by their ids in the same direction.
func (l *listing) sort(rows []found) {
	by := l.order.compared()
	slices.SortFunc(rows, func(a, b found) int {
		order := cmp.Or(by.compare(a.key, b.key), strings.Compare(a.id(), b.id()))
		if l.descending {
			return -order
		}
		return order
	})
}
