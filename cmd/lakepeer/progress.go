package main

import (
	"fmt"
	"io"
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

// progress shows long work: bars on a terminal, a line of the log for each part and step otherwise.
type progress struct {
	log  *slog.Logger
	bars *mpb.Progress // nil: log lines

	mu        sync.Mutex
	buildStep string
	buildBar  *mpb.Bar
}

// newProgress draws bars only where stderr is a terminal and nobody asked for none.
func (a *app) newProgress(log *slog.Logger) *progress {
	p := &progress{log: log}
	if file, ok := a.stderr.(*os.File); ok && !a.noProgress && !a.json && term.IsTerminal(int(file.Fd())) {
		p.bars = mpb.New(mpb.WithOutput(io.Writer(file)), mpb.WithWidth(40), mpb.WithRefreshRate(200*time.Millisecond))
	}
	return p
}

// wait ends the drawing.
func (p *progress) wait() {
	if p.bars == nil {
		return
	}
	p.mu.Lock()
	if p.buildBar != nil && !p.buildBar.Completed() {
		p.buildBar.Abort(false)
	}
	p.mu.Unlock()
	p.bars.Wait()
}

// Start implements extract.Progress.
func (p *progress) Start(stream load.StreamID, part string, positions int64) extract.Bar {
	b := &partProgress{log: p.log, name: stream.String() + "/" + part, started: time.Now()}
	if p.bars == nil {
		p.log.Info("reading", "part", b.name, "positions", positions)
		return b
	}
	b.bar = p.bars.AddBar(positions,
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

	mu   sync.Mutex
	rows int64
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
	rows := b.count()
	return fmt.Sprintf("%d rows, %.0f rows/s", rows, float64(rows)/max(time.Since(b.started).Seconds(), 0.001))
}

// build is told of the build's steps.
func (p *progress) build(step transform.Progress) {
	if p.bars == nil {
		p.log.Debug("building", "step", step.Step, "done", step.Done, "total", step.Total)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.buildStep = step.Step
	if p.buildBar == nil {
		p.buildBar = p.bars.AddBar(int64(step.Total),
			mpb.PrependDecorators(decor.Name("build", decor.WCSyncSpaceR), decor.Percentage(decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
				p.mu.Lock()
				defer p.mu.Unlock()
				return p.buildStep
			})),
		)
	}
	p.buildBar.SetTotal(int64(step.Total), false)
	p.buildBar.SetCurrent(int64(step.Done))
}
