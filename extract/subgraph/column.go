package subgraph

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// column is a raw column and the field that it comes from: of the row, or of a member of it.
type column struct {
	name string
	// field is the row's, member the field of it if it is an entity, "" else.
	field, member string
	unit          unit
	isRequired    bool
}

// The columns that snapshots have besides.
const (
	pinnedColumn     = "pinned_block"
	deploymentColumn = "deployment"
)

// columns gives the raw columns of an entity.
func (e entity) columns() (columns []column) {
	for _, f := range e.fields {
		name := livepeer.Snake(f.name)
		switch f.unit {
		case relation, toRound:
			columns = append(columns, column{name + "_id", f.name, "id", f.unit, false})
		case ownRound:
			columns = append(columns,
				column{"round_id", f.name, "id", roundID, true}, column{"round_start_timestamp", f.name, "startTimestamp", moment, true},
				column{"round_start_block", f.name, "startBlock", l1Block, false})
		case transaction:
			for _, t := range transactionFields() {
				columns = append(columns, column{name + "_" + livepeer.Snake(t.name), f.name, t.name, t.unit, false})
			}
		default:
			columns = append(columns, column{name, f.name, "", f.unit, f.unit == key || f.unit == roundID || f.name == e.position()})
		}
	}
	if e.cut.isSnapshot() {
		columns = append(columns, column{pinnedColumn, "", "", number, true}, column{deploymentColumn, "", "", text, true})
	}
	return columns
}

// positionColumn is the raw column of the position, "" for snapshots.
func (e entity) positionColumn() string {
	switch {
	case e.cut.isSnapshot():
		return ""
	case e.ofRound():
		return "round_start_timestamp"
	default:
		return livepeer.Snake(e.position())
	}
}

func schemaOf(columns []column) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.name, Type: c.unit.arrowType(), Nullable: !c.isRequired}
	}
	return arrow.NewSchema(fields, nil)
}
