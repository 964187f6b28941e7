package transform

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// rawSchema is where the raw streams stand in SQL.
const rawSchema = "raw"

// resolve finds the table behind every reference and puts the models into building order.
func (p *Project) resolve(ctx context.Context, db *duck.DB, raw []string) error {
	models := map[string]*Model{}
	for _, m := range p.Models {
		models[m.Table()] = m
	}
	known := slices.Collect(maps.Keys(models))
	if raw == nil {
		raw = p.rawTables()
	}
	for _, name := range raw {
		known = append(known, rawSchema+"."+name)
	}
	for _, m := range p.Models {
		if err := unknown(m.References.Tables, known); err != nil {
			return m.fail(err)
		}
	}
	known = append(known, "meta."+ledgerTable.name) // which is written before the checks run
	for _, c := range p.AllChecks() {
		if !c.foreign {
			continue
		}
		statement, err := db.ParseSelect(ctx, fmt.Sprintf("sql/%s: check %s", c.File, c.Name), c.SQL)
		if err != nil {
			return err
		}
		if err := unknown(statement.References().Tables, known); err != nil {
			return fmt.Errorf("sql/%s: check %s: %w", c.File, c.Name, err)
		}
	}
	ordered, err := order(p.Models, models)
	p.Models = ordered
	return err
}

// unknown gives an error for the first reference that names no known table.
func unknown(refs []duck.TableRef, known []string) error {
	for _, ref := range refs {
		name := ref.String()
		if slices.Contains(known, name) {
			continue
		}
		if near := strictyaml.Nearest(name, known); near != "" {
			return fmt.Errorf("it reads %s, which doesn't exist: did you mean %s?", name, near)
		}
		return fmt.Errorf("it reads %s, which doesn't exist: name tables as staging.<model>, main.<model>, reference.<file> or raw.<stream>", name)
	}
	return nil
}

// order sorts the models so that each comes after those that it reads: by schema and name where nothing else
// decides. The order depends on nothing but the models.
func order(all []*Model, models map[string]*Model) ([]*Model, error) {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b *Model) int {
		return cmp.Or(cmp.Compare(b.Schema, a.Schema), cmp.Compare(a.Name, b.Name))
	})
	var ordered []*Model
	done := map[*Model]bool{}
	var visit func(m *Model, path []*Model) error
	visit = func(m *Model, path []*Model) error {
		if done[m] {
			return nil
		}
		if i := slices.Index(path, m); i >= 0 {
			return m.fail(cycle(append(path[i:], m)))
		}
		for _, ref := range m.References.Tables {
			if input, ok := models[ref.String()]; ok {
				if err := visit(input, append(path[:len(path):len(path)], m)); err != nil {
					return err
				}
			}
		}
		done[m] = true
		ordered = append(ordered, m)
		return nil
	}
	for _, m := range sorted {
		if err := visit(m, nil); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

func cycle(path []*Model) error {
	names := make([]string, len(path))
	for i, m := range path {
		names[i] = m.Table()
	}
	return fmt.Errorf("the models read each other in a circle: %s", strings.Join(names, " → "))
}
