package subgraph

import (
	"fmt"
	"strconv"
	"strings"
)

// StagingMark begins every model that StagingModels gives.
const StagingMark = "/*\n# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.\n"

// StagingModels gives the staging models of the entities by the name of their file: one for each stream but meta.
func StagingModels() map[string]string {
	models := map[string]string{}
	for _, e := range entities() {
		models["subgraph__"+e.name()+".sql"] = e.stagingModel()
	}
	return models
}

// stagingColumn is a column of a staging model.
type stagingColumn struct{ name, typ, unit, about, sql string }

// reserved are raw columns whose names are SQL's own words, and what they are called in staging.
var reserved = map[string]string{"to": "recipient", "values": "call_values"}

// staging gives what becomes of a raw column.
func (c column) staging(about string) (columns []stagingColumn) {
	f := c.unit.form()
	name := c.name
	switch {
	case c.unit == roundID:
		name = "round"
	case c.unit == relation || c.unit == toRound:
		name = strings.TrimSuffix(name, "_id")
	case name == "timestamp":
		name = "event_at"
	case c.unit == moment:
		name = strings.TrimSuffix(name, "_timestamp") + f.suffix
	case name == "date":
		name = "day_date"
	case c.unit == date:
		name = strings.TrimSuffix(name, "_day") + f.suffix
	case c.field == "transaction" && c.member == "id":
		name = "transaction_hash"
	case c.field == "transaction" && c.member != "from":
		name = strings.TrimPrefix(name, "transaction_")
	}
	if f.suffix != "" && !strings.HasSuffix(name, f.suffix) && c.unit != moment && c.unit != date {
		name += f.suffix
	}
	raw := c.name
	if renamed, ok := reserved[raw]; ok {
		name, raw = renamed, strconv.Quote(raw)
	}
	columns = append(columns, stagingColumn{name, f.typ, f.unit, about, fmt.Sprintf(f.sql, raw)})
	if name == "event_at" {
		columns = append(columns, stagingColumn{"event_date", "DATE", "UTC", "Date of event_at", fmt.Sprintf("cast(utc_of(%s) as date)", c.name)})
	}
	if c.unit == ppb {
		columns = append(columns, stagingColumn{
			strings.TrimSuffix(name, f.suffix) + "_ppb", "BIGINT", "parts per billion", "The same as the contracts state it", c.name,
		})
	}
	return columns
}

// stagingColumns gives the columns of an entity's model.
func (e entity) stagingColumns() (columns []stagingColumn) {
	about := map[string]string{}
	for _, f := range e.fields {
		about[f.name] = f.about
	}
	for _, f := range transactionFields() {
		about["transaction."+f.name] = f.about
	}
	about["round.id"], about["round.startTimestamp"], about["round.startBlock"] = "The round", "When the round was initialised", "First block of the round"
	for _, c := range e.columns() {
		if c.field == "" {
			continue
		}
		text := about[c.field]
		if special := about[c.field+"."+c.member]; special != "" && text == "" {
			text = special
		}
		columns = append(columns, c.staging(text)...)
	}
	if e.cut.isSnapshot() {
		columns = append(columns,
			stagingColumn{pinnedColumn, "BIGINT", "block", "Block that the snapshot is of", pinnedColumn},
			stagingColumn{deploymentColumn, "VARCHAR", none, "Deployment of the subgraph that answered", deploymentColumn},
			stagingColumn{"observed_at", "TIMESTAMP", "UTC", "When the snapshot was begun", "_extracted_at at time zone 'UTC'"})
	}
	return append(columns, stagingColumn{"_instance", "VARCHAR", none, "Configured occurrence of the source that the row is from", "_instance"})
}

// stagingModel writes the model of an entity: front matter, then one SELECT.
func (e entity) stagingModel() string {
	id, grain := "id", "one row per "+e.typ
	if e.typ == "Round" {
		id = "round"
	}
	key, newest := id+", _instance", ""
	if e.cut.isSnapshot() {
		key, grain = "pinned_block, "+key, grain+" and pinned block"
		newest = "        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1\n"
	}
	var out strings.Builder
	out.WriteString(StagingMark)
	fmt.Fprintf(&out, "description: %q\ngrain: %s\nkey: [%s]\nevidence: reported\ncolumns:\n", e.about+", as the subgraph states it.", grain, key)
	isKey := map[string]bool{}
	for _, name := range strings.Split(key, ", ") {
		isKey[name] = true
	}
	columns := e.stagingColumns()
	for _, c := range columns {
		typ, checks := c.typ, ""
		if strings.Contains(typ, ",") {
			typ = strconv.Quote(typ)
		}
		if isKey[c.name] {
			checks = ", checks: [not_null]"
		}
		fmt.Fprintf(&out, "  - {name: %s, type: %s, unit: %s, description: %q%s}\n", c.name, typ, c.unit, c.about, checks)
	}
	out.WriteString("*/\nwith\n    said as (\n        select *\n        from raw.subgraph__" + e.name() + "\n" + newest + "    )\n\nselect\n")
	for _, c := range columns {
		fmt.Fprintf(&out, "    cast(%s as %s) as %s,\n", c.sql, strings.ToLower(c.typ), c.name)
	}
	fmt.Fprintf(&out, "from said\norder by %s\n", key)
	return out.String()
}
