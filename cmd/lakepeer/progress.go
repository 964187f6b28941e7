package main

import (
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// progress shows long work: bars on a terminal, lines of the log otherwise.
type progress struct {
	bars *mpb.Progress // nil: log lines
}

// newProgress draws bars only for long work, where stderr is a terminal and nobody asked for none.
func (a *app) newProgress(long bool) *progress {
	file, ok := a.stderr.(*os.File)
	if !long || !ok || a.noProgress || a.json || !term.IsTerminal(int(file.Fd())) {
		return &progress{}
	}
	return &progress{bars: mpb.New(mpb.WithOutput(file), mpb.WithWidth(32), mpb.WithAutoRefresh())}
}

// wait ends the drawing.
func (p *progress) wait() {
	if p.bars != nil {
		p.bars.Shutdown()
	}
}

// reading gives what extraction tells its progress.
func (p *progress) reading(log *slog.Logger) extract.Progress { return reading{p.bars, log} }

type reading struct {
	bars *mpb.Progress
	log  *slog.Logger
}

// Start implements extract.Progress.
func (r reading) Start(stream load.StreamID, part string, positions int64) extract.Bar {
	b := &partProgress{log: r.log, name: stream.String() + "/" + part, started: time.Now()}
	if r.bars == nil {
		r.log.Info("reading", "part", b.name, "positions", positions)
		return b
	}
	b.bar = r.bars.AddBar(positions,
		mpb.PrependDecorators(decor.Name(b.name, decor.WCSyncSpaceR), decor.Percentage(decor.WCSyncSpace)),
		mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string { return b.speed() }, decor.WCSyncSpace),
			decor.Name(" ETA "), decor.AverageETA(decor.ET_STYLE_GO),
		),
	)
	return b
}

// partProgress is how one part goes on.
type partProgress struct {
	log     *slog.Logger
	name    string
	started time.Time
	bar     *mpb.Bar

	mu    sync.Mutex
	rows  int64
	ended time.Time // zero while it is being read
}

// Advance implements extract.Bar.
func (b *partProgress) Advance(rows, positions int64) {
	b.mu.Lock()
	b.rows += rows
	b.mu.Unlock()
	if b.bar != nil {
		b.bar.IncrInt64(positions)
	}
}

// Done implements extract.Bar.
func (b *partProgress) Done(err error) {
	b.mu.Lock()
	b.ended = time.Now()
	b.mu.Unlock()
	switch {
	case b.bar != nil && err != nil:
		b.bar.Abort(false)
	case b.bar != nil:
		b.bar.SetTotal(-1, true)
	case err != nil:
		b.log.Warn("stopped", "part", b.name, "error", err)
	default:
		b.log.Info("read", "part", b.name, "rows", b.count(), "took", time.Since(b.started).Round(time.Millisecond))
	}
}

func (b *partProgress) count() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rows
}

func (b *partProgress) speed() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	took := time.Since(b.started)
	if !b.ended.IsZero() {
		took = b.ended.Sub(b.started)
	}
	return fmt.Sprintf("%d rows, %.0f rows/s", b.rows, float64(b.rows)/max(took.Seconds(), 0.001))
}

// build gives what the build tells its progress.
func (p *progress) build(log *slog.Logger) func(transform.Progress) {
	if p.bars == nil {
		return func(step transform.Progress) {
			log.Debug("building", "step", step.Step, "done", step.Done, "total", step.Total)
		}
	}
	b := &buildProgress{bars: p.bars}
	return b.advance
}

// buildProgress draws one bar for the models, with the name of the one being built.
type buildProgress struct {
	bars *mpb.Progress
	bar  *mpb.Bar

	mu   sync.Mutex
	step string
}

func (b *buildProgress) advance(step transform.Progress) {
	if step.Total == 0 { // a step that can't be counted
		return
	}
	b.mu.Lock()
	b.step = step.Step
	b.mu.Unlock()
	if b.bar == nil {
		b.bar = b.bars.AddBar(int64(step.Total),
			mpb.PrependDecorators(decor.Name("build", decor.WCSyncSpaceR), decor.Percentage(decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return b.now() })),
		)
	}
	b.bar.SetCurrent(int64(step.Done))
}

func (b *buildProgress) now() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.step
}
