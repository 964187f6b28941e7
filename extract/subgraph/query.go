package subgraph

import (
	"fmt"
	"strings"
)

// maxPage is the most rows that a list gives at once, nested ones too.
const maxPage = 1000

// scope says which rows of an entity are asked for.
type scope int

const (
	// all are all of them; related are those whose relation that can lead to nothing doesn't, unrelated the others.
	all scope = iota
	related
	unrelated
)

// query gives the text of the question for a page of rows, and for the id of the list's last row, which tells whether a short
// page is the end. It asks for one row alone without what leads to other rows.
func (s shape) query(of scope, alone bool) string {
	e := s.entity
	order, variables, block := "id", "$first: Int!, $after: ID!, $block: Int!", "{number: $block}"
	if !e.cut.isSnapshot() {
		variables, block = variables+", $from: Int!, $to: Int!", "{number_gte: $block}"
	}
	if e.cut == stillOpen {
		variables += ", $from: Int!"
	}
	if e.when == changedLately {
		variables += ", $since: Int!"
	}
	conditions, after := e.conditions(of), "{id_gt: $after}"
	if e.position() != "" && !e.ofRound() {
		order = e.position()
		variables += ", $at: Int!"
		after = fmt.Sprintf("{or: [{%[1]s_gt: $at}, {%[1]s: $at, id_gt: $after}]}", order)
	}
	list := listName(e.typ)
	return fmt.Sprintf(`query Page(%s) {
  _meta(block: %s) { deployment }
  rows: %s(first: $first, orderBy: %s, orderDirection: asc%s, block: %s) { %s }
  last: %s(first: 1, orderBy: %s, orderDirection: desc%s, block: %s) { id }
}`, variables, block, list, order, where(append(conditions, after)), block, s.selection(alone, of == unrelated),
		list, order, where(conditions), block)
}

// conditions are what rows of an entity are chosen by, beside their place.
func (e entity) conditions(of scope) (list []string) {
	switch {
	case e.ofRound() && e.cut == byRound:
		list = append(list, "{round_: {startTimestamp_gte: $from, startTimestamp_lt: $to}}")
	case e.ofRound():
		list = append(list, "{round_: {startTimestamp_gte: $from}}")
	case e.cut == stillOpen:
		list = append(list, "{or: [{initialized: false}, {startTimestamp_gte: $from}]}")
	case e.cut == byRound:
		list = append(list, "{initialized: true}")
	}
	if position := e.position(); position != "" && !e.ofRound() {
		list = append(list, fmt.Sprintf("{%s_gte: $from}", position), fmt.Sprintf("{%s_lt: $to}", position))
	}
	if e.when != "" {
		list = append(list, e.when)
	}
	switch of {
	case related:
		list = append(list, fmt.Sprintf("{%s_not: %q}", e.apart, e.nothing))
	case unrelated:
		list = append(list, fmt.Sprintf("{%s: %q}", e.apart, e.nothing))
	}
	return list
}

// where gives the argument of a list for several conditions, "" for none.
func where(conditions []string) string {
	switch len(conditions) {
	case 0:
		return ""
	case 1:
		return ", where: " + conditions[0]
	default:
		return ", where: {and: [" + strings.Join(conditions, ", ") + "]}"
	}
}

// membersQuery gives the text of the question for the further members of a nested list.
func (e entity) membersQuery(field string) string {
	single := strings.ToLower(e.typ[:1]) + e.typ[1:]
	return fmt.Sprintf(`query Members($id: ID!, $after: ID!, $block: Int!) {
  row: %s(id: $id, block: {number: $block}) { members: %s(first: %d, where: {id_gt: $after}) { id } }
}`, single, field, maxPage)
}
