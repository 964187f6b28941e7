package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// rawTable is one table of raw: the files behind it and how far they are read.
type rawTable struct {
	duck.RawTable
	// limits are the conditions on the rows, one per stream instance that has a horizon.
	limits []string
	// sources are what decodedTable is merged from; nil for every other table.
	sources []decode.Source
	// rows is the statement of horizonTable, and of decodedTable where a subgraph stands in for the chain; "" for every other table.
	rows string
	// identity is a hash of what the table is a function of.
	identity string
	loaded   bool
}

// standardColumns are those that every lake file has beside its stream's own.
var standardColumns = []duck.Column{
	{Name: "_instance", Type: "VARCHAR"},
	{Name: "_extracted_at", Type: "TIMESTAMP WITH TIME ZONE"},
	{Name: "_run_id", Type: "VARCHAR"},
	{Name: "_extra", Type: "VARCHAR"},
}

// streamColumns gives a stream's columns, the standard ones included, in DuckDB's types.
func streamColumns(schema *arrow.Schema) ([]duck.Column, error) {
	columns, err := duckColumns(schema)
	return append(columns, standardColumns...), err
}

// duckColumns gives the columns that DuckDB reads from Parquet files of a schema.
func duckColumns(schema *arrow.Schema) ([]duck.Column, error) {
	columns := make([]duck.Column, schema.NumFields())
	for i, field := range schema.Fields() {
		typ, err := duckType(field.Type)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", field.Name, err)
		}
		columns[i] = duck.Column{Name: field.Name, Type: typ}
	}
	return columns, nil
}

// duckTypes are the Arrow types that streams use, with what DuckDB makes of them.
var duckTypes = map[arrow.Type]string{
	arrow.BOOL: "BOOLEAN", arrow.INT32: "INTEGER", arrow.INT64: "BIGINT", arrow.FLOAT64: "DOUBLE", arrow.STRING: "VARCHAR",
	arrow.BINARY: "BLOB", arrow.DATE32: "DATE",
}

func duckType(typ arrow.DataType) (string, error) {
	switch t := typ.(type) {
	case *arrow.TimestampType:
		if t.TimeZone == "" {
			return "TIMESTAMP", nil
		}
		return "TIMESTAMP WITH TIME ZONE", nil
	case *arrow.Decimal128Type:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale), nil
	}
	if known, ok := duckTypes[typ.ID()]; ok {
		return known, nil
	}
	return "", fmt.Errorf("a raw stream can't have the type %s: use BOOL, INT32, INT64, FLOAT64, STRING, BINARY, DATE32, TIMESTAMP or DECIMAL128", typ)
}

// RawTables gives the raw streams of a lake for a duck.Reader: one table per kind of stream, over all live files of all
// instances, past the horizon too; with asOf, if not zero, as the lake was then. Schemas are the streams' own columns by
// table name ("chain__logs"); a stream that has none here, or no file, is shown by what the other says, and is left out if
// there is neither.
func RawTables(ctx context.Context, lake *load.Lake, schemas map[string]*arrow.Schema, asOf time.Time) ([]duck.RawTable, error) {
	ids, err := lake.Streams()
	if err != nil {
		return nil, err
	}
	tables := map[string]duck.RawTable{}
	for name, schema := range schemas {
		columns, err := streamColumns(schema)
		if err != nil {
			return nil, fmt.Errorf("raw.%s: %w", name, err)
		}
		tables[name] = duck.RawTable{Name: name, Columns: columns}
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t, ok := tables[id.Table()]
		if !ok {
			t = duck.RawTable{Name: id.Table(), Columns: standardColumns}
		}
		files, err := streamFiles(lake, id, load.ListOptions{AsOf: asOf})
		if err != nil {
			return nil, err
		}
		t.Files = append(t.Files, files...)
		tables[t.Name] = t
	}
	return sortedTables(tables), nil
}

// streamFiles gives the absolute paths of the live files of all parts.
func streamFiles(lake *load.Lake, id load.StreamID, opt load.ListOptions) (paths []string, err error) {
	parts, err := lake.Parts(id)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		files, err := lake.Files(part, opt)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			path, err := filepath.Abs(f.Path)
			if err != nil {
				return nil, err
			}
			paths = append(paths, path)
		}
	}
	return paths, nil
}

func sortedTables(tables map[string]duck.RawTable) []duck.RawTable {
	var sorted []duck.RawTable
	for _, t := range tables {
		sorted = append(sorted, t)
	}
	slices.SortFunc(sorted, func(a, b duck.RawTable) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}

// prepareRaw finds the files of each raw table that the models read. The logs are decoded here; where one of them can't
// be, the horizon of its instance falls to its block.
func (b *build) prepareRaw(ctx context.Context) error {
	b.raw = map[string]*rawTable{}
	names := b.project.rawTables()
	if slices.ContainsFunc(names, isDerived) { // before any other table that stops at the same horizons
		if err := b.prepareDecoded(ctx); err != nil {
			return fmt.Errorf("raw.%s: %w", decodedTable, err)
		}
	}
	if slices.ContainsFunc(names, isLedger) { // once the horizons are settled
		if err := b.prepareLedger(ctx); err != nil {
			return fmt.Errorf("raw.%s…: %w", ledger.Prefix, err)
		}
	}
	b.prepareHorizons()
	b.chains = nil // the block times with them
	for _, name := range names {
		if isDerived(name) {
			continue
		}
		if err := b.prepareTable(name); err != nil {
			return fmt.Errorf("raw.%s: %w", name, err)
		}
	}
	return nil
}

func (b *build) prepareTable(name string) error {
	columns, err := streamColumns(b.opt.Schemas[name])
	if err != nil {
		return err
	}
	t := &rawTable{RawTable: duck.RawTable{Name: name, Columns: columns}}
	identity := sha256.New()
	for i := range b.inputs.streams {
		s := &b.inputs.streams[i]
		if s.id.Table() != name {
			continue
		}
		if err := t.addFiles(s); err != nil {
			return err
		}
		s.identify(identity, false)
	}
	fmt.Fprint(identity, t.Columns)
	t.identity = hex.EncodeToString(identity.Sum(nil))
	b.raw[name] = t
	return nil
}

// identify writes what the stream's rows are a function of. Decoded rows carry no time of extraction.
func (s *streamInput) identify(sum interface{ Write([]byte) (int, error) }, decoded bool) {
	_, states := s.current()
	fmt.Fprintln(sum, s.id)
	if s.axis == load.AxisBlock {
		fmt.Fprintln(sum, s.horizon.Position)
	}
	for _, f := range states {
		fmt.Fprintf(sum, "%s %s", f.Path, f.Checksum)
		if !decoded {
			fmt.Fprintf(sum, " %d", f.ExtractedAt.UnixMicro())
		}
		fmt.Fprintln(sum)
	}
}

func (t *rawTable) addFiles(s *streamInput) error {
	files, _ := s.current()
	for _, f := range files {
		path, err := filepath.Abs(f.Path)
		if err != nil {
			return err
		}
		t.Files = append(t.Files, path)
	}
	t.limit(s)
	return nil
}

// limit keeps the rows from the horizon on out of the table.
func (t *rawTable) limit(s *streamInput) {
	if s.axis == load.AxisBlock {
		t.limits = append(t.limits, fmt.Sprintf("(_instance = %s and block_number < %d)", duck.Literal(s.id.Instance), s.horizon.Position))
	}
}

// where is the clause that keeps the rows from the horizon on out; "" if there is none.
func (t *rawTable) where() string {
	if len(t.limits) == 0 {
		return ""
	}
	return " where " + strings.Join(t.limits, " or ")
}

// filesAtOnce is how many files a raw table is loaded from at a time: what DuckDB keeps of each open file isn't counted in
// its memory limit.
const filesAtOnce = 64

// loadRaw makes a raw table, once.
func (b *build) loadRaw(ctx context.Context, name string) error {
	t := b.raw[name]
	if t.loaded {
		return nil
	}
	load := b.loadTable
	switch {
	case isDecoded(name):
		load = b.mergeDecoded
	case isLedger(name):
		load = b.viewLedger
	case name == horizonTable:
		load = b.viewHorizons
	}
	if err := load(ctx, name, t); err != nil {
		return fmt.Errorf("load raw.%s from %d files: %w", name, len(t.Files), advise(err, b.opt.Home))
	}
	t.loaded = true
	return nil
}

// loadTable loads a raw table from its files.
func (b *build) loadTable(ctx context.Context, name string, t *rawTable) error {
	empty := duck.RawTable{Columns: t.Columns}.Select()
	if err := b.db.Exec(ctx, fmt.Sprintf("create table raw.main.%s as %s", duck.Ident(name), empty)); err != nil {
		return err
	}
	done := 0
	for files := range slices.Chunk(t.Files, filesAtOnce) {
		b.say("load raw."+name, done, len(t.Files))
		if err := b.insertRaw(ctx, name, duck.RawTable{Columns: t.Columns, Files: files}, t.where()); err != nil {
			return err
		}
		done += len(files)
	}
	return nil
}

// insertRaw adds some files' rows to a raw table, after a check that the files have its columns' types.
func (b *build) insertRaw(ctx context.Context, name string, t duck.RawTable, where string) error {
	rows := fmt.Sprintf("select %s from (%s)", idents(columnNames(t.Columns)), t.Select())
	has, err := tableColumns(ctx, b.db, rows)
	if err != nil {
		return err
	}
	for i, c := range t.Columns {
		if has[i] != c {
			return fmt.Errorf("column %s is %s in the files instead of %s: the lake holds files of another schema", c.Name, has[i].Type, c.Type)
		}
	}
	return b.db.Exec(ctx, fmt.Sprintf("insert into raw.main.%s %s%s", duck.Ident(name), rows, where))
}

func columnNames(columns []duck.Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// tableColumns gives the columns that a table really has.
func tableColumns(ctx context.Context, db *duck.DB, table string) ([]duck.Column, error) {
	rows, err := db.Query(ctx, "select column_name, column_type from (describe "+table+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []duck.Column
	for rows.Next() {
		var c duck.Column
		if err := rows.Scan(&c.Name, &c.Type); err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}
