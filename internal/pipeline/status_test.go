package pipeline_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// TestStatusOfNothing holds what a script may rely on before the first run: no null where a list is promised.
func TestStatusOfNothing(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	c := config.Default()
	c.Home = filepath.Join(t.TempDir(), "home")
	p, err := pipeline.New(pipeline.Options{Config: c, Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	status, err := p.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(status)
	if err != nil {
		t.Fatal(err)
	}
	want := `"network":null,"at":"2026-11-24T12:00:00Z","streams":[],"models":[],"ledger":null,"publications":[],"file":""}`
	if !strings.HasSuffix(string(text), want) {
		t.Errorf("got %s", text)
	}
}

func TestLagIsMeasuredFromTheHorizon(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	reached, extracted := at.Add(-time.Hour), at.Add(-time.Minute)
	status := pipeline.Status{Streams: []pipeline.StreamStatus{
		{HorizonAt: &reached, ExtractedAt: extracted}, {ExtractedAt: extracted}, {},
	}}
	if got := status.LastSuccess(); !got.Equal(extracted) {
		t.Errorf("the last success is of %s", got)
	}
	status.MeasureLag(at)
	for i, want := range []int64{3600, 60} {
		if got := status.Streams[i].LagSeconds; got == nil || *got != want {
			t.Errorf("part %d lags by %v, want %d", i, got, want)
		}
	}
	if got := status.Streams[2].LagSeconds; got != nil {
		t.Errorf("a part without files lags by %d", *got)
	}
}
