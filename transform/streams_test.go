package transform_test

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// quoteSchema is that of the streams of this file, whatever their axis.
var quoteSchema = arrow.NewSchema([]arrow.Field{
	{Name: "position", Type: arrow.PrimitiveTypes.Int64},
	{Name: "price", Type: arrow.BinaryTypes.String, Nullable: true},
}, nil)

// quoteSQL reads a raw stream whose name stands for %s.
func quoteSQL(stream string) string {
	return `/*
description: What was quoted.
grain: one row per quote
key: [position, observed_at]
evidence: quoted
columns:
  - {name: position, type: BIGINT, unit: none, description: "Where"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When it was asked"}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD, description: "How much"}
*/
select
    cast(position as bigint) as position,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(price as decimal(18, 8)) as price_usd,
from raw.` + stream + `
order by position, observed_at
`
}

// quote commits a slice of a stream with one row.
func (w *world) quote(stream, name string, slice load.Slice, position int64, rejected ...load.RejectedRow) {
	w.t.Helper()
	part := load.Part{Stream: load.StreamID{Source: "market", Instance: "main", Stream: stream}, Name: name, Axis: slice.Axis}
	if err := w.lake.AddPart(part); err != nil {
		w.t.Fatal(err)
	}
	writer, err := w.lake.NewWriter(load.WriterOptions{
		Part: part, Schema: quoteSchema, Key: []string{"position"}, SchemaVersion: 1, RunID: "run", ExtractedAt: w.now, Endpoint: "test",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, quoteSchema)
	defer rows.Release()
	rows.Field(0).(*array.Int64Builder).Append(position)
	rows.Field(1).(*array.StringBuilder).Append("0.25")
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range rejected {
		writer.Reject(r)
	}
	slice.Revision = 1
	if _, _, err := writer.Commit(w.t.Context(), slice, nil); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) readQuotes(streams ...string) {
	for _, stream := range streams {
		w.schemas["market__"+stream] = quoteSchema
		w.write("staging/market__"+stream+".sql", quoteSQL("market__"+stream))
	}
}

func TestAStreamThatHasNoFileIsAnEmptyTable(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.readQuotes("offers")
	p := w.mustRun()
	want := []string{"position BIGINT", "observed_at TIMESTAMP", "price_usd DECIMAL(18,8)"}
	if diff := cmp.Diff(want, query(t, p.Path, "select column_name, column_type from (describe staging.market__offers)")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0 0 1"}, query(t, p.Path, "select (select count(*) from staging.market__offers), count(*) filter (source = 'market'), count(*) from meta.stream")); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyBlocksStopAtAHorizon(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.readQuotes("days", "offers", "lookups")
	const day = 86_400
	days := func(from int64) load.Slice {
		return load.Slice{Axis: load.AxisTime, Interval: load.Interval{From: from * day, To: (from + 1) * day}}
	}
	w.quote("days", "eth", days(0), 1)
	w.quote("days", "lpt", days(0), 2)
	w.quote("days", "lpt", days(3), 3*day) // days are missing before it
	first := w.now
	for range 2 {
		w.quote("offers", "all", load.Slice{Axis: load.AxisInstant, Interval: load.Interval{From: w.now.Unix(), To: w.now.Unix() + 1}}, 7,
			load.RejectedRow{Position: -1, Reason: "no price", Original: []byte("{}")})
		w.tick()
	}
	w.quote("lookups", "names", load.Slice{Axis: load.AxisKeys, Keys: "ab12"}, 5)
	p := w.mustRun()
	tests := []struct {
		name, sql string
		want      []string
	}{
		{"days, past the gap too", "select position from staging.market__days", []string{"1", "2", "259200"}},
		{"instants", "select position, observed_at from staging.market__offers", []string{"7 2026-11-23 20:00:00", "7 2026-11-23 21:00:00"}},
		{"lookups", "select position, observed_at from staging.market__lookups", []string{"5 2026-11-23 22:00:00"}},
		{"streams", "select stream, part, axis, horizon, horizon_at, is_complete, reason, rows, rejected_rows from meta.stream where source = 'market' order by stream, part", []string{
			"days eth time 86400 1970-01-02 00:00:00 true <null> 1 0",
			"days lpt time 86400 1970-01-02 00:00:00 false gap: nothing committed for [86400, 259200) 2 0",
			"lookups names keys <null> <null> true <null> 1 0",
			"offers all instant <null> 2026-11-23 21:00:00 true <null> 2 2",
		}},
		{"files", "select path, revision, rows, rejected_rows, extracted_at from meta.lake_file where path like 'market/%' and path not like '%days%' order by path", []string{
			"market/main/lookups/names/keys-ab12.parquet 1 1 0 2026-11-23 22:00:00",
			"market/main/offers/all/20261123T200000Z.parquet 1 1 1 2026-11-23 20:00:00",
			"market/main/offers/all/20261123T210000Z.parquet 1 1 1 2026-11-23 21:00:00",
		}},
		{"all is read", "select is_complete, as_of from meta.publication", []string{"true 2026-11-23 22:00:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, query(t, p.Path, tt.sql)); diff != "" {
				t.Error(diff)
			}
		})
	}
	w.asOf = first
	if diff := cmp.Diff([]string{"1"}, query(t, w.mustRun().Path, "select count(*) from staging.market__offers")); diff != "" {
		t.Errorf("as it was: %s", diff)
	}
}

func TestEveryStreamIsShownToReaders(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.quote("offers", "all", load.Slice{Axis: load.AxisInstant, Interval: load.Interval{From: w.now.Unix(), To: w.now.Unix() + 1}}, 7)
	w.quote("lookups", "names", load.Slice{Axis: load.AxisKeys, Keys: "ab12"}, 5)
	tables, err := transform.RawTables(t.Context(), w.lake, w.schemas, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]int{}
	for _, table := range tables {
		files[table.Name] = len(table.Files)
	}
	if diff := cmp.Diff(map[string]int{"chain__logs": 1, "market__offers": 1, "market__lookups": 1}, files); diff != "" {
		t.Error(diff)
	}
}
