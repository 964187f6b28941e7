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
	Network *load.Network `json:"network"`
	// At is the instant that lags are measured against.
	At time.Time `json:"at"`
	// Streams are the parts of the streams, sorted by name.
	Streams []StreamStatus `json:"streams"`
	// Models are the tables of the current publication, in the order of building; none if nothing is published.
	Models []ModelStatus `json:"models"`
	// Ledger says what the bonding ledger of the current publication is; null if nothing is published.
	Ledger *LedgerStatus `json:"ledger"`
	// Publications are those that are kept, oldest first.
	Publications []PublicationStatus `json:"publications"`
	// File is the path that analysts and BI tools open; "" if nothing is published.
	File string `json:"file"`
	// Problem says why the current publication can't be read, "" if it can.
	Problem string `json:"problem,omitempty"`
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

// LedgerStatus is the bonding ledger of a publication.
type LedgerStatus struct {
	// Instance is the instance of the chain; "" if none is read.
	Instance string `json:"instance"`
	// IsBuilt says that its tables hold the whole history. Reason says why they are empty, "" if they aren't.
	IsBuilt bool   `json:"is_built"`
	Reason  string `json:"reason"`
	// Round is the last round initialised, Block the last block with a log that the ledger reads, Logs how many there are; 0
	// if it isn't built.
	Round int64 `json:"round"`
	Block int64 `json:"block"`
	Logs  int64 `json:"logs"`
}

// Status looks at the home without changing it.
func (p *Pipeline) Status(ctx context.Context) (Status, error) {
	status := Status{
		Home: p.Config.Home, At: p.Clock().UTC(),
		Streams: []StreamStatus{}, Models: []ModelStatus{}, Publications: []PublicationStatus{},
	}
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
	status.MeasureLag(status.At)
	kept, err := transform.Publications(p.Config.Home)
	if err != nil {
		return status, err
	}
	for _, publication := range kept {
		status.Publications = append(status.Publications, publicationStatus(publication))
	}
	switch current, err := transform.Current(p.Config.Home); {
	case err == nil:
		status.File = transform.StablePath(p.Config.Home)
		status.Models = modelStatus(current.Manifest)
		status.Ledger = ledgerStatus(current.Manifest.Ledger)
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
			one, err := readPart(ctx, lake, part)
			if err != nil {
				return err
			}
			s.Streams = append(s.Streams, one)
		}
	}
	return nil
}

// LastSuccess gives the newest instant of extraction of all parts; zero if nothing is committed.
func (s *Status) LastSuccess() time.Time {
	var newest time.Time
	for _, one := range s.Streams {
		if one.ExtractedAt.After(newest) {
			newest = one.ExtractedAt
		}
	}
	return newest
}

// MeasureLag states every part's lag against another instant than the clock's.
func (s *Status) MeasureLag(at time.Time) {
	s.At = at
	for i := range s.Streams {
		s.Streams[i].measureLag(at)
	}
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

func ledgerStatus(l transform.LedgerState) *LedgerStatus {
	return &LedgerStatus{Instance: l.Instance, IsBuilt: l.IsBuilt, Reason: l.Reason, Round: l.Round, Block: l.Block, Logs: l.Logs}
}
