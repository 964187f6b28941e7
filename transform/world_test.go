package transform_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// world is a home with a lake of one small stream, chain.logs, and models over it.
type world struct {
	t    *testing.T
	home string
	lake *load.Lake
	sql  fstest.MapFS
	now  time.Time
	full bool
	asOf time.Time
	// memory is the build's memory limit in bytes.
	memory int64
	hook   func(string)
	// schemas are those of the raw streams that models may read.
	schemas map[string]*arrow.Schema
}

var (
	testNetwork = load.Network{Name: "test", ChainID: 1337, Controller: "0x00000000000000000000000000000000000000c0"}
	testStream  = load.StreamID{Source: "chain", Instance: "main", Stream: "logs"}
	testPart    = load.Part{Stream: testStream, Name: "deployment", Axis: load.AxisBlock, From: 100, Asks: json.RawMessage(`{"contracts":[]}`)}
	testSchema  = arrow.NewSchema([]arrow.Field{
		{Name: "block_number", Type: arrow.PrimitiveTypes.Int64},
		{Name: "log_index", Type: arrow.PrimitiveTypes.Int64},
		{Name: "account", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "amount", Type: &arrow.Decimal128Type{Precision: 38}, Nullable: true},
	}, nil)
)

// log is a row of the stream.
type log struct {
	block, index int64
	account      string
	amount       int64
}

const stagingSQL = `/*
description: What each log says. It's quoted.
grain: one row per log
key: [event_id]
evidence: onchain
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "Block and index", checks: [not_null]}
  - {name: log_position, type: BIGINT, unit: none, description: "Position"}
  - {name: account, type: VARCHAR, unit: none, description: "Who"}
  - {name: amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "How much"}
*/
select
    cast(block_number || '-' || log_index as varchar) as event_id,
    cast(block_number * 1000000 + log_index as bigint) as log_position,
    cast(account as varchar) as account,
    cast(amount * 0.000000000000000001::decimal(18, 18) as decimal(38, 18)) as amount_lpt,
from raw.chain__logs
order by log_position
`

const martSQL = `/*
description: The sum of each account.
grain: one row per account
key: [account]
evidence: onchain
questions: [income]
columns:
  - {name: account, type: VARCHAR, unit: none, description: "Who", checks: [not_null, {accepted_values: [a, b, c], severity: warn}]}
  - {name: total_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "How much in all"}
checks:
  - {name: totals_are_positive, severity: error, description: "Nobody owes.", sql: "select account, total_lpt from main.fct_total where total_lpt < 0"}
*/
with
    logs as (select * from staging.chain__log)
select
    cast(account as varchar) as account,
    cast(twice(sum(amount_lpt)) / 2 as decimal(38, 18)) as total_lpt,
from logs
group by account
order by account
`

const clockSQL = `/*
description: When the data are of.
grain: one row
key: [as_of]
evidence: onchain
columns:
  - {name: as_of, type: TIMESTAMP, unit: UTC, description: "Now"}
*/
select cast(getvariable('as_of') as timestamp) as as_of order by as_of
`

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, home: filepath.Join(t.TempDir(), "it's home"), now: time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC), memory: 256 << 20}
	w.sql = fstest.MapFS{}
	w.schemas = map[string]*arrow.Schema{"chain__logs": testSchema}
	w.write("macros/math.sql", "create macro twice(x) as x * 2;\ncreate macro unused(x) as twice(x);\n")
	w.write("staging/chain__log.sql", stagingSQL)
	w.write("marts/fct_total.sql", martSQL)
	w.write("marts/dim_clock.sql", clockSQL)
	w.write("checks/no_strangers.sql", "/*\ndescription: Everybody is known.\nseverity: warn\nmodels: [main.fct_total]\n*/\nselect account from main.fct_total where account = 'stranger'\n")
	var err error
	if w.lake, err = load.Open(w.home, testNetwork, load.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := w.lake.AddPart(testPart); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) write(file, text string) { w.sql[file] = &fstest.MapFile{Data: []byte(text)} }

// remove takes a file out of the project.
func (w *world) remove(file string) {
	w.sql = maps.Clone(w.sql)
	delete(w.sql, file)
}

// tick lets an hour pass.
func (w *world) tick() { w.now = w.now.Add(time.Hour) }

// commit commits the logs of a range of blocks, with rejected rows.
func (w *world) commit(from, to int64, logs []log, rejected ...load.RejectedRow) {
	w.t.Helper()
	writer, err := w.lake.NewWriter(load.WriterOptions{
		Part: testPart, Schema: testSchema, Key: []string{"block_number", "log_index"}, SchemaVersion: 1, RunID: "run", ExtractedAt: w.now, Endpoint: "test",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, testSchema)
	defer rows.Release()
	for _, l := range logs {
		rows.Field(0).(*array.Int64Builder).Append(l.block)
		rows.Field(1).(*array.Int64Builder).Append(l.index)
		rows.Field(2).(*array.StringBuilder).Append(l.account)
		rows.Field(3).(*array.Decimal128Builder).Append(decimal128.FromI64(l.amount))
	}
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range rejected {
		writer.Reject(r)
	}
	slice := load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: from, To: to}, Revision: 1}
	if _, _, err := writer.Commit(w.t.Context(), slice, map[string]string{"anchor.time": "1700000000"}); err != nil {
		w.t.Fatal(err)
	}
}

// some gives logs in every tenth block of a range, of accounts a, b and c.
func some(from, to int64) (logs []log) {
	for block := from; block < to; block += 10 {
		logs = append(logs, log{block: block, index: block % 7, account: string("abc"[block/10%3]), amount: block})
	}
	return logs
}

func (w *world) build() (*transform.Candidate, error) {
	w.t.Helper()
	return transform.Build(w.t.Context(), transform.Options{
		Home: w.home, Lake: w.lake, SQL: w.sql, Schemas: w.schemas,
		AsOf: w.asOf, Full: w.full, MemoryLimit: w.memory, Threads: 2, RunID: "run-1", Version: "0.0.0-test",
		Clock: func() time.Time { return w.now }, Hook: w.hook,
	})
}

// run is what a run does after extraction.
func (w *world) run() (*transform.Publication, error) {
	w.t.Helper()
	if _, err := transform.Repair(w.t.Context(), w.home); err != nil {
		return nil, err
	}
	c, err := w.build()
	if err != nil {
		return nil, err
	}
	return transform.Publish(w.t.Context(), w.home, c, transform.PublishOptions{Clock: func() time.Time { return w.now }, Hook: w.hook})
}

func (w *world) mustRun() *transform.Publication {
	w.t.Helper()
	p, err := w.run()
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// query asks a file and gives the rows, cells joined by spaces.
func query(t *testing.T, path, sql string) []string {
	t.Helper()
	r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: path})
	if err != nil {
		t.Fatal(err)
	}
	result, err := r.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(errors.Join(err, r.Close()))
	}
	var lines []string
	for result.Next() {
		var cells []string
		for _, cell := range result.Row() {
			if cell.Null {
				cell.Text = "<null>"
			}
			cells = append(cells, cell.Text)
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	if err := errors.Join(result.Err(), result.Close(), r.Close()); err != nil {
		t.Fatal(err)
	}
	return lines
}

// entries names what a folder of the home holds, nothing for a missing one.
func (w *world) entries(folder string) (names []string) {
	entries, err := os.ReadDir(filepath.Join(w.home, folder))
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
