package transform

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
)

// metaTable is a table of meta: what this build did, which no model may read.
type metaTable struct {
	name, description string
	columns           []Column
	// rows gives the content: structs or maps whose JSON names are the columns'.
	rows func(b *build) (any, error)
}

// writeMeta makes the tables of meta from the manifest and the project.
func (b *build) writeMeta(ctx context.Context) error {
	for _, t := range metaTables {
		rows, err := t.rows(b)
		if err != nil {
			return fmt.Errorf("meta.%s: %w", t.name, err)
		}
		if err := b.writeMetaTable(ctx, t, rows); err != nil {
			return fmt.Errorf("meta.%s: %w", t.name, err)
		}
	}
	return b.writeUnknownEvents(ctx)
}

func (b *build) writeMetaTable(ctx context.Context, t metaTable, rows any) error {
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	declared := make([]string, len(t.columns))
	structure := map[string]string{}
	for i, c := range t.columns {
		declared[i] = duck.Ident(c.Name) + " " + c.Type
		structure[c.Name] = c.Type
	}
	shape, err := json.Marshal([]any{structure})
	if err != nil {
		return err
	}
	table := "meta." + duck.Ident(t.name)
	if err := b.db.Exec(ctx, fmt.Sprintf("create table %s (%s)", table, strings.Join(declared, ", "))); err != nil {
		return err
	}
	insert := fmt.Sprintf("insert into %s by name select unnest(from_json(?::json, %s), max_depth := 2)", table, duck.Literal(string(shape)))
	if err := b.db.Exec(ctx, insert, string(text)); err != nil {
		return err
	}
	return describeTable(ctx, b.db, table, t.description, t.columns)
}

// metaTables are filled in this order.
var metaTables = []metaTable{
	{
		"publication", "One row: what this file is, what it was built from, and how far its data reach.",
		[]Column{
			{"publication", "VARCHAR", "none", "Id of the publication; every table of this file belongs to it"},
			{"run_id", "VARCHAR", "none", "Run that built it"},
			{"network", "VARCHAR", "none", "Name of the network"},
			{"chain_id", "UBIGINT", "none", "EVM chain id"},
			{"controller", "VARCHAR", "none", "Address of Livepeer's Controller contract"},
			{"as_of", "TIMESTAMP", "UTC", "What \"now\" is to the models: the newest time of extraction, unless another was asked for"},
			{"horizon_block", "BIGINT", "block", "End (exclusive) of the blocks whose logs the tables hold; NULL if no chain is read"},
			{"horizon_at", "TIMESTAMP", "UTC", "Time of the last block before the horizon; NULL where the lake doesn't know it"},
			{"horizon_reason", "VARCHAR", "none", "What keeps later data out, if the lake holds any; NULL if nothing does"},
			{"current_round", "BIGINT", "round", "Last round that a NewRound log before the horizon starts; NULL if there is none"},
			{"lake_files", "BIGINT", "none", "Number of lake files that were current"},
			{"is_complete", "BOOLEAN", "none", "All that the lake holds is in the tables"},
			{"lakepeer_version", "VARCHAR", "none", "Version of lakepeer"},
			{"duckdb_version", "VARCHAR", "none", "Version of DuckDB; content hashes hold within one"},
			{"note", "VARCHAR", "none", "In words: what the data reach, and what is missing"},
		},
		publicationRows,
	},
	{
		"model", "One row per table of reference, staging and main: what it is, and how this build came by it.",
		[]Column{
			{"schema", "VARCHAR", "none", "Schema of the table"},
			{"name", "VARCHAR", "none", "Name of the table"},
			{"description", "VARCHAR", "none", "What the table is"},
			{"grain", "VARCHAR", "none", "What a row is"},
			{"key", "VARCHAR[]", "none", "Columns that identify a row"},
			{"evidence", "VARCHAR", "none", "How well the rows are known"},
			{"questions", "VARCHAR[]", "none", "Questions that the table answers"},
			{"rows", "BIGINT", "none", "Number of rows"},
			{"content_hash", "VARCHAR", "none", "Hash of the content, the same in any order of the rows"},
			{"fingerprint", "VARCHAR", "none", "Hash of what the table is a function of"},
			{"was_copied", "BOOLEAN", "none", "Taken from the publication before, because nothing it depends on has changed"},
		},
		modelRows,
	},
	{
		"column", "One row per column of reference, staging and main.",
		[]Column{
			{"schema", "VARCHAR", "none", "Schema of the table"},
			{"table_name", "VARCHAR", "none", "Name of the table"},
			{"position", "BIGINT", "none", "Position of the column, from 1"},
			{"column_name", "VARCHAR", "none", "Name of the column"},
			{"type", "VARCHAR", "none", "Type in DuckDB"},
			{"unit", "VARCHAR", "none", "What the numbers count"},
			{"description", "VARCHAR", "none", "What the value is"},
		},
		columnRows,
	},
	{
		"check", "One row per check, with what it found.",
		[]Column{
			{"name", "VARCHAR", "none", "What is checked"},
			{"model", "VARCHAR", "none", "Table, or tables, that it is about"},
			{"severity", "VARCHAR", "none", "error keeps a build from being published, warn is reported"},
			{"description", "VARCHAR", "none", "What a failure means; empty where the name says it"},
			{"passed", "BOOLEAN", "none", "No row failed"},
			{"failing_rows", "BIGINT", "none", "Number of rows that failed"},
			{"sample", "JSON", "none", "Up to five of them"},
		},
		checkRows,
	},
	{
		"stream", "One row per part of a raw stream that the tables are built from.",
		[]Column{
			{"source", "VARCHAR", "none", "Source"},
			{"instance", "VARCHAR", "none", "Configured occurrence of the source"},
			{"stream", "VARCHAR", "none", "Stream"},
			{"part", "VARCHAR", "none", "Part: the set of things asked for"},
			{"axis", "VARCHAR", "none", "What its files are cut along: block, time, instant (snapshots) or keys (lookups)"},
			{"horizon", "BIGINT", "position", "End (exclusive) of what is complete: a block, past which nothing is read, or Unix seconds; NULL for snapshots and lookups, which have no such end"},
			{"horizon_at", "TIMESTAMP", "UTC", "Time of the last block before it, the horizon itself, or the newest snapshot; NULL where the lake doesn't know it"},
			{"is_complete", "BOOLEAN", "none", "Nothing committed lies after the horizon"},
			{"reason", "VARCHAR", "none", "What holds the horizon back; NULL if nothing does"},
			{"files", "BIGINT", "none", "Current files of the part"},
			{"rows", "BIGINT", "none", "Rows in them, past the horizon too"},
			{"rejected_rows", "BIGINT", "none", "Rows that were malformed and lie in quarantine"},
			{"first_rejected", "BIGINT", "position", "Position of the first of them; NULL if there is none or it isn't known"},
			{"first_rejected_reason", "VARCHAR", "none", "What is wrong with it"},
		},
		streamRows,
	},
	{
		"lake_file", "One row per lake file that was current.",
		[]Column{
			{"path", "VARCHAR", "none", "Path below the lake's folder"},
			{"revision", "BIGINT", "none", "1 for the first extraction of the slice"},
			{"rows", "BIGINT", "none", "Rows in the file"},
			{"rejected_rows", "BIGINT", "none", "Rejected rows beside it"},
			{"size_bytes", "BIGINT", "byte", "Length of the file"},
			{"checksum", "VARCHAR", "none", "Hash of the content"},
			{"extracted_at", "TIMESTAMP", "UTC", "When it was extracted"},
		},
		func(b *build) (any, error) { return rowsOrNone(b.manifest.Files), nil },
	},
}

// rowsOrNone gives a list that JSON doesn't call null.
func rowsOrNone[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}

// metaRow is a row of meta by column.
type metaRow = map[string]any

func modelRows(b *build) (any, error) {
	rows := []metaRow{}
	for i, s := range b.manifest.Models {
		m := b.project.Models[i]
		rows = append(rows, metaRow{
			"schema": s.Schema, "name": s.Name, "description": m.Description, "grain": m.Grain, "key": m.Key, "evidence": m.Evidence,
			"questions": m.Questions, "rows": s.Rows, "content_hash": s.Hash, "fingerprint": s.Fingerprint, "was_copied": s.Copied,
		})
	}
	return rows, nil
}

func columnRows(b *build) (any, error) {
	rows := []metaRow{}
	for _, m := range b.project.Models {
		for i, c := range m.Columns {
			rows = append(rows, metaRow{
				"schema": m.Schema, "table_name": m.Name, "position": i + 1, "column_name": c.Name, "type": c.Type, "unit": c.Unit, "description": c.Description,
			})
		}
	}
	return rows, nil
}

func streamRows(b *build) (any, error) {
	type streamRow struct {
		PartState
		Horizon *int64  `json:"horizon"`
		Reason  *string `json:"reason"`
	}
	rows := []streamRow{}
	for _, p := range b.manifest.Parts {
		row := streamRow{PartState: p}
		if p.Axis != load.AxisInstant && p.Axis != load.AxisKeys {
			row.Horizon = &p.Horizon
		}
		if p.Reason != "" {
			row.Reason = &p.Reason
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func checkRows(b *build) (any, error) {
	rows := []metaRow{}
	for _, r := range b.manifest.Checks {
		rows = append(rows, metaRow{
			"name": r.Name, "model": r.Model, "severity": r.Severity, "description": r.Description, "passed": r.Passed(),
			"failing_rows": r.Failing, "sample": rowsOrNone(r.Sample),
		})
	}
	return rows, nil
}

// stamp gives a time as DuckDB's TIMESTAMP reads it, nil for none.
func stamp(at *time.Time) any {
	if at == nil || at.IsZero() {
		return nil
	}
	return at.UTC().Format("2006-01-02 15:04:05.999999")
}
