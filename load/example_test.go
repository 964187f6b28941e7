package load_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/load"
)

// Example lands one slice of blocks and looks at what the lake then has.
func Example() {
	if err := example(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// revision 1 with 2 rows: chain/main/logs/deployment-1/000000000100-000000000200.parquet
	// complete up to block 200
	// of the first 300 blocks missing: [{200 300}]
}

func example() (err error) {
	home, err := os.MkdirTemp("", "lakepeer")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)

	// Whoever writes locks the home first.
	unlock, err := load.Lock(home, load.Holder{PID: os.Getpid(), Command: "example", Since: time.Now()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	network := load.Network{Name: "arbitrum-one", ChainID: 42161, Controller: "0xd8e8328501e9645d16cf49539efc04f734606ee4"}
	lake, err := load.Open(home, network, load.Options{})
	if err != nil {
		return err
	}

	// A part says what is asked for, from which position on.
	part := load.Part{
		Stream: load.StreamID{Source: "chain", Instance: "main", Stream: "logs"},
		Name:   "deployment-1", Axis: load.AxisBlock, From: 100,
		Asks: json.RawMessage(`{"contracts": ["BondingManager"]}`),
	}
	if err := lake.AddPart(part); err != nil {
		return err
	}

	// A writer gathers rows, and commits them as the slice that they are the whole of.
	schema := arrow.NewSchema([]arrow.Field{{Name: "block_number", Type: arrow.PrimitiveTypes.Int64}}, nil)
	writer, err := lake.NewWriter(load.WriterOptions{Part: part, Schema: schema, Key: []string{"block_number"}, SchemaVersion: 1, ExtractedAt: time.Now()})
	if err != nil {
		return err
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer rows.Release()
	rows.Field(0).(*array.Int64Builder).AppendValues([]int64{120, 150}, nil)
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		return err
	}
	slice := load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: 100, To: 200}}
	if _, _, err := writer.Commit(context.Background(), slice, nil); err != nil {
		return err
	}
	return report(lake, part)
}

// report lists the part's files, its horizon and its gaps.
func report(lake *load.Lake, part load.Part) error {
	files, err := lake.Files(part, load.ListOptions{})
	if err != nil {
		return err
	}
	for _, f := range files {
		meta, err := load.ReadMeta(f.Path)
		if err != nil {
			return err
		}
		path, err := filepath.Rel(lake.Dir(), f.Path)
		if err != nil {
			return err
		}
		fmt.Printf("revision %d with %d rows: %s\n", f.Slice.Revision, meta.Rows, filepath.ToSlash(path))
	}
	horizon, err := lake.PartHorizon(part, load.ListOptions{})
	if err != nil {
		return err
	}
	fmt.Println("complete up to block", horizon.Position)
	fmt.Println("of the first 300 blocks missing:", load.Gaps(files, load.Interval{From: part.From, To: 300}))
	return nil
}
