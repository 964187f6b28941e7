package duck

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// TableRef is a table as a statement names it. Parts that aren't written are "".
type TableRef struct {
	Catalog, Schema, Name string
}

// String gives the reference as written: "staging.chain__bond".
func (r TableRef) String() string {
	parts := slices.DeleteFunc([]string{r.Catalog, r.Schema, r.Name}, func(s string) bool { return s == "" })
	return strings.Join(parts, ".")
}

// References is what a statement takes from outside itself.
type References struct {
	// Tables are the tables and views read, without the statement's own common table expressions; sorted, each once.
	Tables []TableRef
	// TableFunctions are the functions read from like tables ("read_csv", "range"); lower case, sorted, each once.
	TableFunctions []string
	// Functions are all other functions, aggregates, window functions and operators; lower case, sorted, each once.
	Functions []string
	// Variables are the names given to getvariable; sorted, each once.
	Variables []string
	// Unordered are the aggregates that put values into a row (list, string_agg, …) without saying in which order; lower
	// case, sorted, each once.
	Unordered []string
	// Picks are the calls that take the row with the highest or lowest value of something (max_by, arg_min, …).
	Picks []Pick
}

// Pick is a call of max_by, min_by, arg_max, arg_min or one of their kin.
type Pick struct {
	// Function is the function's name, lower case.
	Function string
	// By is the name of the column that decides, "" if it is no plain column. Rows with equal values of it are picked
	// from by chance.
	By string
}

// References walks the statement and collects what it refers to.
func (s *Select) References() References {
	w := walker{tables: map[TableRef]bool{}, tableFunctions: set{}, functions: set{}, variables: set{}, unordered: set{}, picks: map[Pick]bool{}}
	w.walk(s.root, nil)
	tables := slices.SortedFunc(maps.Keys(w.tables), func(a, b TableRef) int {
		return strings.Compare(a.String(), b.String())
	})
	return References{
		Tables:         tables,
		TableFunctions: slices.Sorted(maps.Keys(w.tableFunctions)),
		Functions:      slices.Sorted(maps.Keys(w.functions)),
		Variables:      slices.Sorted(maps.Keys(w.variables)),
		Unordered:      slices.Sorted(maps.Keys(w.unordered)),
		Picks:          slices.SortedFunc(maps.Keys(w.picks), comparePicks),
	}
}

type set map[string]bool

type walker struct {
	tables         map[TableRef]bool
	tableFunctions set
	functions      set
	variables      set
	unordered      set
	picks          map[Pick]bool
}

func comparePicks(a, b Pick) int {
	return cmp.Or(strings.Compare(a.Function, b.Function), strings.Compare(a.By, b.By))
}

type node = map[string]any

// scope is the chain of common table expressions that a place in the tree can see, innermost first.
type scope struct {
	name  string
	outer *scope
}

func (s *scope) sees(name string) bool {
	for ; s != nil; s = s.outer {
		if strings.EqualFold(s.name, name) {
			return true
		}
	}
	return false
}

func (w *walker) walk(value any, visible *scope) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			w.walk(item, visible)
		}
	case node:
		visible = w.expressions(value, visible)
		w.collect(value, visible)
		for key, child := range value {
			if key != "cte_map" {
				w.walk(child, visible)
			}
		}
	}
}

// expressions walks a query's common table expressions and gives the scope of its body. An expression sees the ones
// before it; itself only if it is recursive.
func (w *walker) expressions(query node, visible *scope) *scope {
	if query["type"] == "RECURSIVE_CTE_NODE" {
		visible = &scope{name: text(query, "cte_name"), outer: visible}
	}
	ctes, _ := query["cte_map"].(node)
	entries, _ := ctes["map"].([]any)
	for _, entry := range entries {
		cte, _ := entry.(node)
		w.walk(cte["value"], visible)
		visible = &scope{name: text(cte, "key"), outer: visible}
	}
	return visible
}

func (w *walker) collect(n node, visible *scope) {
	switch {
	case n["type"] == "BASE_TABLE":
		ref := TableRef{Catalog: text(n, "catalog_name"), Schema: text(n, "schema_name"), Name: text(n, "table_name")}
		if own := ref.Catalog == "" && (ref.Schema == "" || ref.Schema == "recurring"); !own || !visible.sees(ref.Name) {
			w.tables[ref] = true
		}
	case n["type"] == "SHOW_REF" && text(n, "table_name") != "":
		w.tables[TableRef{Catalog: text(n, "catalog_name"), Schema: text(n, "schema_name"), Name: text(n, "table_name")}] = true
	case n["type"] == "TABLE_FUNCTION":
		function, _ := n["function"].(node)
		w.tableFunctions[strings.ToLower(text(function, "function_name"))] = true
	case text(n, "function_name") != "":
		name := strings.ToLower(text(n, "function_name"))
		w.functions[name] = true
		switch name {
		case "getvariable":
			w.variable(n)
		case "max_by", "min_by", "arg_max", "arg_min", "argmax", "argmin", "arg_max_null", "arg_min_null", "arg_max_nulls_last", "arg_min_nulls_last":
			w.picks[Pick{Function: name, By: secondColumn(n)}] = true
		case "list", "array_agg", "string_agg", "group_concat", "listagg", "json_group_array", "json_group_object":
			order, _ := n["order_bys"].(node)
			if items, _ := order["orders"].([]any); n["class"] == "FUNCTION" && len(items) == 0 {
				w.unordered[name] = true
			}
		}
	}
}

// variable collects the name in getvariable('name').
func (w *walker) variable(call node) {
	arguments, _ := call["children"].([]any)
	for _, argument := range arguments {
		constant, _ := argument.(node)
		value, _ := constant["value"].(node)
		if name := text(value, "value"); name != "" {
			w.variables[name] = true
		}
	}
}

// secondColumn gives the column's name of a call's second argument, "" if it is no plain column.
func secondColumn(call node) string {
	arguments, _ := call["children"].([]any)
	if len(arguments) < 2 {
		return ""
	}
	return columnName(arguments[1])
}

// columnName gives the column's own name of an expression that is a plain column reference, else "".
func columnName(expression any) string {
	column, _ := expression.(node)
	names, _ := column["column_names"].([]any)
	if len(names) == 0 {
		return ""
	}
	name, _ := names[len(names)-1].(string)
	return name
}

func text(n node, key string) string {
	s, _ := n[key].(string)
	return s
}

// Fingerprint gives a hash of the statement's meaning as parsed: it ignores white space, comments and the case of
// keywords. Hex SHA-256. It holds within one version of DuckDB.
func (s *Select) Fingerprint() string {
	// json.Marshal sorts keys; what was decoded by encoding/json always encodes.
	canonical, _ := json.Marshal(withoutLocations(s.root))
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

func withoutLocations(value any) any {
	switch value := value.(type) {
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = withoutLocations(item)
		}
		return items
	case node:
		fields := make(node, len(value))
		for key, child := range value {
			if key != "query_location" {
				fields[key] = withoutLocations(child)
			}
		}
		return fields
	default:
		return value
	}
}

// OrderBy gives the columns of the statement's last ORDER BY, in order; nil if there is none. What isn't a plain
// column is "".
func (s *Select) OrderBy() []string {
	statement, _ := s.root.(node)
	query, _ := statement["node"].(node)
	modifiers, _ := query["modifiers"].([]any)
	var columns []string
	for _, modifier := range modifiers {
		order, _ := modifier.(node)
		if order["type"] != "ORDER_MODIFIER" {
			continue
		}
		items, _ := order["orders"].([]any)
		for _, item := range items {
			sort, _ := item.(node)
			columns = append(columns, columnName(sort["expression"]))
		}
	}
	return columns
}

// shows tells whether the statement is a DESCRIBE, SHOW or SUMMARIZE.
func (s *Select) shows() bool {
	statement, _ := s.root.(node)
	query, _ := statement["node"].(node)
	from, _ := query["from_table"].(node)
	return from["type"] == "SHOW_REF"
}
