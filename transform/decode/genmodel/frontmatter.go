package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/transform/decode"
)

const head = `# Written by genmodel from the schema and the catalogue of events; go generate ./transform/decode renews it.
description: "One row per log of the chain, decoded: the arguments of all events side by side, NULL where the log's event has none."
grain: one row per log
key: [chain_id, block_number, log_index]
evidence: onchain
inputs: [raw.chain__logs, raw.chain__lpt_transfers, raw.chain__blocks]
outputs: [raw.chain__decoded]
version: %q
columns:
`

// frontMatter gives the model's front matter as YAML.
func frontMatter() string {
	var out strings.Builder
	fmt.Fprintf(&out, head, decode.Version)
	for _, field := range decode.Schema().Fields() {
		unit, description := explain(field.Name)
		typ := sqlType(field.Type)
		if strings.Contains(typ, ",") {
			typ = strconv.Quote(typ)
		}
		checks := ""
		if !field.Nullable {
			checks = ", checks: [not_null]"
		}
		fmt.Fprintf(&out, "  - {name: %s, type: %s, unit: %s, description: %q%s}\n", field.Name, typ, unit, description, checks)
	}
	return out.String()
}

func sqlType(t arrow.DataType) string {
	switch t.ID() {
	case arrow.INT64:
		return "BIGINT"
	case arrow.DECIMAL128:
		return "DECIMAL(38,0)"
	case arrow.BOOL:
		return "BOOLEAN"
	case arrow.TIMESTAMP:
		return "TIMESTAMP"
	default:
		return "VARCHAR"
	}
}

// explain gives a column's unit and description.
func explain(column string) (unit, description string) {
	if own, ok := headColumns()[column]; ok {
		return own[0], own[1]
	}
	var units, events []string
	for _, e := range livepeer.Events() {
		for _, a := range e.Args {
			if a.Column != column {
				continue
			}
			events = append(events, e.Name)
			description = a.Description
			if u := unitOf(a); !slices.Contains(units, u) {
				units = append(units, u)
			}
		}
	}
	if len(events) > 1 {
		return strings.Join(units, " or "), "An argument of " + strings.Join(events, ", ") + "."
	}
	return units[0], events[0] + ": " + description
}

func unitOf(a livepeer.Arg) string {
	switch {
	case a.Kind == livepeer.Wei:
		return "wei " + a.Unit
	case a.Unit == "":
		return "none"
	default:
		return a.Unit
	}
}

// headColumns are unit and description of the columns that don't depend on the event.
func headColumns() map[string][2]string {
	return map[string][2]string{
		"_instance":         {"none", "Configured occurrence of the source that the log is from."},
		"chain_id":          {"none", "EVM chain id."},
		"block_number":      {"block", "Block of the log: an L2 block on Arbitrum."},
		"log_index":         {"none", "Position of the log within its block, from 0."},
		"transaction_index": {"none", "Position of the transaction within its block, from 0."},
		"transaction_hash":  {"none", "Hash of the transaction, lower-case 0x text."},
		"block_hash":        {"none", "Hash of the block, lower-case 0x text."},
		"event_at":          {"UTC", "Time of the log's block: the log's own, else that of the block as landed; NULL where neither is known."},
		"contract_address":  {"none", "Address that emitted the log, lower-case 0x text."},
		"contract":          {"none", "Name of the contract that emitted the log; NULL if the part didn't ask for the address."},
		"event":             {"none", "Name of the event as the contract's source has it; NULL if it is unknown or can't be decoded."},
		"topic0":            {"none", "First topic, the event's identity; NULL if the log has no topic."},
		"topics":            {"none", "All topics as a JSON array of 0x texts, where event is NULL."},
		"data":              {"none", "The log's data as lower-case 0x text, where event is NULL."},
		"wide_values":       {"none", "JSON object of the numbers that don't fit their column (NULL there), as decimal text by column; NULL if all fit."},
	}
}
