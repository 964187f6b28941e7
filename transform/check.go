package transform

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// Severity says what a failed check does.
type Severity string

// The severities. An error keeps the candidate from being published, a warning is reported.
const (
	SeverityError Severity = "error"
	SeverityWarn  Severity = "warn"
)

// Check is a query that must return no rows.
type Check struct {
	// Name says what is checked: "unique event_id", "minted_within_mintable".
	Name string `json:"name"`
	// Model is the table that the check belongs to; of a check of several models, the tables joined by ", ".
	Model string `json:"model"`
	// Severity says what a failure does.
	Severity Severity `json:"severity"`
	// Description says what a failure means; "" for checks whose name says it.
	Description string `json:"description,omitempty"`
	// SQL gives the failing rows.
	SQL string `json:"-"`
	// File is where the check is written.
	File string `json:"-"`

	// condition is what a failing row of table meets, of a check of single rows; "" for all others.
	condition, table string
	// foreign marks SQL that may read other tables than the model's own.
	foreign bool
}

// Title gives "main.dim_round: unique round".
func (c Check) Title() string { return c.Model + ": " + c.Name }

// CheckResult is what running a check gave.
type CheckResult struct {
	Check
	// Failing is how many rows the check returned.
	Failing int64 `json:"failing_rows"`
	// Sample is up to five of them, each a JSON object.
	Sample []json.RawMessage `json:"sample,omitempty"`
}

// Passed tells whether the check returned no rows.
func (r CheckResult) Passed() bool { return r.Failing == 0 }

// failed picks the failed results of severity error, and gives them as an error; nil if there is none.
func failed(results []CheckResult) error {
	var failures []CheckResult
	for _, r := range results {
		if !r.Passed() && r.Severity == SeverityError {
			failures = append(failures, r)
		}
	}
	if len(failures) == 0 {
		return nil
	}
	return &CheckError{Failed: failures}
}

// compileChecks turns the header's checks into SQL and adds the one that the key implies.
func (m *Model) compileChecks(doc *strictyaml.Document, h modelHeader) error {
	if len(h.Key) > 0 {
		m.Checks = append(m.Checks, m.unique(h.Key))
	}
	for _, c := range h.Columns {
		if err := m.addChecks(doc, c.Name, c.Checks); err != nil {
			return err
		}
	}
	return m.addChecks(doc, "", h.Checks)
}

func (m *Model) addChecks(doc *strictyaml.Document, column string, nodes []checkNode) error {
	for _, n := range nodes {
		forms, err := n.forms(doc, column)
		if err != nil {
			return err
		}
		check, problem := m.compile(column, forms)
		if problem == "" {
			problem = check.Severity.problem()
		}
		if problem != "" {
			return doc.Errorf(n.node, "%s", problem)
		}
		m.Checks = append(m.Checks, check)
	}
	return nil
}

func (s Severity) problem() string {
	if s != SeverityError && s != SeverityWarn {
		return fmt.Sprintf("unknown severity %q: it is error or warn", s)
	}
	return ""
}

// compile gives the check that a form asks for, or what is wrong with it.
func (m *Model) compile(column string, forms checkForms) (check Check, problem string) {
	value := duck.Ident(column)
	switch {
	case column != "" && forms.NotNull:
		check = m.rowCheck("not_null", column, value+" is null")
	case len(forms.Unique) > 0:
		check = m.unique(forms.Unique)
	case column != "" && len(forms.AcceptedValues) > 0:
		list := strings.Trim(duck.Literals(forms.AcceptedValues), "[]")
		check = m.rowCheck("accepted_values", column, fmt.Sprintf("cast(%s as varchar) not in (%s)", value, list))
	case column != "" && forms.References != "":
		path := strings.Split(forms.References, ".")
		if len(path) != 3 {
			return Check{}, fmt.Sprintf("references %q: write schema.table.column", forms.References)
		}
		check = m.check("references "+column, m.failing(column, fmt.Sprintf("%s is not null and %[1]s not in (select %s from %s.%s where %[2]s is not null)",
			value, duck.Ident(path[2]), duck.Ident(path[0]), duck.Ident(path[1]))))
		check.foreign = true
	case column == "" && forms.SQL != "" && forms.Name != "":
		check = m.check(forms.Name, strings.TrimRight(forms.SQL, "; \n"))
		check.foreign = true
	default:
		return Check{}, "a column's check is not_null, unique, accepted_values or references; a model's is {unique: […]}, or {name: …, severity: …, description: …, sql: …}"
	}
	if forms.Name != "" {
		check.Name = forms.Name
	}
	if forms.Severity != "" {
		check.Severity = forms.Severity
	}
	check.Description = strings.TrimSpace(forms.Description)
	return check, ""
}

func (m *Model) check(name, sql string) Check {
	return Check{Name: name, Model: m.Table(), Severity: SeverityError, SQL: sql, File: m.File}
}

// rowCheck checks each row by itself.
func (m *Model) rowCheck(kind, column, condition string) Check {
	c := m.check(kind+" "+column, m.failing(column, condition))
	c.condition, c.table = condition, m.quoted()
	return c
}

// unique checks that no two rows agree in the columns; NULL counts as a value.
func (m *Model) unique(columns []string) Check {
	list := idents(columns)
	return m.check("unique "+strings.Join(columns, ", "),
		fmt.Sprintf("select %s, count(*) as row_count from %s group by %[1]s having count(*) > 1", list, m.quoted()))
}

// failing selects the rows that meet a condition: their key and the column.
func (m *Model) failing(column, condition string) string {
	columns := m.Key
	for _, k := range m.Key {
		if k == column {
			return fmt.Sprintf("select %s from %s where %s", idents(columns), m.quoted(), condition)
		}
	}
	return fmt.Sprintf("select %s from %s where %s", idents(append(columns[:len(columns):len(columns)], column)), m.quoted(), condition)
}

func idents(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = duck.Ident(name)
	}
	return strings.Join(quoted, ", ")
}
