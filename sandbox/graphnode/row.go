package graphnode

// row is an entity's newest version, and what it was before. Every value in it is nil, a string, an int64, a bool or a
// []string, and is never changed in place.
type row struct {
	id    any   // a string
	cells []any // by position of the field; nil once removed
	born  int64 // the block that it first was in
	log   []change
}

// change is what stood in a cell until a block.
type change struct {
	block int64
	cell  int // or everything
	old   any // of everything: the []any of all cells, nil if there was no such entity
}

// everything stands for all cells: the entity was removed or came back.
const everything = -1

// at gives the cells as they were at the end of a block, nil if there was no such entity.
func (r *row) at(block int64) []any {
	if block < r.born {
		return nil
	}
	cells, mine := r.cells, false
	for i := len(r.log) - 1; i >= 0 && r.log[i].block > block; i-- {
		past := r.log[i]
		if past.cell == everything {
			cells, _ = past.old.([]any)
			mine = false
			continue
		}
		if !mine {
			cells, mine = append([]any(nil), cells...), true
		}
		cells[past.cell] = past.old
	}
	return cells
}

// changedAt gives the block that the version which held at a block is from.
func (r *row) changedAt(block int64) int64 {
	for i := len(r.log) - 1; i >= 0; i-- {
		if r.log[i].block <= block {
			return r.log[i].block
		}
	}
	return r.born
}

// write replaces the cells from a block on, and tells which of them differ from what they have ever been.
func (r *row) write(block int64, cells []any) (differ []int) {
	before := r.lasting()
	for i, cell := range cells {
		if !same(cell, before[i]) {
			differ = append(differ, i)
		}
	}
	if r.cells == nil {
		r.keep(block, change{block: block, cell: everything})
	} else {
		for _, cell := range differ {
			r.keep(block, change{block: block, cell: cell, old: r.cells[cell]})
		}
	}
	r.cells = cells
	return differ
}

// remove ends the entity at a block.
func (r *row) remove(block int64) {
	if r.cells == nil {
		return
	}
	r.log = append(r.log, change{block: block, cell: everything, old: r.cells})
	r.cells = nil
}

// keep adds to the log what it doesn't know of a block yet: the oldest value of a block is the one that comes back.
func (r *row) keep(block int64, past change) {
	if block == r.born {
		return
	}
	for i := len(r.log) - 1; i >= 0 && r.log[i].block == block; i-- {
		if r.log[i].cell == past.cell || r.log[i].cell == everything {
			return
		}
	}
	r.log = append(r.log, past)
}

// lasting gives the newest cells that the entity has had, whether or not it has been removed since.
func (r *row) lasting() []any {
	if r.cells != nil {
		return r.cells
	}
	for i := len(r.log) - 1; i >= 0; i-- {
		if cells, ok := r.log[i].old.([]any); ok {
			return cells
		}
	}
	return nil
}

// same tells whether two cells hold the same.
func same(a, b any) bool {
	listA, isListA := a.([]string)
	listB, isListB := b.([]string)
	if !isListA || !isListB {
		return !isListA && !isListB && a == b
	}
	if len(listA) != len(listB) {
		return false
	}
	for i := range listA {
		if listA[i] != listB[i] {
			return false
		}
	}
	return true
}
