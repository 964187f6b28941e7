package transform

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// modelHeader is the YAML in a model's leading comment.
type modelHeader struct {
	Description string         `yaml:"description"`
	Grain       string         `yaml:"grain"`
	Key         []string       `yaml:"key"`
	Evidence    string         `yaml:"evidence"`
	Questions   []string       `yaml:"questions"`
	Columns     []columnHeader `yaml:"columns"`
	Checks      []checkNode    `yaml:"checks"`
}

type columnHeader struct {
	Name        string      `yaml:"name"`
	Type        string      `yaml:"type"`
	Unit        string      `yaml:"unit"`
	Description string      `yaml:"description"`
	Checks      []checkNode `yaml:"checks"`
}

// checkHeader is the YAML in the leading comment of a file in checks.
type checkHeader struct {
	Description string   `yaml:"description"`
	Severity    Severity `yaml:"severity"`
	Models      []string `yaml:"models"`
}

// checkNode is a check as written: a word, or a mapping. It is read when the model's table is known.
type checkNode struct{ node *yaml.Node }

// UnmarshalYAML keeps the node.
func (c *checkNode) UnmarshalYAML(node *yaml.Node) error {
	c.node = node
	return nil
}

// checkForms are the shapes that a check's mapping can have.
type checkForms struct {
	Name           string   `yaml:"name"`
	Severity       Severity `yaml:"severity"`
	Description    string   `yaml:"description"`
	NotNull        bool     `yaml:"not_null"`
	Unique         []string `yaml:"unique"`
	AcceptedValues []string `yaml:"accepted_values"`
	References     string   `yaml:"references"`
	SQL            string   `yaml:"sql"`
}

var leadingComment = regexp.MustCompile(`(?s)\A\s*/\*(.*?)\*/`)

// header parses the YAML in the leading comment of an SQL file. Errors carry the file's own line numbers.
func header(file, text string) (*strictyaml.Document, error) {
	place := leadingComment.FindStringSubmatchIndex(text)
	if place == nil {
		return nil, &strictyaml.Error{File: file, Line: 1, Problem: "there is no header: the file must begin with a comment /* … */ that holds YAML"}
	}
	lines := strings.Repeat("\n", strings.Count(text[:place[2]], "\n"))
	return strictyaml.Parse(file, []byte(lines+text[place[2]:place[3]]))
}

// forms reads a check's node: "not_null" and "unique" alone, or a mapping.
func (c checkNode) forms(doc *strictyaml.Document, column string) (checkForms, error) {
	var forms checkForms
	if c.node.Kind == yaml.ScalarNode {
		switch {
		case column != "" && c.node.Value == "not_null":
			return checkForms{NotNull: true}, nil
		case column != "" && c.node.Value == "unique":
			return checkForms{Unique: []string{column}}, nil
		default:
			return forms, doc.Errorf(c.node, "unknown check %q: a column has not_null, unique, {accepted_values: […]} or {references: schema.table.column}; a model has {unique: […]} or {name: …, sql: …}", c.node.Value)
		}
	}
	err := (&strictyaml.Document{File: doc.File, Root: c.node}).Decode(&forms)
	return forms, err
}
