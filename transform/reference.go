package transform

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// referenceSchema is where the tables of reference files lie.
const referenceSchema = "reference"

// referenceHeader is the YAML beside a reference file.
type referenceHeader struct {
	Model    modelHeader `yaml:",inline"`
	Source   string      `yaml:"source"`
	AsOfDate string      `yaml:"as_of_date"`
}

// addReferences loads reference/<name>.csv with reference/<name>.yaml, and hashes them into sum.
func (p *Project) addReferences(ctx context.Context, db *duck.DB, files fs.FS, sum hash.Hash) error {
	names, err := fs.Glob(files, "reference/*")
	if err != nil {
		return err
	}
	for _, name := range names {
		stem, isTable := strings.CutSuffix(name, ".csv")
		if !isTable {
			if stem, isHeader := strings.CutSuffix(name, ".yaml"); isHeader && !slices.Contains(names, stem+".csv") {
				return fmt.Errorf("sql/%s describes sql/%s.csv, which doesn't exist: add it, or delete the description", name, stem)
			}
			continue
		}
		if !slices.Contains(names, stem+".yaml") {
			return fmt.Errorf("sql/%s has no description: write sql/%s.yaml beside it", name, stem)
		}
		var texts [2][]byte
		for i, file := range []string{stem + ".yaml", name} {
			if texts[i], err = fs.ReadFile(files, file); err != nil {
				return fmt.Errorf("read sql/%s: %w", file, err)
			}
			fmt.Fprintf(sum, "%s %d\n%s", file, len(texts[i]), texts[i])
		}
		model, err := loadReference(ctx, db, stem, texts[0], texts[1])
		if err != nil {
			return err
		}
		p.Models = append(p.Models, model)
	}
	return nil
}

// loadReference makes a model of a reference file: its statement holds the rows. Mistakes are a *strictyaml.Error in the
// line of the description or of the table.
func loadReference(ctx context.Context, db *duck.DB, stem string, description, table []byte) (*Model, error) {
	doc, err := strictyaml.Parse("sql/"+stem+".yaml", description)
	if err != nil {
		return nil, err
	}
	var h referenceHeader
	if err := doc.Decode(&h); err != nil {
		return nil, err
	}
	if h.Source == "" {
		return nil, doc.Errorf(doc.Root, "there is no source: say where the rows are from")
	}
	if _, err := time.Parse(time.DateOnly, h.AsOfDate); err != nil {
		return nil, doc.Errorf(doc.Root, "as_of_date %q: give the date on which the rows were true, as YYYY-MM-DD", h.AsOfDate)
	}
	m, err := newModel(doc, h.Model, referenceSchema, stem+".yaml")
	if err != nil {
		return nil, err
	}
	m.Description += fmt.Sprintf(" As of %s. Source: %s", h.AsOfDate, strings.TrimSpace(h.Source))
	for _, c := range m.Columns {
		if problem := typeProblem(c.Type); problem != "" {
			return nil, doc.Errorf(doc.Root, "column %s: %s", c.Name, problem)
		}
	}
	if len(m.Key) == 0 {
		return nil, doc.Errorf(doc.Root, "there is no key: name the columns that identify a row")
	}
	rows, err := m.readTable("sql/"+stem+".csv", table)
	if err != nil {
		return nil, err
	}
	if m.Select, err = db.ParseSelect(ctx, "sql/"+stem+".csv", m.statement(rows)); err != nil {
		return nil, err
	}
	m.References = m.Select.References()
	return m, nil
}

// readTable reads the rows of a reference file, in which an empty cell is NULL, and holds them against the declared
// columns and key.
func (m *Model) readTable(file string, text []byte) (rows [][]string, err error) {
	fail := func(line int, format string, args ...any) error {
		return &strictyaml.Error{File: file, Line: line, Problem: fmt.Sprintf(format, args...)}
	}
	reader := csv.NewReader(strings.NewReader(string(text)))
	head, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, fail(1, "the file is empty: its first line names the columns")
	}
	if err != nil {
		return nil, csvError(file, err)
	}
	if problem := m.headProblem(head); problem != "" {
		return nil, fail(1, "%s", problem)
	}
	lines := map[string]int{} // of the keys
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, csvError(file, err)
		}
		line, _ := reader.FieldPos(0)
		key, problem := m.rowProblem(row)
		if problem != "" {
			return nil, fail(line, "%s", problem)
		}
		if first, seen := lines[key]; seen {
			return nil, fail(line, "the key %s (%s) stands in line %d already", strings.Join(m.Key, ", "), strings.ReplaceAll(key, "\x00", ", "), first)
		}
		lines[key] = line
		rows = append(rows, row)
	}
}

// csvError gives a CSV reader's error its place in the file.
func csvError(file string, err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("read %s: %w", file, err)
	}
	return &strictyaml.Error{File: file, Line: parse.Line, Problem: parse.Err.Error()}
}

// headProblem compares a file's first line with the declared columns.
func (m *Model) headProblem(head []string) string {
	declared := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		declared[i] = c.Name
	}
	for _, name := range head {
		if slices.Contains(declared, name) {
			continue
		}
		if near := strictyaml.Nearest(name, declared); near != "" {
			return fmt.Sprintf("unknown column %q: did you mean %q?", name, near)
		}
		return fmt.Sprintf("unknown column %q: declare it in sql/%s", name, m.File)
	}
	if !slices.Equal(head, declared) {
		return fmt.Sprintf("the columns are %s, but declared as %s", strings.Join(head, ", "), strings.Join(declared, ", "))
	}
	return ""
}

// rowProblem gives a row's key, and what is wrong with the row.
func (m *Model) rowProblem(row []string) (key, problem string) {
	var keys []string
	for i, c := range m.Columns {
		isKey := slices.Contains(m.Key, c.Name)
		switch {
		case row[i] == "" && isKey:
			return "", fmt.Sprintf("column %s is empty, but belongs to the key", c.Name)
		case row[i] == "":
			continue
		}
		if problem := valueProblem(c.Type, row[i]); problem != "" {
			return "", fmt.Sprintf("column %s: %s", c.Name, problem)
		}
		if isKey {
			keys = append(keys, row[i])
		}
	}
	return strings.Join(keys, "\x00"), ""
}

// statement gives the SELECT that makes the table of these rows.
func (m *Model) statement(rows [][]string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "-- The rows of %s.csv.\nselect\n", path.Base(strings.TrimSuffix(m.File, ".yaml")))
	names := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		names[i] = duck.Ident(c.Name)
		fmt.Fprintf(&text, "    cast(%s as %s) as %[1]s,\n", names[i], c.Type)
	}
	text.WriteString("from (values\n")
	for _, row := range rows {
		text.WriteString("    (" + strings.Join(literals(row), ", ") + "),\n")
	}
	if len(rows) == 0 { // VALUES can't be empty
		text.WriteString("    (" + strings.Join(literals(make([]string, len(names))), ", ") + ")\n")
	}
	fmt.Fprintf(&text, ") as rows (%s)\n", strings.Join(names, ", "))
	if len(rows) == 0 {
		text.WriteString("where false\n")
	}
	fmt.Fprintf(&text, "order by %s\n", idents(m.Key))
	return text.String()
}

// literals gives cells as SQL, an empty one as NULL.
func literals(row []string) []string {
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = "null"
		if cell != "" {
			cells[i] = duck.Literal(cell)
		}
	}
	return cells
}
