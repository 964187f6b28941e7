package extract

import (
	"context"
	"fmt"

	"github.com/lakepeer/lakepeer/load"
)

// planSnapshot finds out whether the clock's present cell has a snapshot without malformed rows.
func (w *work) planSnapshot(stream SnapshotStream, part load.Part, files []load.File) (partPlan, error) {
	plan := partPlan{part: part, skipped: len(files)}
	grid := stream.Grid()
	if grid <= 0 {
		return plan, fmt.Errorf("stream %s has cells of %d seconds: it must be mended", stream.ID(), grid)
	}
	cell := w.runner.Clock().Unix() / grid
	for _, file := range files {
		if file.Slice.Interval.From/grid == cell && file.RejectedPath == "" {
			return plan, nil
		}
	}
	plan.length = 1
	plan.read = func(ctx context.Context, bar Bar, report *PartReport) error {
		return w.takeSnapshot(ctx, stream, part, bar, report)
	}
	return plan, nil
}

// takeSnapshot commits what the source says now, or nothing. The slice's instant is that at which it began.
func (w *work) takeSnapshot(ctx context.Context, stream SnapshotStream, part load.Part, bar Bar, report *PartReport) error {
	out, err := newWholeSink(ctx, w, part, bar, report)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := stream.Snapshot(ctx, part, out); err != nil {
		return err
	}
	bar.Advance(out.rows, 1)
	w.left--
	at := out.opened.Unix()
	return out.commit(ctx, load.Slice{Axis: load.AxisInstant, Interval: load.Interval{From: at, To: at + 1}}, map[string]string{})
}
