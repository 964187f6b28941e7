package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// inBuild is the point in the middle of the models at which Options.Hook is called.
const inBuild = "transform.in-build"

// buildModels makes all tables of reference, staging and main.
func (b *build) buildModels(ctx context.Context) error {
	hashes := map[string]string{}
	for i, m := range b.project.Models {
		if i == len(b.project.Models)/2 && b.opt.Hook != nil {
			b.opt.Hook(inBuild)
		}
		b.say("build "+m.Table(), i, len(b.project.Models))
		state := ModelState{Schema: m.Schema, Name: m.Name, Fingerprint: b.modelFingerprint(m, hashes)}
		source, err := b.source(ctx, m, &state)
		if err != nil {
			return err
		}
		// One transaction for each model: DuckDB syncs the disk at the end of each.
		err = b.transaction(ctx, func() error {
			if err := b.db.Exec(ctx, "create table "+m.quoted()+" as "+source); err != nil {
				return err
			}
			return b.finish(ctx, m)
		})
		if err != nil {
			return m.fail(err)
		}
		if state.Rows, state.Hash, err = contentHash(ctx, b.db, m); err != nil {
			return m.fail(err)
		}
		hashes[m.Table()] = state.Hash
		b.manifest.Models = append(b.manifest.Models, state)
	}
	return nil
}

// transaction runs do in one transaction of the warehouse. After an error the connection is of no more use.
func (b *build) transaction(ctx context.Context, do func() error) error {
	if err := b.db.Exec(ctx, "begin"); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return b.db.Exec(ctx, "commit")
}

// source gives the SELECT that fills the model's table: its own, or that of the same table in the publication before, if
// that is known to be equal.
func (b *build) source(ctx context.Context, m *Model, state *ModelState) (string, error) {
	if b.previous != nil && !b.opt.Full {
		if before, ok := b.previous.Manifest.model(m.Table()); ok && before.Fingerprint == state.Fingerprint {
			state.Copied = true
			return "from previous." + m.quoted(), nil
		}
	}
	for _, ref := range m.References.Tables {
		if ref.Schema == rawSchema {
			if err := b.loadRaw(ctx, ref.Name); err != nil {
				return "", m.fail(err)
			}
		}
	}
	return m.Select.Text, nil
}

// modelFingerprint hashes what the model's table is a function of: the statement, the macros, the declared columns, the
// versions of DuckDB and of the decoder, the content of the inputs, and as_of where it is read.
func (b *build) modelFingerprint(m *Model, hashes map[string]string) string {
	sum := sha256.New()
	fmt.Fprintln(sum, m.Select.Fingerprint(), b.manifest.Versions.DuckDB, b.project.Macros)
	for _, c := range m.Columns {
		fmt.Fprintln(sum, c.Name, c.Type)
	}
	for _, ref := range m.References.Tables {
		if ref.Schema == rawSchema {
			fmt.Fprintln(sum, ref, b.raw[ref.Name].identity)
			if isDecoded(ref.Name) {
				fmt.Fprintln(sum, b.manifest.Versions.Decoder)
			}
			continue
		}
		fmt.Fprintln(sum, ref, hashes[ref.String()])
	}
	// A macro may read the variable too.
	if slices.Contains(m.References.Variables, "as_of") || strings.Contains(strings.Join(b.project.Macros, ""), "getvariable") {
		fmt.Fprintln(sum, b.manifest.AsOf.UnixMicro())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// finish compares the table's columns with the declared ones, and stores the descriptions beside them.
func (b *build) finish(ctx context.Context, m *Model) error {
	has, err := tableColumns(ctx, b.db, m.quoted())
	if err != nil {
		return err
	}
	if err := m.compare(has); err != nil {
		return err
	}
	return describeTable(ctx, b.db, m.quoted(), m.Description, m.Columns)
}

// compare gives an error for the first difference between the declared columns and those that the SELECT gave.
func (m *Model) compare(has []duck.Column) error {
	for i, c := range m.Columns {
		switch {
		case i >= len(has):
			return fmt.Errorf("column %s is declared, but the SELECT doesn't give it", c.Name)
		case has[i].Name != c.Name:
			return fmt.Errorf("column %d is called %s, but declared as %s", i+1, has[i].Name, c.Name)
		case has[i].Type != c.Type:
			return fmt.Errorf("column %s is %s, but declared as %s", c.Name, has[i].Type, c.Type)
		}
	}
	if len(has) > len(m.Columns) {
		return fmt.Errorf("column %s isn't declared", has[len(m.Columns)].Name)
	}
	return nil
}

// describeTable stores the comments of a table and its columns.
func describeTable(ctx context.Context, db *duck.DB, table, description string, columns []Column) error {
	var statements strings.Builder
	fmt.Fprintf(&statements, "comment on table %s is %s;\n", table, duck.Literal(description))
	for _, c := range columns {
		fmt.Fprintf(&statements, "comment on column %s.%s is %s;\n", table, duck.Ident(c.Name), duck.Literal(c.comment()))
	}
	return db.Exec(ctx, statements.String())
}

// contentHash counts a table's rows and hashes its content: the declared names and types, and of all rows the number,
// the sum and the exclusive or of their hashes, which no order changes. It is the first 32 hex digits of a SHA-256.
// DuckDB's row hash may differ between its versions, so hashes compare within one.
func contentHash(ctx context.Context, db *duck.DB, m *Model) (rows int64, hash string, err error) {
	text, err := duck.Value[string](ctx, db, fmt.Sprintf(
		"select concat_ws(' ', count(*), coalesce(sum(cast(hash(t) as hugeint)), 0), coalesce(bit_xor(hash(t)), 0)) from %s as t", m.quoted()))
	if err != nil {
		return 0, "", err
	}
	if _, err := fmt.Sscan(text, &rows); err != nil {
		return 0, "", err
	}
	sum := sha256.New()
	for _, c := range m.Columns {
		fmt.Fprintln(sum, c.Name, c.Type)
	}
	fmt.Fprintln(sum, text)
	return rows, hex.EncodeToString(sum.Sum(nil))[:32], nil
}
