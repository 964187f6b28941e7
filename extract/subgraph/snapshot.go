package subgraph

import (
	"context"
	"errors"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Snapshot is a stream of what changes, taken once a day. All streams of a run take theirs at the same block.
type Snapshot struct{ common }

var (
	_ extract.SnapshotStream = (*Snapshot)(nil)
	_ extract.Introspected   = (*Snapshot)(nil)
	_ extract.Metered        = (*Snapshot)(nil)
)

func newSnapshot(config Config, n *node, e entity) *Snapshot {
	return &Snapshot{newCommon(config, n, e, load.AxisInstant)}
}

// Key is the id.
func (s *Snapshot) Key() []string { return []string{"id"} }

// Grid gives one day.
func (s *Snapshot) Grid() int64 { return daySeconds }

// Parts gives the one part, all rows.
func (s *Snapshot) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	part, err := s.part("all", 0, map[string]string{})
	return []load.Part{part}, err
}

// Snapshot appends all rows. It begins anew where another deployment answers in between.
func (s *Snapshot) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	for moves := 0; ; moves++ {
		err := s.take(ctx, sink)
		var moved *movedError
		if !errors.As(err, &moved) || moves == restarts {
			return err
		}
	}
}

// take reads all pages before it appends any of them.
func (s *Snapshot) take(ctx context.Context, sink extract.Sink) error {
	l, err := s.list(ctx, all, load.Interval{})
	if err != nil {
		return err
	}
	var batches []arrow.RecordBatch
	defer func() {
		for _, b := range batches {
			b.Release()
		}
	}()
	var rejected []load.RejectedRow
	schema, seen := s.Schema(), map[string]bool{}
	for isLast := false; !isLast; {
		p, err := l.next(ctx)
		if err != nil {
			return err
		}
		if batch := batchOf(schema, p.rows, l.beat.pinned, l.beat.Deployment); batch != nil {
			batches = append(batches, batch)
		}
		rejected = append(rejected, rejectedOf(p.rows, seen)...)
		isLast = p.isLast
	}
	for _, batch := range batches {
		if err := sink.Append(batch); err != nil {
			return err
		}
	}
	for _, r := range rejected {
		sink.Reject(r)
	}
	return nil
}
