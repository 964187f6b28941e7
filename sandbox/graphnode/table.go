package graphnode

import "sync"

// table is the entities of one type.
type table struct {
	typ  *entityType
	rows []*row
	byID map[string]*row
	// drifts says by cell whether its value has ever changed in some row. Rows are only kept in the order of fields that
	// haven't.
	drifts []bool

	ordering sync.Mutex // guards orders, which requests extend while they only read the rest
	orders   map[int]*order
}

func newTable(t *entityType) *table {
	return &table{typ: t, byID: map[string]*row{}, drifts: make([]bool, t.cells), orders: map[int]*order{}}
}

// put writes a version of an entity.
func (t *table) put(block int64, id any, cells []any) {
	known := t.byID[id.(string)]
	if known == nil {
		known = &row{id: id, cells: cells, born: block}
		t.rows = append(t.rows, known)
		t.byID[id.(string)] = known
		return
	}
	for _, cell := range known.write(block, cells) {
		t.drifts[cell] = true
		delete(t.orders, cell)
	}
}

// steady tells whether rows can be kept in the order of a field.
func (t *table) steady(f *fieldType) bool {
	return f.at == idCell || f.orderable() && !t.drifts[f.at]
}

// order gives the rows in the order of a steady field.
func (t *table) order(f *fieldType) *order {
	t.ordering.Lock()
	defer t.ordering.Unlock()
	known := t.orders[f.at]
	if known == nil || len(known.rows) < len(t.rows) {
		known = known.extended(f, t.rows)
		t.orders[f.at] = known
	}
	return known
}

// at gives the entity of an id as it was at a block.
func (t *table) at(id string, block int64) (view, bool) {
	known := t.byID[id]
	if known == nil {
		return view{}, false
	}
	return t.see(known, block)
}

// see gives a row as it was at a block.
func (t *table) see(r *row, block int64) (view, bool) {
	cells := r.at(block)
	return view{t.typ, r, cells}, cells != nil
}

// view is an entity at a block.
type view struct {
	typ   *entityType
	row   *row
	cells []any
}

func (v view) id() string { return v.row.id.(string) }

// value gives what a stored field of the entity's own type holds.
func (v view) value(f *fieldType) any {
	if f.at == idCell {
		return v.row.id
	}
	return v.cells[f.at]
}
