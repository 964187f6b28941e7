package load

import "fmt"

// Horizon is the end of what is complete: up to Position (exclusive) every interval is committed and no row is
// rejected, so what is read before it is final. Marts never read past it.
type Horizon struct {
	// Position is a block number (AxisBlock) or Unix seconds (AxisTime). On AxisInstant and AxisKeys it is 0 and
	// means nothing: snapshots and lookups have no order in which something could be missing.
	Position int64
	// Complete tells that nothing committed lies at or after Position.
	Complete bool
	// Reason says, if not Complete, what holds the horizon back, in words for a person: "gap: nothing committed
	// for [100, 200)".
	Reason string
	// First is the rejected row that holds the horizon back, nil if it is a gap.
	First *RejectedRow
}

// PartHorizon gives how far the part is complete: from its first position over slices that join without a gap, up
// to the first rejected row. A rejected row whose position is unknown, or outside its slice, holds the horizon at
// the slice's begin.
func (l *Lake) PartHorizon(p Part, opt ListOptions) (Horizon, error) {
	if p.Axis == AxisInstant || p.Axis == AxisKeys {
		return Horizon{Complete: true}, nil
	}
	files, err := l.Files(p, opt)
	if err != nil {
		return Horizon{}, err
	}
	at := p.From
	for _, f := range files {
		have := f.Slice.Interval
		if have.To <= at {
			continue
		}
		if have.From > at {
			return Horizon{Position: at, Reason: fmt.Sprintf("gap: nothing committed for [%d, %d)", at, have.From)}, nil
		}
		first, position, err := l.firstRejected(f)
		if err != nil {
			return Horizon{}, err
		}
		if first != nil {
			return Horizon{Position: max(position, at), First: first, Reason: rejectedReason(*first, have)}, nil
		}
		at = have.To
	}
	return Horizon{Position: at, Complete: true}, nil
}

// StreamHorizon gives how far all parts of the stream are complete: the lowest of their horizons. A stream
// without parts has the complete horizon 0.
func (l *Lake) StreamHorizon(id StreamID, opt ListOptions) (Horizon, error) {
	parts, err := l.Parts(id)
	if err != nil {
		return Horizon{}, err
	}
	var lowest Horizon
	var of Part
	highest := int64(0)
	for i, p := range parts {
		h, err := l.PartHorizon(p, opt)
		if err != nil {
			return Horizon{}, err
		}
		if i == 0 || h.Position < lowest.Position || h.Position == lowest.Position && !h.Complete {
			lowest, of = h, p
		}
		if h.Position > p.From || !h.Complete { // something of the part is committed
			highest = max(highest, h.Position)
		}
	}
	switch {
	case len(parts) == 0:
		return Horizon{Complete: true}, nil
	case !lowest.Complete:
		lowest.Reason = fmt.Sprintf("part %s: %s", of.Name, lowest.Reason)
	case highest > lowest.Position:
		lowest.Complete = false
		lowest.Reason = fmt.Sprintf("part %s: gap: nothing committed for [%d, %d), which other parts cover", of.Name, lowest.Position, highest)
	}
	return lowest, nil
}

// firstRejected gives the rejected row of a slice that lies first, and where; nil if the slice has none.
func (l *Lake) firstRejected(f File) (first *RejectedRow, position int64, err error) {
	rows, err := l.Rejected(f)
	if err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		at := row.Position
		if at < f.Slice.Interval.From || at >= f.Slice.Interval.To {
			at = f.Slice.Interval.From
		}
		if first == nil || at < position {
			first, position = &row, at
		}
	}
	return first, position, nil
}

func rejectedReason(row RejectedRow, within Interval) string {
	if row.Position < within.From || row.Position >= within.To {
		return fmt.Sprintf("rejected row somewhere in [%d, %d): %s", within.From, within.To, row.Reason)
	}
	return fmt.Sprintf("rejected row at %d: %s", row.Position, row.Reason)
}
