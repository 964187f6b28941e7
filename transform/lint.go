package transform

import (
	"fmt"
	"slices"
	"strings"
)

// Finding is a rule of the project that a model breaks.
type Finding struct {
	// File is the model's file.
	File string
	// Problem says which rule, and how it is broken.
	Problem string
}

// String gives "sql/marts/dim_round.sql: the header has no grain".
func (f Finding) String() string { return "sql/" + f.File + ": " + f.Problem }

// forbiddenFunctions are the functions whose result depends on more than the rows: on the clock, on chance, or on the
// order in which threads meet the rows.
var forbiddenFunctions = map[string]string{
	"any_value": "takes whichever row comes first", "first": "takes whichever row comes first", "last": "takes whichever row comes last",
	"arbitrary": "takes whichever row comes first", "mode": "breaks ties by chance",
	"random": "is chance", "setseed": "is chance", "gen_random_uuid": "is chance", "uuid": "is chance", "uuidv4": "is chance", "uuidv7": "is chance",
	"now": "reads the clock", "get_current_timestamp": "reads the clock", "get_current_time": "reads the clock", "current_date": "reads the clock",
	"current_localtime": "reads the clock", "current_localtimestamp": "reads the clock", "today": "reads the clock", "transaction_timestamp": "reads the clock",
	"query": "hides what is read", "query_table": "hides what is read",
}

// forbiddenColumns never reach a mart: they differ between runs that mean the same.
var forbiddenColumns = []string{"_run_id", "_extracted_at"}

// totalOrders are the columns that no two events share, by which alone a row may be picked.
var totalOrders = []string{"log_position", "event_id"}

// evidences are the words that say how well a fact is known.
var evidences = []string{"onchain", "reported", "quoted", "survey", "modelled"}

// Lint gives what in the project breaks its rules, by file: only staging reads raw, marts read staging, marts and the raw
// tables of the ledger, both may read reference files, nothing is read but tables, results depend on the rows alone, tables end in the order of their key,
// and every table and column says what it is.
func Lint(p *Project) []Finding {
	var findings []Finding
	for _, m := range p.Models {
		for _, rule := range []func(*Model) []string{layers, functions, ending, words} {
			for _, problem := range rule(m) {
				findings = append(findings, Finding{File: m.File, Problem: problem})
			}
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int { return strings.Compare(a.File, b.File) })
	return findings
}

// layers checks what the model reads from.
func layers(m *Model) (problems []string) {
	for _, ref := range m.References.Tables {
		switch {
		case ref.Catalog != "" || ref.Schema == "":
			problems = append(problems, fmt.Sprintf("it reads %s: write schema.table", ref))
		case ref.Schema == rawSchema && m.Schema != "staging" && !isLedger(ref.Name):
			problems = append(problems, fmt.Sprintf("it reads %s: only staging reads raw, but for the ledger's tables", ref))
		case ref.Schema == "main" && m.Schema == "staging":
			problems = append(problems, fmt.Sprintf("it reads %s: staging reads raw, reference and staging", ref))
		case ref.Schema == "meta":
			problems = append(problems, fmt.Sprintf("it reads %s: what a run did is no part of the facts", ref))
		}
	}
	for _, c := range m.Columns {
		if slices.Contains(forbiddenColumns, c.Name) {
			problems = append(problems, fmt.Sprintf("the column %s differs between runs that mean the same", c.Name))
		}
	}
	return problems
}

// functions checks what the model calls.
func functions(m *Model) (problems []string) {
	for _, name := range m.References.Functions {
		if why, ok := forbiddenFunctions[name]; ok {
			problems = append(problems, fmt.Sprintf("it calls %s, which %s", name, why))
		}
		if strings.HasPrefix(name, "approx_") {
			problems = append(problems, fmt.Sprintf("it calls %s, which is approximate", name))
		}
	}
	for _, name := range m.References.Unordered {
		problems = append(problems, fmt.Sprintf("it calls %s without ORDER BY: the values come in any order", name))
	}
	for _, pick := range m.References.Picks {
		if !slices.Contains(totalOrders, pick.By) {
			problems = append(problems, fmt.Sprintf("it calls %s by %q, in which rows can tie: pick by %s", pick.Function, pick.By, strings.Join(totalOrders, " or ")))
		}
	}
	for _, name := range m.References.TableFunctions {
		if name != "range" && name != "generate_series" && name != "unnest" {
			problems = append(problems, fmt.Sprintf("it reads from the function %s: models read tables", name))
		}
	}
	return problems
}

// ending checks the order of the rows: by the key, or, in staging, by the position in the source that the key stands for.
func ending(m *Model) []string {
	by := m.Select.OrderBy()
	if m.Schema == "staging" && slices.Equal(by, []string{"log_position"}) {
		return nil
	}
	for _, k := range m.Key {
		if !slices.Contains(by, k) {
			return []string{fmt.Sprintf("it must end in ORDER BY %s, its key", strings.Join(m.Key, ", "))}
		}
	}
	return nil
}

// words checks that the model says what it is.
func words(m *Model) (problems []string) {
	for name, text := range map[string]string{"description": m.Description, "grain": m.Grain, "key": strings.Join(m.Key, ","), "evidence": m.Evidence} {
		if text == "" {
			problems = append(problems, "the header has no "+name)
		}
	}
	slices.Sort(problems)
	if word, _, _ := strings.Cut(m.Evidence, " "); word != "" && !slices.Contains(evidences, word) {
		problems = append(problems, fmt.Sprintf("evidence %q: begin with one of %s", m.Evidence, strings.Join(evidences, ", ")))
	}
	if len(m.Columns) == 0 {
		problems = append(problems, "the header has no columns")
	}
	seen := map[string]bool{}
	for _, c := range m.Columns {
		for name, text := range map[string]string{"name": c.Name, "type": c.Type, "unit": c.Unit, "description": c.Description} {
			if text == "" {
				problems = append(problems, fmt.Sprintf("the column %q has no %s", c.Name, name))
			}
		}
		if seen[c.Name] {
			problems = append(problems, fmt.Sprintf("the column %s is declared twice", c.Name))
		}
		seen[c.Name] = true
	}
	return problems
}
