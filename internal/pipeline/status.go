package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// Status is what a home holds. As JSON it is a contract: fields are only added.
type Status struct {
	Home string `json:"home"`
	// Network is what the home is about; null if it holds no lake yet.
	Network *load.Network  `json:"network"`
	Streams []StreamStatus `json:"streams"`
	// Publications are those that are kept, oldest first.
	Publications []PublicationStatus `json:"publications"`
	// File is the path that analysts and BI tools open; "" if nothing is published.
	File string `json:"file"`
	// Problem says why the current publication can't be read, "" if it can.
	Problem string `json:"problem,omitempty"`
}

// StreamStatus is what the lake holds of one part of a stream.
type StreamStatus struct {
	Stream string `json:"stream"`
	Part   string `json:"part"`
	// From and Horizon bound what is complete: [From, Horizon) in blocks or Unix seconds.
	From    int64 `json:"from"`
	Horizon int64 `json:"horizon"`
	// Reason says what the horizon stops at.
	Reason string `json:"reason"`
	Files  int    `json:"files"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	// Rejected counts the malformed rows of the live files.
	Rejected int64 `json:"rejected"`
	// ExtractedAt is the newest file's instant of extraction.
	ExtractedAt time.Time `json:"extracted_at"`
}

// PublicationStatus is one kept publication.
type PublicationStatus struct {
	ID        string    `json:"id"`
	BuiltAt   time.Time `json:"built_at"`
	AsOf      time.Time `json:"as_of"`
	Tables    int       `json:"tables"`
	Rows      int64     `json:"rows"`
	IsCurrent bool      `json:"is_current"`
}

// Status looks at the home without changing it.
func (p *Pipeline) Status(ctx context.Context) (Status, error) {
	status := Status{Home: p.Config.Home, Streams: []StreamStatus{}, Publications: []PublicationStatus{}}
	lake, err := p.openExisting()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return status, nil
	case err != nil:
		return status, err
	}
	network := lake.Network()
	status.Network = &network
	if err := status.readLake(ctx, lake); err != nil {
		return status, err
	}
	kept, err := transform.Publications(p.Config.Home)
	if err != nil {
		return status, err
	}
	for _, publication := range kept {
		status.Publications = append(status.Publications, publicationStatus(publication))
	}
	switch _, err := transform.Current(p.Config.Home); {
	case err == nil:
		status.File = transform.StablePath(p.Config.Home)
	case !errors.Is(err, transform.ErrNoPublication):
		status.Problem = err.Error()
	}
	return status, nil
}

func (s *Status) readLake(ctx context.Context, lake *load.Lake) error {
	streams, err := lake.Streams()
	if err != nil {
		return err
	}
	for _, id := range streams {
		parts, err := lake.Parts(id)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := ctx.Err(); err != nil {
				return err
			}
			one, err := streamStatus(lake, part)
			if err != nil {
				return err
			}
			s.Streams = append(s.Streams, one)
		}
	}
	return nil
}

func streamStatus(lake *load.Lake, part load.Part) (StreamStatus, error) {
	s := StreamStatus{Stream: part.Stream.String(), Part: part.Name, From: part.From}
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
		meta, err := load.ReadMeta(file.Path)
		if err != nil {
			return s, err
		}
		s.Files++
		s.Rows += meta.Rows
		s.Bytes += file.Size
		s.Rejected += meta.Rejected
		if meta.ExtractedAt.After(s.ExtractedAt) {
			s.ExtractedAt = meta.ExtractedAt
		}
	}
	return s, nil
}

func publicationStatus(p transform.Publication) PublicationStatus {
	s := PublicationStatus{
		ID: p.ID, BuiltAt: p.Manifest.CreatedAt, AsOf: p.Manifest.AsOf, IsCurrent: p.IsCurrent,
		Tables: len(p.Manifest.Models),
	}
	for _, model := range p.Manifest.Models {
		s.Rows += model.Rows
	}
	return s
}
