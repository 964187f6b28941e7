package pipeline

import (
	"context"
	"time"

	"github.com/lakepeer/lakepeer/extract"
)

// extractMoments takes the snapshots of the instants that the pipeline is to go through, leaves the clock where it was, and
// gives the streams that are still to be read. A snapshot is tried at the first instant of its cell only: one that failed is
// then had at the same instant by the next run.
func (p *Pipeline) extractMoments(ctx context.Context, runner extract.Runner, streams []extract.Stream) (all extract.Report, rest []extract.Stream, err error) {
	if len(p.Moments) == 0 {
		return all, streams, nil
	}
	var snapshots []extract.SnapshotStream
	for _, stream := range streams {
		if snapshot, ok := stream.(extract.SnapshotStream); ok {
			snapshots = append(snapshots, snapshot)
		} else {
			rest = append(rest, stream)
		}
	}
	p.Log.Info("snapshots", "instants", len(p.Moments), "from", p.Moments[0], "streams", len(snapshots))
	runner.Progress = nil
	defer p.MoveTo(p.Clock())
	for i, at := range p.Moments {
		runner.Streams = nil
		for _, stream := range snapshots {
			if i == 0 || cell(at, stream) != cell(p.Moments[i-1], stream) {
				runner.Streams = append(runner.Streams, stream)
			}
		}
		p.MoveTo(at)
		report, err := runner.Run(ctx)
		all.Add(report)
		if err != nil {
			return all, nil, err
		}
	}
	return all, rest, nil
}

// cell numbers the cell of the clock that an instant falls into.
func cell(at time.Time, stream extract.SnapshotStream) int64 { return at.Unix() / stream.Grid() }
