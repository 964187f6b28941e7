package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// mark is how a model begins that this command has written.
const mark = "# Written by genstaging from the catalogue of events"

// model is one staging model.
type model struct {
	table       string // without schema: chain__bond
	description string
	grain       string
	where       string
	columns     []column
}

// models gives the staging models of all events of the catalogue, and the one of unknown events.
func models() []model {
	var out []model
	for _, e := range livepeer.Events() {
		out = append(out, eventModel(e))
	}
	return append(out, unknownModel())
}

func eventModel(e *livepeer.Event) model {
	m := model{
		table:       "chain__" + e.Table,
		description: e.Description + " Emitted by " + enumerate(e.Contracts) + ".",
		grain:       "one row per " + e.Name + " event",
		where:       "event = '" + e.Name + "'",
		columns:     head(),
	}
	for _, a := range e.Args {
		m.columns = append(m.columns, argument(a))
	}
	m.columns = append(m.columns, tail()...)
	return m
}

func unknownModel() model {
	m := model{
		table:       "chain__unknown_event",
		description: "Logs of the deployment's contracts whose event the catalogue doesn't have, as the chain said them.",
		grain:       "one row per log of an unknown event",
		where:       "event is null",
		columns:     head(),
	}
	m.columns = append(
		m.columns,
		column{name: "topic0", typ: "VARCHAR", expression: "topic0", description: "First topic, the event's identity; NULL if the log has no topic."},
		column{name: "topics", typ: "VARCHAR", expression: "topics", description: "All topics as a JSON array of 0x texts."},
		column{name: "data", typ: "VARCHAR", expression: "data", description: "The log's data as lower-case 0x text."},
		instance(),
	)
	return m
}

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// file gives the name of the model's file.
func (m model) file() string { return m.table + ".sql" }

// sql writes the model: front matter, then one SELECT.
func (m model) sql() string {
	var out strings.Builder
	out.WriteString("/*\n" + mark + "; go generate ./internal/livepeer renews it.\n")
	fmt.Fprintf(&out, "description: %s\ngrain: %s\nkey: [event_id]\nevidence: onchain\ncolumns:\n", quote(m.description), m.grain)
	for _, c := range m.columns {
		fmt.Fprintf(&out, "  - %s\n", c.frontMatter())
	}
	out.WriteString("*/\nwith\n    logs as (select * from raw.chain__decoded)\nselect\n")
	for _, c := range m.columns {
		fmt.Fprintf(&out, "    cast(%s as %s) as %s,\n", c.expression, c.typ, c.name)
	}
	fmt.Fprintf(&out, "from logs\nwhere %s\norder by log_position\n", m.where)
	return out.String()
}

func (c column) frontMatter() string {
	unit := c.unit
	if unit == "" {
		unit = "none"
	}
	typ := c.typ
	if strings.Contains(typ, ",") {
		typ = quote(typ)
	}
	fields := fmt.Sprintf("name: %s, type: %s, unit: %s, description: %s", c.name, typ, unit, quote(c.description))
	if len(c.checks) > 0 {
		fields += ", checks: [" + strings.Join(c.checks, ", ") + "]"
	}
	return "{" + fields + "}"
}

// quote writes a text as a double-quoted YAML scalar.
func quote(text string) string { return strconv.Quote(text) }
