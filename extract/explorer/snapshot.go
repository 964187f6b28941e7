package explorer

import (
	"context"
	"errors"
	"fmt"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Snapshot is a stream of what one route says now of everything, once a day.
type Snapshot struct {
	common
	route route
}

var (
	_ extract.SnapshotStream = (*Snapshot)(nil)
	_ extract.Metered        = (*Snapshot)(nil)
)

func newSnapshot(c Config, r route, t *table) *Snapshot {
	return &Snapshot{common: newCommon(c, t, c.address(r.service), load.AxisInstant), route: r}
}

// Grid gives one day.
func (s *Snapshot) Grid() int64 { return daySeconds }

// Parts gives the one part, the whole answer.
func (s *Snapshot) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	part, err := s.part("all", 0, map[string]string{"path": s.route.path})
	return []load.Part{part}, err
}

// Snapshot appends the rows of the route's answer. An answer without any is an error.
func (s *Snapshot) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	op := "read " + s.route.what
	reply, err := s.host.get(ctx, op, s.route.path)
	if err != nil {
		return s.route.explain(s.Endpoint(), err)
	}
	rows := newSheet(s.table)
	if err := s.route.decode(rows, reply); err != nil {
		return fmt.Errorf("%s: the answer of %s%s: %w", op, s.Endpoint(), s.route.path, err)
	}
	if rows.empty() {
		return fmt.Errorf("%s: the answer of %s%s: %w", op, s.Endpoint(), s.route.path, errEmpty)
	}
	return rows.deliver(sink)
}

// errEmpty says that an answer has no rows. These routes answer so when what they ask themselves has failed.
var errEmpty = errors.New("it has no rows: what stands behind it has failed; run again later")
