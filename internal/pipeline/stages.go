package pipeline

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

// Extract reads what the lake lacks. A *PartlyError names what could not be had; the report is true in each case.
func (p *Pipeline) Extract(ctx context.Context) (report extract.Report, err error) {
	sources, err := p.selectedSources()
	defer sources.close()
	if err != nil {
		return report, err
	}
	err = p.locked(p.openNetwork, func(lake *load.Lake) error {
		if report, err = p.extract(ctx, lake, sources.streams); err != nil {
			return err
		}
		if missing := report.Missing(); len(missing) > 0 {
			return &PartlyError{missing}
		}
		return nil
	})
	return report, err
}

func (p *Pipeline) extract(ctx context.Context, lake *load.Lake, streams []extract.Stream) (extract.Report, error) {
	runner := extract.Runner{
		Lake: lake, RunID: p.runID, Clock: p.Clock, Progress: p.Progress, Yes: p.Yes, Since: p.Since,
	}
	moments, streams, err := p.extractMoments(ctx, runner, streams)
	if err != nil {
		return moments, err
	}
	runner.Streams = streams
	report, err := runner.Run(ctx)
	report.Add(moments)
	return report, err
}

// Transform builds a candidate from the lake and checks it. A failed check is a *transform.CheckError; the candidate
// then stays for inspection, and can't be published.
func (p *Pipeline) Transform(ctx context.Context) (candidate *transform.Candidate, err error) {
	err = p.locked(p.openExisting, func(lake *load.Lake) error {
		candidate, err = p.build(ctx, lake)
		return err
	})
	return candidate, err
}

func (p *Pipeline) build(ctx context.Context, lake *load.Lake) (*transform.Candidate, error) {
	return transform.Build(ctx, transform.Options{
		Home: p.Config.Home, Lake: lake, SQL: sqlfiles.Files, Schemas: schemas(),
		AsOf: p.AsOf, Full: p.Full, MemoryLimit: p.Config.Build.MemoryBytes(), Threads: p.Config.Build.Threads,
		RunID: p.runID, Version: p.Version, Clock: p.Clock, Hook: p.Hook, Log: p.Log, Progress: p.BuildProgress,
	})
}

// Check runs the checks once more: on the candidate that waits for publication, else on what is published. What was
// checked is named by file. A failed check is a *transform.CheckError.
func (p *Pipeline) Check(ctx context.Context) (file string, results []transform.CheckResult, err error) {
	var asOf time.Time
	candidate, err := transform.PendingCandidate(p.Config.Home)
	switch {
	case err == nil:
		file, asOf = candidate.Path, candidate.Manifest.AsOf
	case errors.Is(err, transform.ErrNoCandidate):
		current, err := transform.Current(p.Config.Home)
		if err != nil {
			return "", nil, err
		}
		file, asOf = current.Path, current.Manifest.AsOf
	default:
		return "", nil, err
	}
	results, err = transform.CheckFile(ctx, transform.CheckOptions{
		Home: p.Config.Home, Path: file, SQL: sqlfiles.Files, AsOf: asOf, MemoryLimit: p.Config.Build.MemoryBytes(), Threads: p.Config.Build.Threads,
	})
	return file, results, err
}

// Publish publishes the candidate that Transform left.
func (p *Pipeline) Publish(ctx context.Context) (publication *transform.Publication, err error) {
	err = p.locked(p.openExisting, func(*load.Lake) error {
		if err := p.repair(ctx); err != nil {
			return err
		}
		candidate, err := transform.PendingCandidate(p.Config.Home)
		if err != nil {
			return err
		}
		publication, err = p.publish(ctx, candidate)
		return err
	})
	return publication, err
}

func (p *Pipeline) publish(ctx context.Context, candidate *transform.Candidate) (*transform.Publication, error) {
	return transform.Publish(ctx, p.Config.Home, candidate, transform.PublishOptions{
		Keep: p.Config.Publications.Keep, Clock: p.Clock, Hook: p.Hook,
	})
}

func (p *Pipeline) repair(ctx context.Context) error {
	done, err := transform.Repair(ctx, p.Config.Home)
	if len(done) > 0 {
		p.Log.Info("repaired", "what", strings.Join(done, "; "))
	}
	return err
}

// Rollback makes an earlier publication the current one: the one named by id, or the one before the current.
func (p *Pipeline) Rollback(ctx context.Context, id string) (publication *transform.Publication, err error) {
	err = p.locked(p.openExisting, func(*load.Lake) error {
		publication, err = transform.Rollback(ctx, p.Config.Home, id, p.Hook)
		return err
	})
	return publication, err
}
