package transform

import (
	"context"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// horizonTable is the raw table of how far the logs of each chain instance are read: the last log says less, because
// nothing may have happened since.
const horizonTable = "chain__horizon"

// prepareHorizons makes the table of the horizons, once they are settled.
func (b *build) prepareHorizons() {
	t := &rawTable{RawTable: duck.RawTable{
		Name: horizonTable, Columns: []duck.Column{{Name: "_instance", Type: "VARCHAR"}, {Name: "horizon_block", Type: "BIGINT"}},
	}}
	rows := []string{duck.RawTable{Columns: t.Columns}.Select()}
	for _, c := range b.chains {
		rows = append(rows, fmt.Sprintf("select %s, %d", duck.Literal(c.instance), c.horizon()))
	}
	t.rows = strings.Join(rows, " union all ")
	t.identity = t.rows
	b.raw[horizonTable] = t
}

// viewHorizons makes the raw table of the horizons.
func (b *build) viewHorizons(ctx context.Context, name string, t *rawTable) error {
	return b.db.Exec(ctx, fmt.Sprintf("create view raw.main.%s as %s", duck.Ident(name), t.rows))
}
