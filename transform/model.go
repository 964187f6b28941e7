package transform

import (
	"fmt"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// Model is one table and the SELECT that gives it.
type Model struct {
	// Schema is staging, main or reference; Name the table's name within it.
	Schema, Name string
	// File is where the model is written, relative to the SQL's root: "marts/dim_round.sql"; of a reference file the
	// description, "reference/gpu_model.yaml".
	File string
	// Description says what the table is, Grain what a row is ("one row per round").
	Description, Grain string
	// Key names the columns that identify a row.
	Key []string
	// Evidence says how well the rows are known: "onchain", "reported", …
	Evidence string
	// Questions name the questions that the table answers.
	Questions []string
	// Columns are the table's columns in order. They are its contract: the build compares them with what the SELECT
	// gives.
	Columns []Column
	// Checks are the model's checks, compiled: the key's uniqueness first, then those of the columns, then the others.
	Checks []Check
	// Select is the parsed statement, References what it refers to. A reference file's statement holds its rows.
	Select     *duck.Select
	References duck.References
}

// Column is one declared column.
type Column struct {
	// Name is the column's name, Type its DuckDB type: "DECIMAL(38,18)".
	Name, Type string
	// Unit is what the numbers count: "LPT", "round", "UTC"; "none" if nothing.
	Unit string
	// Description says what the value is.
	Description string
}

// Table gives the model's table: "staging.chain__bond".
func (m *Model) Table() string { return m.Schema + "." + m.Name }

// quoted gives the model's table for SQL.
func (m *Model) quoted() string { return m.Schema + "." + duck.Ident(m.Name) }

// fail wraps an error with the model that it is about.
func (m *Model) fail(err error) error {
	return &ModelError{Model: m.Table(), File: m.File, Err: err}
}

// comment gives what is stored beside the column for people who look at the file: description and unit.
func (c Column) comment() string {
	if c.Unit == "" || c.Unit == "none" {
		return c.Description
	}
	return fmt.Sprintf("%s [%s]", c.Description, c.Unit)
}
