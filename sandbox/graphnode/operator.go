package graphnode

import "slices"

// operator is how a filter compares a field with a value, by the suffix of its key.
type operator string

const (
	equal    operator = ""
	not      operator = "_not"
	above    operator = "_gt"
	below    operator = "_lt"
	atLeast  operator = "_gte"
	atMost   operator = "_lte"
	among    operator = "_in"
	notAmong operator = "_not_in"
	contains operator = "_contains"
	lacks    operator = "_not_contains"
	related  operator = "_"
)

// The operators of the kinds of fields, as graph-node offers them.
var (
	choosing = []operator{equal, not, among, notAmong}
	ordering = []operator{equal, not, above, below, atLeast, atMost, among, notAmong}
	bytesOps = append(slices.Clone(ordering), contains, lacks)
	textOps  = append(slices.Clone(bytesOps), "_contains_nocase", "_not_contains_nocase",
		"_starts_with", "_starts_with_nocase", "_not_starts_with", "_not_starts_with_nocase",
		"_ends_with", "_ends_with_nocase", "_not_ends_with", "_not_ends_with_nocase")
	listOps = []operator{equal, not, contains, "_contains_nocase", lacks, "_not_contains_nocase"}
)

// operators gives those that a field can be filtered by.
func (f *fieldType) operators() []operator {
	var own []operator
	switch {
	case f.derivedFrom != "":
	case f.list:
		own = listOps
	case f.name == "id" && f.typ.Name() == "ID":
		own = ordering
	case f.values == textual:
		own = textOps
	case f.values == binary:
		own = bytesOps
	case f.values == truth || f.values == choice:
		own = choosing
	default:
		own = ordering
	}
	if f.target != nil {
		own = append(slices.Clone(own), related)
	}
	return own
}

// filterKey is what a key of a filter stands for.
type filterKey struct {
	field    *fieldType
	operator operator
}

// filterKeys gives what the filters of a type may hold beside and, or and _change_block.
func filterKeys(t *entityType) map[string]filterKey {
	keys := map[string]filterKey{}
	for _, f := range t.fields {
		for _, op := range f.operators() {
			keys[f.name+string(op)] = filterKey{f, op}
		}
	}
	return keys
}

// orderKey is what a value of orderBy stands for: a field, or one of the entity that it refers to.
type orderKey struct {
	field, of *fieldType
}

// orderKeys gives what the rows of a type may be ordered by. It names every field, as graph-node does, although derived
// ones and lists are refused.
func orderKeys(t *entityType) map[string]orderKey {
	keys := map[string]orderKey{}
	for _, f := range t.fields {
		keys[f.name] = orderKey{field: f}
		if f.target == nil || f.target.isInterface || !f.orderable() {
			continue
		}
		for _, of := range f.target.fields {
			if of.target == nil && of.orderable() {
				keys[f.name+"__"+of.name] = orderKey{f, of}
			}
		}
	}
	return keys
}
