package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// order is what is to be landed.
type order struct {
	Home       string              `json:"home"`
	Endpoint   string              `json:"endpoint"`
	Deployment livepeer.Deployment `json:"deployment"`
	// At is the time that it is.
	At time.Time `json:"at"`
}

// landed is what an extraction took.
type landed struct {
	Requests  int64         `json:"requests"`
	Rows      int64         `json:"rows"`
	Took      time.Duration `json:"took"`
	PeakBytes int64         `json:"-"`
}

func (l landed) perSecond() float64 { return float64(l.Rows) / l.Took.Seconds() }

// requestsPerSecond keeps lakepeer's politeness towards hosts out of what is measured.
const requestsPerSecond = 1e6

// land extracts the subgraph into a home and prints what that took.
func land(ctx context.Context, in io.Reader, out io.Writer) error {
	var o order
	if err := json.NewDecoder(in).Decode(&o); err != nil {
		return fmt.Errorf("what is to be landed: %w", err)
	}
	settings := config.Default()
	settings.Home = o.Home
	settings.Sources = config.Sources{Subgraph: []config.Subgraph{{Name: "main", Endpoint: o.Endpoint}}}
	p, err := pipeline.New(pipeline.Options{
		Config: settings, Deployment: &o.Deployment, Yes: true, Clock: func() time.Time { return o.At },
		HTTP: httpclient.Options{RatePerSecond: requestsPerSecond}, Command: "witness",
	})
	if err != nil {
		return err
	}
	begin := time.Now()
	report, err := p.Extract(ctx)
	if err != nil {
		return err
	}
	l := landed{Took: time.Since(begin)}
	for _, stream := range report.Streams {
		l.Requests += stream.Requests
		for _, part := range stream.Parts {
			l.Rows += part.Rows
		}
	}
	return json.NewEncoder(out).Encode(l)
}

// extract starts this program again to land something.
func extract(ctx context.Context, o order) (l landed, err error) {
	self, err := os.Executable()
	if err != nil {
		return l, err
	}
	text, err := json.Marshal(o)
	if err != nil {
		return l, err
	}
	cmd := exec.CommandContext(ctx, self, landStage)
	cmd.Stdin = bytes.NewReader(text)
	outcome, err := subject.Observe(cmd)
	if err == nil {
		err = outcome.Err()
	}
	if err == nil {
		err = json.Unmarshal([]byte(outcome.Stdout), &l)
	}
	l.PeakBytes = outcome.PeakBytes
	return l, err
}
