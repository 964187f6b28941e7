package transform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
)

// publicationRows gives the one row of meta.publication.
func publicationRows(b *build) (any, error) {
	m := b.manifest
	row := metaRow{
		"publication": m.ID, "run_id": m.RunID, "network": m.Network.Name, "chain_id": m.Network.ChainID, "controller": m.Network.Controller,
		"as_of": stamp(&m.AsOf), "lake_files": len(m.Files), "is_complete": m.IsComplete(),
		"lakepeer_version": m.Versions.Lakepeer, "duckdb_version": m.Versions.DuckDB, "note": m.note(),
	}
	if h, ok := m.BlockHorizon(); ok {
		row["horizon_block"], row["horizon_at"] = h.Horizon, stamp(h.HorizonAt)
		if h.Reason != "" {
			row["horizon_reason"] = h.Reason
		}
	}
	if m.CurrentRound != nil {
		row["current_round"] = *m.CurrentRound
	}
	return []metaRow{row}, nil
}

// IsComplete tells whether all that the lake holds of the streams read is in the tables. Only blocks can be left out: other
// streams are read to their end.
func (m Manifest) IsComplete() bool {
	return !slices.ContainsFunc(m.Parts, func(p PartState) bool { return p.Axis != load.AxisTime && !p.IsComplete })
}

// BlockHorizon gives the part of chain.logs, of the network's own chain, whose horizon is lowest: the tables hold the logs
// of the blocks before it. It gives false if no such stream was read.
func (m Manifest) BlockHorizon() (lowest PartState, ok bool) {
	for _, p := range m.Parts {
		own := p.ChainID == 0 || p.ChainID == m.Network.ChainID
		if p.Table() == logsTable && own && (!ok || p.Horizon < lowest.Horizon) {
			lowest, ok = p, true
		}
	}
	return lowest, ok
}

// note says in words how far the data reach.
func (m Manifest) note() string {
	h, ok := m.BlockHorizon()
	if !ok {
		return "No data: no stream has been extracted yet."
	}
	text := fmt.Sprintf("Holds all logs before block %d.", h.Horizon)
	if !h.IsComplete {
		text += " The lake holds more, but it can't be used yet: " + strings.TrimSuffix(h.Reason, ".") + "."
	}
	return text
}

// currentRound reads the last round that has begun, where the project has the model that knows it.
func (b *build) currentRound(ctx context.Context) error {
	const rounds = "staging.chain__new_round"
	if _, ok := b.manifest.model(rounds); !ok {
		return nil
	}
	round, err := duck.Values[int64](ctx, b.db, fmt.Sprintf(
		"select round from %s where round is not null and chain_id = %d order by log_position desc limit 1", rounds, b.manifest.Network.ChainID))
	if err == nil && len(round) > 0 {
		b.manifest.CurrentRound = &round[0]
	}
	return err
}

// writeUnknownEvents makes meta.unknown_event, which counts the logs that the catalogue of events doesn't know.
func (b *build) writeUnknownEvents(ctx context.Context) error {
	const source, table = "staging.chain__unknown_event", "meta.unknown_event"
	columns := []Column{
		{"contract", "VARCHAR", "none", "Name of the contract; NULL if the part didn't ask for the address"},
		{"contract_address", "VARCHAR", "none", "Address that emitted the logs"},
		{"topic0", "VARCHAR", "none", "First topic: the event's identity; NULL if the logs have no topic"},
		{"logs", "BIGINT", "none", "Number of logs"},
	}
	statement := "create table " + table + " (contract varchar, contract_address varchar, topic0 varchar, logs bigint)"
	if _, ok := b.manifest.model(source); ok {
		statement = "create table " + table + " as select contract, contract_address, topic0, count(*) as logs from " + source +
			" group by contract, contract_address, topic0 order by all"
	}
	if err := b.db.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	return describeTable(ctx, b.db, table, "One row per event that the catalogue doesn't have, as far as the horizon.", columns)
}
