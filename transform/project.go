package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// Project is the SQL that a warehouse is built by.
type Project struct {
	// Models are all models in an order in which each comes after those that it reads; the tables of reference files are
	// among them.
	Models []*Model
	// Checks are those of the folder checks; the models' own are in the models.
	Checks []Check
	// Macros are the texts of the folder macros, by the files' order; each creates macros.
	Macros []string
	// Fingerprint is a hash of all files, hex SHA-256.
	Fingerprint string
}

// schemas maps the folders of models to the schemas that their tables lie in.
var schemas = map[string]string{"staging": "staging", "marts": "main"}

// LoadProject reads staging/*.sql, marts/*.sql, checks/*.sql, macros/*.sql, and reference/*.csv with the .yaml beside each,
// of a file system. Missing folders are empty. It parses, resolves every reference, and runs nothing. Raw names the raw
// tables that staging may read; nil lets it read any. Mistakes in a file are a *strictyaml.Error, a *duck.SyntaxError, a
// *duck.StatementError or a *ModelError, each with the file's name.
func LoadProject(ctx context.Context, db *duck.DB, files fs.FS, raw []string) (*Project, error) {
	p := &Project{}
	sum := sha256.New()
	for _, folder := range []string{"macros", "staging", "marts", "checks"} {
		names, err := fs.Glob(files, folder+"/*.sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("read sql/%s: %w", name, err)
			}
			fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
			if err := p.add(ctx, db, folder, name, string(text)); err != nil {
				return nil, err
			}
		}
	}
	if err := p.addReferences(ctx, db, files, sum); err != nil {
		return nil, err
	}
	p.Fingerprint = hex.EncodeToString(sum.Sum(nil))
	if err := p.resolve(ctx, db, raw); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Project) add(ctx context.Context, db *duck.DB, folder, file, text string) error {
	switch folder {
	case "macros":
		p.Macros = append(p.Macros, text)
	case "checks":
		check, err := loadCheck(ctx, db, file, text)
		if err != nil {
			return err
		}
		p.Checks = append(p.Checks, check)
	default:
		model, err := loadModel(ctx, db, schemas[folder], file, text)
		if err != nil {
			return err
		}
		p.Models = append(p.Models, model)
	}
	return nil
}

func loadModel(ctx context.Context, db *duck.DB, schema, file, text string) (*Model, error) {
	doc, err := header("sql/"+file, text)
	if err != nil {
		return nil, err
	}
	var h modelHeader
	if err := doc.Decode(&h); err != nil {
		return nil, err
	}
	m, err := newModel(doc, h, schema, file)
	if err != nil {
		return nil, err
	}
	if m.Select, err = db.ParseSelect(ctx, "sql/"+file, text); err != nil {
		return nil, err
	}
	m.References = m.Select.References()
	return m, nil
}

// newModel makes a model of its header, without a statement.
func newModel(doc *strictyaml.Document, h modelHeader, schema, file string) (*Model, error) {
	m := &Model{
		Schema: schema, Name: strings.TrimSuffix(path.Base(file), path.Ext(file)), File: file,
		Description: strings.TrimSpace(h.Description), Grain: h.Grain, Key: h.Key, Evidence: h.Evidence, Questions: h.Questions,
	}
	for _, c := range h.Columns {
		m.Columns = append(m.Columns, Column{Name: c.Name, Type: c.Type, Unit: c.Unit, Description: strings.TrimSpace(c.Description)})
	}
	for _, k := range h.Key {
		if !slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Name == k }) {
			return nil, doc.Errorf(doc.Root, "the key's column %q is not declared", k)
		}
	}
	if err := m.compileChecks(doc, h); err != nil {
		return nil, err
	}
	return m, nil
}

func loadCheck(ctx context.Context, db *duck.DB, file, text string) (Check, error) {
	doc, err := header("sql/"+file, text)
	if err != nil {
		return Check{}, err
	}
	h := checkHeader{Severity: SeverityError}
	if err := doc.Decode(&h); err != nil {
		return Check{}, err
	}
	if problem := h.Severity.problem(); problem != "" {
		return Check{}, doc.Errorf(doc.Root, "%s", problem)
	}
	if _, err := db.ParseSelect(ctx, "sql/"+file, text); err != nil {
		return Check{}, err
	}
	return Check{
		Name: strings.TrimSuffix(path.Base(file), ".sql"), Model: strings.Join(h.Models, ", "), Severity: h.Severity,
		Description: strings.TrimSpace(h.Description), SQL: strings.TrimRight(text, "; \t\r\n"), File: file, foreign: true,
	}, nil
}

// AllChecks gives the models' checks in the order of the models, then those of the folder checks.
func (p *Project) AllChecks() []Check {
	var all []Check
	for _, m := range p.Models {
		all = append(all, m.Checks...)
	}
	return append(all, p.Checks...)
}

// rawTables names the raw tables that the models read, sorted.
func (p *Project) rawTables() []string {
	var names []string
	for _, m := range p.Models {
		for _, ref := range m.References.Tables {
			if ref.Schema == rawSchema {
				names = append(names, ref.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// createMacros makes the project's macros known to a connection, outside the warehouse.
func (p *Project) createMacros(ctx context.Context, db *duck.DB) error {
	for _, text := range p.Macros {
		if err := db.Exec(ctx, text); err != nil {
			return fmt.Errorf("create the macros of sql/macros: %w", err)
		}
	}
	return nil
}
