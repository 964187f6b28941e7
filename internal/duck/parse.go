package duck

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Select is one parsed SELECT statement: its syntax tree. Nothing in it is bound to tables that exist.
type Select struct {
	// Text is the statement as it was given, comments included.
	Text string

	root any
}

// SyntaxError says where SQL can't be parsed.
type SyntaxError struct {
	// Name is what the text is called: a file's name, "query".
	Name string
	// Line and Column count from 1; both are 0 where the parser doesn't say.
	Line, Column int
	// Problem is the parser's message.
	Problem string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Name, e.Problem)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Problem)
}

// StatementError says that SQL is no single SELECT.
type StatementError struct {
	// Name is what the text is called.
	Name string
	// Problem says what it is instead.
	Problem string
}

func (e *StatementError) Error() string {
	return fmt.Sprintf("%s: %s", e.Name, e.Problem)
}

// serialized is what json_serialize_sql answers.
type serialized struct {
	Error      bool   `json:"error"`
	ErrorType  string `json:"error_type"`
	Message    string `json:"error_message"`
	Position   string `json:"position"`
	Statements []any  `json:"statements"`
}

// ParseSelect parses text, which must be exactly one SELECT (WITH, VALUES, FROM-first, DESCRIBE, SHOW and SUMMARIZE
// count as such; PIVOT doesn't). Name is what errors call it. The error is a *SyntaxError or a *StatementError.
func (db *DB) ParseSelect(ctx context.Context, name, text string) (*Select, error) {
	answer, err := Value[string](ctx, db, "select json_serialize_sql(?::varchar)::varchar", text)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	var parsed serialized
	decoder := json.NewDecoder(bytes.NewReader([]byte(answer)))
	decoder.UseNumber()
	if err := decoder.Decode(&parsed); err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	switch {
	case parsed.Error && parsed.ErrorType == "parser":
		line, column := place(text, parsed.Position)
		return nil, &SyntaxError{Name: name, Line: line, Column: column, Problem: parsed.Message}
	case parsed.Error:
		return nil, &StatementError{Name: name, Problem: "only a SELECT can stand here (and no PIVOT): " + parsed.Message}
	case len(parsed.Statements) == 0:
		return nil, &StatementError{Name: name, Problem: "there is no statement: write one SELECT"}
	case len(parsed.Statements) > 1:
		return nil, &StatementError{Name: name, Problem: fmt.Sprintf("there are %d statements: write one SELECT", len(parsed.Statements))}
	}
	return &Select{Text: text, root: parsed.Statements[0]}, nil
}

// place turns the parser's offset, in characters, into a line and a column.
func place(text, position string) (line, column int) {
	runes := []rune(text)
	offset, err := strconv.Atoi(position)
	if err != nil || offset < 0 || offset > len(runes) {
		return 0, 0
	}
	before := string(runes[:offset])
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
}
