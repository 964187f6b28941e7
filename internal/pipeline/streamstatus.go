package pipeline

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/load"
)

// StreamStatus is what the lake holds of one part of a stream.
type StreamStatus struct {
	// Stream is "chain/main/logs": source, instance and stream.
	Stream string `json:"stream"`
	Part   string `json:"part"`
	// Axis is what the part is cut along: block, time, instant or keys.
	Axis load.Axis `json:"axis"`
	// From and Horizon bound what is complete: [From, Horizon) in blocks or Unix seconds; 0 on the other axes.
	From    int64 `json:"from"`
	Horizon int64 `json:"horizon"`
	// HorizonAt is the horizon as a time: of the last block before it, of the newest snapshot; null where the lake doesn't
	// know it.
	HorizonAt *time.Time `json:"horizon_at"`
	// LagSeconds is the time from HorizonAt, or else from ExtractedAt, to the status's instant; null if nothing is
	// committed.
	LagSeconds *int64 `json:"lag_seconds"`
	// Reason says what the horizon stops at.
	Reason string `json:"reason"`
	Files  int    `json:"files"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	// Rejected counts the malformed rows of the live files.
	Rejected int64 `json:"rejected"`
	// NewFields are the names of fields that the source sent and the schema doesn't know, sorted.
	NewFields []string `json:"new_fields"`
	// RemovedFields are the names of fields that the schema has a column for and that the source lacked when the newest file
	// was extracted, sorted.
	RemovedFields []string `json:"removed_fields"`
	// ExtractedAt is the last success: the newest file's instant of extraction.
	ExtractedAt time.Time `json:"extracted_at"`
}

// The keys of a file's metadata that a status reads: the names of unknown and of removed fields, joined by commas, and the
// time of its last block in Unix seconds.
const (
	newFieldsKey     = "new_fields"
	removedFieldsKey = "removed_fields"
	anchorTimeKey    = "anchor.time"
)

func readPart(ctx context.Context, lake *load.Lake, part load.Part) (StreamStatus, error) {
	s := StreamStatus{Stream: part.Stream.String(), Part: part.Name, Axis: part.Axis, From: part.From, NewFields: []string{}, RemovedFields: []string{}}
	horizon, err := lake.PartHorizon(part, load.ListOptions{})
	if err != nil {
		return s, err
	}
	s.Horizon, s.Reason = horizon.Position, horizon.Reason
	files, err := lake.Files(part, load.ListOptions{})
	if err != nil {
		return s, err
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		meta, err := load.ReadMeta(file.Path)
		if err != nil {
			return s, err
		}
		s.add(file, meta)
	}
	slices.Sort(s.NewFields)
	s.NewFields = slices.Compact(s.NewFields)
	return s, nil
}

// add counts a live file.
func (s *StreamStatus) add(file load.File, meta load.Meta) {
	s.Files++
	s.Rows += meta.Rows
	s.Bytes += file.Size
	s.Rejected += meta.Rejected
	if names := meta.Extra[newFieldsKey]; names != "" {
		s.NewFields = append(s.NewFields, strings.Split(names, ",")...)
	}
	if meta.ExtractedAt.After(s.ExtractedAt) {
		s.ExtractedAt = meta.ExtractedAt
		s.RemovedFields = strings.FieldsFunc(meta.Extra[removedFieldsKey], func(r rune) bool { return r == ',' })
	}
	if at := reachedAt(file, meta, s.Horizon); at != nil && (s.HorizonAt == nil || at.After(*s.HorizonAt)) {
		s.HorizonAt = at
	}
}

// reachedAt gives the time up to which a file is known to bring the horizon; nil if the file doesn't say.
func reachedAt(file load.File, meta load.Meta, horizon int64) *time.Time {
	var seconds int64
	switch file.Slice.Axis {
	case load.AxisBlock:
		last, err := strconv.ParseInt(meta.Extra[anchorTimeKey], 10, 64)
		if err != nil || file.Slice.Interval.To > horizon {
			return nil
		}
		seconds = last
	case load.AxisTime:
		seconds = min(file.Slice.Interval.To, horizon)
	case load.AxisInstant:
		seconds = file.Slice.Interval.From
	default:
		return nil
	}
	at := time.Unix(seconds, 0).UTC()
	return &at
}

// measureLag sets LagSeconds against an instant.
func (s *StreamStatus) measureLag(now time.Time) {
	reached := s.ExtractedAt
	if s.HorizonAt != nil {
		reached = *s.HorizonAt
	}
	if reached.IsZero() {
		return
	}
	lag := max(0, int64(now.Sub(reached)/time.Second))
	s.LagSeconds = &lag
}
