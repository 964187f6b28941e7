package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/extract/chain"
	"github.com/lakepeer/lakepeer/load"
)

// landing lands rows again that a lake holds already.
type landing struct {
	lake   *load.Lake
	logs   *chain.Logs
	timing timing
}

// land writes every slice of the home's lake into a new lake, and tells how long appending and committing took;
// reading doesn't count.
func land(ctx context.Context, home string, stdout io.Writer) (err error) {
	files, network, err := logFiles(home)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lakepeer-landing-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	l := landing{logs: new(chain.Logs)}
	if l.lake, err = load.Open(dir, network, load.Options{}); err != nil {
		return err
	}
	for _, f := range files {
		if err := l.add(ctx, f); err != nil {
			return fmt.Errorf("land %s again: %w", f.Path, err)
		}
	}
	return json.NewEncoder(stdout).Encode(l.timing)
}

// add lands one slice.
func (l *landing) add(ctx context.Context, f load.File) error {
	if err := l.lake.AddPart(f.Part); err != nil {
		return err
	}
	batches, err := readLogs(ctx, f.Path)
	defer func() {
		for _, b := range batches {
			b.Release()
		}
	}()
	if err != nil {
		return err
	}
	writer, err := l.lake.NewWriter(load.WriterOptions{
		Part: f.Part, Schema: l.logs.Schema(), Key: l.logs.Key(), Dictionary: l.logs.Dictionary(), SchemaVersion: l.logs.SchemaVersion(),
		RunID: "throughput", ExtractedAt: time.Now(), Endpoint: "memory",
	})
	if err != nil {
		return err
	}
	started := time.Now()
	for _, b := range batches {
		if err := writer.Append(b); err != nil {
			return err
		}
		l.timing.Rows += b.NumRows()
	}
	_, _, err = writer.Commit(ctx, f.Slice, nil)
	l.timing.Took += time.Since(started)
	return err
}

// readLogs reads the stream's own columns of a lake file.
func readLogs(ctx context.Context, path string) (batches []arrow.RecordBatch, err error) {
	source, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	reader, err := pqarrow.NewFileReader(source, pqarrow.ArrowReadProperties{BatchSize: 2000}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	columns := make([]int, chain.Schema().NumFields()) // the standard columns come after them
	for i := range columns {
		columns[i] = i
	}
	records, err := reader.GetRecordReader(ctx, columns, nil)
	if err != nil {
		return nil, err
	}
	defer records.Release()
	for records.Next() {
		b := records.RecordBatch()
		b.Retain()
		batches = append(batches, b)
	}
	if err := records.Err(); err != nil && !errors.Is(err, io.EOF) {
		return batches, err
	}
	return batches, nil
}
