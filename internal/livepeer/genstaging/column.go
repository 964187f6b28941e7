package main

import "github.com/lakepeer/lakepeer/internal/livepeer"

// column is one output column of a staging model.
type column struct {
	name, typ, unit, description string
	expression                   string   // SQL over raw.chain__decoded, before the cast to typ
	checks                       []string // names of argumentless checks
}

// head are the columns that every model begins with.
func head() []column {
	return []column{
		{
			name: "event_id", typ: "VARCHAR", expression: "chain_id || '-' || block_number || '-' || log_index", checks: []string{"not_null"},
			description: "The log's identity: chain id, block and log index, joined by hyphens.",
		},
		{name: "chain_id", typ: "BIGINT", expression: "chain_id", description: "EVM chain id."},
		{name: "block_number", typ: "BIGINT", unit: "block", expression: "block_number", description: "Block of the log: an L2 block on Arbitrum."},
		{name: "log_index", typ: "BIGINT", expression: "log_index", description: "Position of the log within its block, from 0."},
		{
			name: "log_position", typ: "BIGINT", expression: "block_number * 1000000 + log_index",
			description: "block_number * 1000000 + log_index: the total order of the chain's logs.",
		},
		{name: "transaction_index", typ: "BIGINT", expression: "transaction_index", description: "Position of the transaction within its block, from 0."},
		{name: "transaction_hash", typ: "VARCHAR", expression: "transaction_hash", description: "Hash of the transaction, lower-case 0x text."},
		{name: "event_at", typ: "TIMESTAMP", unit: "UTC", expression: "event_at", description: "Time of the log's block; NULL where the log carries none."},
		{name: "event_date", typ: "DATE", unit: "UTC", expression: "event_at", description: "Date of the log's block; NULL where the log carries no time."},
		{name: "contract", typ: "VARCHAR", expression: "contract", description: "Name of the contract that emitted the log."},
		{name: "contract_address", typ: "VARCHAR", expression: "contract_address", description: "Address that emitted the log, lower-case 0x text."},
	}
}

// tail are the columns that the models of known events end with.
func tail() []column {
	return []column{
		{
			name: "wide_values", typ: "VARCHAR", expression: "wide_values",
			description: "JSON object of the numbers that don't fit their column (NULL there), as decimal text by column of the decoded log; NULL if all fit.",
		},
		instance(),
	}
}

func instance() column {
	return column{name: "_instance", typ: "VARCHAR", expression: "_instance", description: "Configured occurrence of the source that the log is from."}
}

// argument gives the column that an argument becomes: token amounts are scaled to whole tokens, parts per million
// to shares; everything else stays.
func argument(a livepeer.Arg) column {
	c := column{name: a.Column, unit: a.Unit, expression: a.Column, description: a.Description}
	switch {
	case a.Kind == livepeer.Wei:
		c.typ = "DECIMAL(38,18)"
		c.expression += " * 0.000000000000000001::DECIMAL(18,18)"
		c.name += map[string]string{livepeer.UnitLPT: "_lpt", livepeer.UnitETH: "_eth"}[a.Unit]
	case a.Unit == livepeer.UnitPPM:
		c.typ, c.unit = "DECIMAL(9,6)", "share"
		c.expression += "::DECIMAL(9,0) * 0.000001::DECIMAL(6,6)"
		if a.Column != "fee_share" {
			c.name += "_share"
		}
	case a.Kind == livepeer.Int:
		c.typ = "BIGINT"
	case a.Kind == livepeer.Bool:
		c.typ = "BOOLEAN"
	default:
		c.typ = "VARCHAR"
		c.description += form(a.Kind)
	}
	return c
}

// form says how a text column writes its values, where the argument's description doesn't.
func form(k livepeer.Kind) string {
	switch k {
	case livepeer.Address, livepeer.Bytes:
		return " Lower-case 0x text."
	case livepeer.Wide:
		return " Decimal text: it can be wider than any number type."
	case livepeer.List:
		return " JSON array of texts."
	default:
		return ""
	}
}
