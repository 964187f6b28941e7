package subgraph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// History is a stream of what doesn't change any more: events, and rounds, pools and days that are over.
type History struct {
	common
	from int64
}

var (
	_ extract.IntervalStream = (*History)(nil)
	_ extract.Anchored       = (*History)(nil)
	_ extract.Introspected   = (*History)(nil)
	_ extract.Metered        = (*History)(nil)
)

func newHistory(config Config, n *node, e entity) *History {
	return &History{common: newCommon(config, n, e, load.AxisTime), from: midnight(config.From.Unix())}
}

// Key is the position in Unix seconds and the id.
func (h *History) Key() []string { return []string{h.entity.positionColumn(), "id"} }

// Grid gives 91 days, so that what a file holds in memory doesn't grow with the history.
func (h *History) Grid() int64 { return grid }

// SettledUntil gives, for events, half an hour before the subgraph's head, for days the last midnight before that, and for rounds
// and pools the beginning of the round that was under way then.
func (h *History) SettledUntil(ctx context.Context) (int64, error) {
	beat, err := h.node.heart(ctx, &h.meter)
	return max(h.from, h.settled(beat)), err
}

func (h *History) settled(beat heartbeat) int64 {
	switch h.entity.cut {
	case byDay:
		return midnight(beat.settled)
	case byRound:
		return beat.round
	default:
		return beat.settled
	}
}

// Anchor gives the deployment that answers: another one may say something else of the past.
func (h *History) Anchor(ctx context.Context, _ int64) (map[string]string, error) {
	beat, err := h.node.heart(ctx, &h.meter)
	if err != nil {
		return nil, err
	}
	return map[string]string{"hash": beat.Deployment}, nil
}

// Parts gives one part, or, where a relation can lead to nothing, one of the rows that have it and one of those that don't. A
// part that the lake has keeps its beginning.
func (h *History) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	scopes := []scope{all}
	if h.entity.apart != "" {
		scopes = []scope{related, unrelated}
	}
	committed, err := lake.Parts(h.id)
	if err != nil {
		return nil, err
	}
	var parts []load.Part
	for _, s := range scopes {
		name, asks := h.partOf(s)
		part, err := h.part(name, h.from, asks)
		if err != nil {
			return nil, err
		}
		for _, had := range committed {
			if had.Name == name {
				part = had
			}
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func (h *History) partOf(s scope) (name string, asks map[string]string) {
	switch s {
	case related:
		return "with-" + h.entity.apart, map[string]string{h.entity.apart + "_not": h.entity.nothing}
	case unrelated:
		return "without-" + h.entity.apart, map[string]string{h.entity.apart: h.entity.nothing}
	default:
		return "all", map[string]string{}
	}
}

// Read appends the rows of the gap page by page.
func (h *History) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	of := all
	for _, s := range []scope{related, unrelated} {
		if name, _ := h.partOf(s); name == part.Name {
			of = s
		}
	}
	l, err := h.list(ctx, of, gap)
	if err != nil {
		return err
	}
	var held []row
	seen := map[string]bool{}
	for moves := 0; ; {
		if settled := h.settled(l.beat); settled < gap.To {
			return fmt.Errorf("read %s up to %d: %s now stands at deployment %s, which knows it only up to %d: run again once it has caught up",
				h.entity.name(), gap.To, h.Endpoint(), l.beat.Deployment, settled)
		}
		p, err := l.next(ctx)
		var moved *movedError
		if errors.As(err, &moved) && moves < restarts {
			moves++
			if l.beat, err = h.node.heart(ctx, &h.meter); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		for _, rejected := range rejectedOf(p.rows, seen) {
			sink.Reject(rejected)
		}
		upTo := gap.To
		if !p.isLast {
			upTo = max(l.at, gap.From)
		}
		if held, err = h.deliver(append(held, p.rows...), upTo, sink); err != nil || p.isLast {
			return err
		}
	}
}

// deliver appends the rows before a position, marks it, and gives the other rows: more of that position may come.
func (h *History) deliver(rows []row, upTo int64, sink extract.Sink) (held []row, err error) {
	before := slices.IndexFunc(rows, func(r row) bool { return r.at >= upTo })
	if before < 0 {
		before = len(rows)
	}
	if batch := batchOf(h.Schema(), rows[:before]); batch != nil {
		err = sink.Append(batch)
		batch.Release()
	}
	if err != nil {
		return nil, err
	}
	return slices.Clone(rows[before:]), sink.Mark(upTo)
}

// midnight gives the begin of the UTC day of a time in Unix seconds.
func midnight(at int64) int64 { return at - at%daySeconds }
