package chain

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/load"
)

// files gives the live files of a stream of the instance main.
func (s *site) files(stream string) []load.File {
	s.t.Helper()
	parts, err := s.lake.Parts(load.StreamID{Source: "chain", Instance: "main", Stream: stream})
	if err != nil {
		s.t.Fatal(err)
	}
	var all []load.File
	for _, part := range parts {
		files, err := s.lake.Files(part, load.ListOptions{})
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, files...)
	}
	return all
}

// rows reads the live rows of a stream of the instance main, as text by column.
func (s *site) rows(stream string) []map[string]string {
	s.t.Helper()
	var rows []map[string]string
	for _, f := range s.files(stream) {
		rows = append(rows, readRows(s.t, f.Path)...)
	}
	return rows
}

// distinct counts the values of a column.
func (s *site) distinct(stream, column string) int {
	s.t.Helper()
	values := map[string]bool{}
	for _, row := range s.rows(stream) {
		values[row[column]] = true
	}
	return len(values)
}

func readRows(t testing.TB, path string) []map[string]string {
	t.Helper()
	parquet, err := file.OpenParquetFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = parquet.Close() }()
	reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := reader.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	batches := array.NewTableReader(table, 0)
	defer batches.Release()
	var rows []map[string]string
	for batches.Next() {
		batch := batches.RecordBatch()
		for i := range int(batch.NumRows()) {
			row := map[string]string{}
			for c, field := range batch.Schema().Fields() {
				if row[field.Name] = "NULL"; batch.Column(c).IsValid(i) {
					row[field.Name] = batch.Column(c).ValueStr(i)
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}
