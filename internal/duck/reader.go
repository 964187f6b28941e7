package duck

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// Column is a named column with its DuckDB type: "DECIMAL(38,18)".
type Column struct {
	Name, Type string
}

// RawTable is a raw stream as a Reader shows it: the files of the lake behind raw.<name>.
type RawTable struct {
	// Name is the table's name below raw: "chain__logs".
	Name string
	// Columns are the declared columns. They give missing columns, the types, and the case of no file at all.
	Columns []Column
	// Files are the Parquet files, absolute paths.
	Files []string
}

// Select gives the SQL that reads the table: the declared columns first, then whatever else the files have.
func (t RawTable) Select() string {
	casts := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		casts[i] = fmt.Sprintf("cast(null as %s) as %s", c.Type, Ident(c.Name))
	}
	empty := "select " + strings.Join(casts, ", ") + " where false"
	if len(t.Files) == 0 {
		return empty
	}
	return empty + " union all by name select * from read_parquet(" + Literals(t.Files) + ", union_by_name = true)"
}

// ReaderOptions say what a Reader may read.
type ReaderOptions struct {
	// File is the DuckDB file that is read, absolute path.
	File string
	// Raw are the raw streams shown beside it; none by default.
	Raw []RawTable
	// MemoryLimit, Threads and TempDir are those of Options.
	MemoryLimit int64
	Threads     int
	TempDir     string
}

// Reader answers SQL of people and programs over one DuckDB file, and does nothing else: it runs one SELECT at a time,
// the file is attached read-only, no other file but the raw tables' can be opened, and neither can be changed by SQL.
type Reader struct {
	db *DB
}

// readerCatalog is the name of the file in a Reader's SQL, the same that the published file has when it is opened
// directly.
const readerCatalog = "lakepeer"

// OpenReader opens a file for strangers' SQL.
func OpenReader(ctx context.Context, opt ReaderOptions) (_ *Reader, err error) {
	db, err := Open(ctx, Options{MemoryLimit: opt.MemoryLimit, Threads: opt.Threads, TempDir: opt.TempDir})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if err := db.Exec(ctx, fmt.Sprintf("attach %s as %s (read_only)", Literal(opt.File), readerCatalog)); err != nil {
		return nil, fmt.Errorf("open %s for reading: %w", opt.File, err)
	}
	allowed, err := db.showRaw(ctx, opt.Raw)
	if err != nil {
		return nil, err
	}
	lock := []string{
		"use " + readerCatalog,
		"set allowed_paths = " + Literals(allowed),
		"set enable_external_access = false",
		"set lock_configuration = true",
	}
	for _, statement := range lock {
		if err := db.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("lock DuckDB before reading %s: %w", opt.File, err)
		}
	}
	return &Reader{db: db}, nil
}

// showRaw creates raw.<name> for each table and gives the files behind them.
func (db *DB) showRaw(ctx context.Context, tables []RawTable) (files []string, err error) {
	if len(tables) == 0 {
		return nil, nil
	}
	if err := db.Exec(ctx, "attach ':memory:' as raw"); err != nil {
		return nil, err
	}
	for _, t := range tables {
		for _, file := range t.Files {
			if !filepath.IsAbs(file) {
				return nil, fmt.Errorf("show raw.%s: %s is no absolute path", t.Name, file)
			}
		}
		if err := db.Exec(ctx, fmt.Sprintf("create view raw.main.%s as %s", Ident(t.Name), t.Select())); err != nil {
			return nil, fmt.Errorf("show raw.%s: %w", t.Name, err)
		}
		files = append(files, t.Files...)
	}
	return files, nil
}

// Close ends the reader.
func (r *Reader) Close() error { return r.db.Close() }
