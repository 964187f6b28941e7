package pipeline

import (
	"context"
	"errors"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// Report says what a run did. As JSON it is a contract: fields are only added.
type Report struct {
	// RunID is the run's own id, which its rows carry.
	RunID string `json:"run_id"`
	// Home is the folder worked on.
	Home string `json:"home"`
	// Network is what the home is about.
	Network load.Network `json:"network"`
	// Extraction is what was read, and what could not be.
	Extraction extract.Report `json:"extraction"`
	// Publication is what is published now; null if nothing is.
	Publication *transform.Publication `json:"publication"`
	// Unchanged says that the lake held nothing new, so that the publication is the one from before.
	Unchanged bool `json:"unchanged"`
	// File is the path that analysts and BI tools open.
	File string `json:"file"`
	// Missing names what could not be had, one sentence each.
	Missing []string `json:"missing"`
	// Unavailable names what hosts don't serve without a key that isn't configured, one sentence each.
	Unavailable []string `json:"unavailable,omitempty"`
}

// Run extracts, builds, checks and publishes. A *PartlyError says that something is missing of what was published;
// any other error, that nothing was. The report is true in each case.
func (p *Pipeline) Run(ctx context.Context) (Report, error) {
	report := Report{Home: p.Config.Home, Network: p.network(), Missing: []string{}}
	if err := ValidateInputs(p.Config); err != nil {
		return report, err
	}
	sources, err := p.selectedSources()
	defer sources.close()
	if err != nil {
		return report, err
	}
	report.RunID = p.runID
	err = p.locked(p.openNetwork, func(lake *load.Lake) error {
		if err := p.repair(ctx); err != nil {
			return err
		}
		return p.run(ctx, lake, sources.streams, &report)
	})
	return report, err
}

func (p *Pipeline) run(ctx context.Context, lake *load.Lake, streams []extract.Stream, report *Report) (err error) {
	p.Log.Info("extract", "home", p.Config.Home, "network", p.deployment.Name)
	if report.Extraction, err = p.extract(ctx, lake, streams); err != nil {
		return err
	}
	report.Missing = append(report.Missing, report.Extraction.Missing()...)
	report.Unavailable = report.Extraction.Unavailable()
	held, err := lake.Streams()
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return &NothingError{report.Missing}
	}
	p.Log.Info("build", "files", report.Extraction.Files())
	candidate, err := p.build(ctx, lake)
	if err != nil {
		return err
	}
	report.Unchanged = candidate.Unchanged
	if report.Publication, err = p.publish(ctx, candidate); err != nil {
		return err
	}
	report.File = transform.StablePath(p.Config.Home)
	p.Log.Info("published", "file", report.File, "publication", report.Publication.ID, "unchanged", report.Unchanged)
	if len(report.Missing) > 0 {
		return &PartlyError{report.Missing}
	}
	return nil
}

// Interrupted tells whether a stage ended because it was told to stop.
func Interrupted(err error) bool { return errors.Is(err, context.Canceled) }
