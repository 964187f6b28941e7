package vastai

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/prometheus"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// historyStep is the distance of two points in seconds.
	historyStep = 3600
	// historyGrid is 30 days.
	historyGrid = 30 * 86_400
	// historyPoints is how many points of a series one request asks for: ten days, of some 300 series.
	historyPoints = 240
	// settling is how long Prometheus may still take in samples of the past.
	settling = 10 * time.Minute
	// historyBody is the largest answer.
	historyBody = 64 << 20
	// liveness is the metric that a Prometheus of the exporter always has.
	liveness = "vastai_gpu_count"
)

// historyQueries are what is read, each a part of its own. The prices are those of all GPUs, verified or not: the
// exporter's other series would be six times as many rows.
func historyQueries() []string {
	return []string{
		liveness,
		`vastai_ondemand_price_median_dollars{verified="any"}`,
		`vastai_ondemand_price_10th_percentile_dollars{verified="any"}`,
		`vastai_ondemand_price_90th_percentile_dollars{verified="any"}`,
	}
}

// historyAsks is a part's definition.
type historyAsks struct {
	Query string `json:"query"`
	Step  int64  `json:"step_seconds"`
}

// History is the stream vastai.farm_history: the record of 500.farm's metrics, hour by hour, out of the Prometheus behind
// its Grafana.
type History struct {
	config   Config
	base     string
	endpoint string // redacted
	meter    httpclient.Meter
}

var (
	_ extract.IntervalStream = (*History)(nil)
	_ extract.Estimator      = (*History)(nil)
	_ extract.Metered        = (*History)(nil)
)

func newHistory(c Config) *History {
	base := c.Grafana + "/api/datasources/proxy/uid/" + url.PathEscape(c.Datasource) + "/api/v1"
	return &History{config: c, base: base, endpoint: c.Client.Redact(base)}
}

// historySchema gives the columns of a sample.
func historySchema() *arrow.Schema {
	text := func(name string) arrow.Field { return arrow.Field{Name: name, Type: arrow.BinaryTypes.String} }
	return arrow.NewSchema([]arrow.Field{
		{Name: "sample_time", Type: arrow.PrimitiveTypes.Int64},
		text("metric"), text("gpu_name"), text("verified"), text("rented"), text("other_labels"), text("value"),
		{Name: "step_seconds", Type: arrow.PrimitiveTypes.Int64},
		{Name: "job", Type: arrow.BinaryTypes.String, Nullable: true},
	}, nil)
}

// ID names the stream.
func (h *History) ID() load.StreamID {
	return load.StreamID{Source: "vastai", Instance: h.config.Instance, Stream: "farm_history"}
}

// Schema gives a sample: its time in Unix seconds, the series' labels ("" for one that it hasn't), and the value as sent.
func (h *History) Schema() *arrow.Schema { return historySchema() }

// Key is the sample's time and its series.
func (h *History) Key() []string {
	return []string{"sample_time", "metric", "gpu_name", "verified", "rented", "other_labels"}
}

// Dictionary names the columns of which few values exist.
func (h *History) Dictionary() []string {
	return []string{"metric", "gpu_name", "verified", "rented", "other_labels", "value", "job"}
}

// SchemaVersion is 1.
func (h *History) SchemaVersion() int { return 1 }

// Axis is time.
func (h *History) Axis() load.Axis { return load.AxisTime }

// Grid gives 30 days.
func (h *History) Grid() int64 { return historyGrid }

// Endpoint gives the datasource's address without key.
func (h *History) Endpoint() string { return h.endpoint }

// Usage gives the requests made and the bytes received.
func (h *History) Usage() (requests, bytes int64) { return h.meter.Requests(), h.meter.Bytes() }

// Estimate gives the requests that so many seconds of one part take.
func (h *History) Estimate(length int64) int64 {
	const reach = historyPoints * historyStep
	return (length + reach - 1) / reach
}

// Parts gives one part for each query. Where it begins is settled when it is read first.
func (h *History) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	parts, err := lake.Parts(h.ID())
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, part := range parts {
		known[part.Name] = true
	}
	from := h.config.Clock().Unix()/86_400*86_400 - int64(h.config.HistoryDays)*86_400
	for _, query := range historyQueries() {
		asks, err := json.Marshal(historyAsks{query, historyStep})
		if err != nil {
			return nil, fmt.Errorf("define the part of %s: %w", query, err)
		}
		metric, _, _ := strings.Cut(query, "{")
		sum := sha256.Sum256(asks)
		name := metric + "-" + hex.EncodeToString(sum[:4])
		if !known[name] {
			parts = append(parts, load.Part{Stream: h.ID(), Name: name, Axis: load.AxisTime, From: max(from, 0), Asks: asks})
		}
	}
	return parts, nil
}

// SettledUntil gives the last whole step before ten minutes ago, once the Prometheus has shown that it has the exporter's
// metrics of the last day: only then does an empty answer mean that there was nothing.
func (h *History) SettledUntil(ctx context.Context) (int64, error) {
	until := h.config.Clock().Add(-settling).Unix() / historyStep * historyStep
	const step = 6 * historyStep
	matrix, err := h.ask(ctx, prometheus.Range{Expr: liveness, Start: until - 4*step, End: until, Step: step})
	if err != nil {
		return 0, err
	}
	if len(matrix.Series) == 0 {
		return 0, fmt.Errorf("read the history of %s: it has no %s of the last day, so it can't be told what an empty answer means: check the datasource's uid, or run again later", h.endpoint, liveness)
	}
	return until, nil
}

// Read appends the samples of the gap, ten days at a time.
func (h *History) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	var asks historyAsks
	if err := json.Unmarshal(part.Asks, &asks); err != nil || asks.Query == "" || asks.Step <= 0 {
		return fmt.Errorf("read what part %s asks for: its part.json is not one of this stream", part)
	}
	for at := gap.From; at < gap.To; {
		to := min(at/asks.Step*asks.Step+historyPoints*asks.Step, gap.To)
		window := prometheus.Range{
			Expr: asks.Query, Start: (at + asks.Step - 1) / asks.Step * asks.Step, End: (to - 1) / asks.Step * asks.Step, Step: asks.Step,
		}
		if window.Points() > 0 {
			matrix, err := h.ask(ctx, window)
			if err != nil {
				return err
			}
			if err := readSamples(matrix, window).deliver(sink); err != nil {
				return err
			}
		}
		if err := sink.Mark(to); err != nil {
			return err
		}
		at = to
	}
	return nil
}

// ask gives the answer to a range query.
func (h *History) ask(ctx context.Context, window prometheus.Range) (prometheus.Matrix, error) {
	op := fmt.Sprintf("read %s from %s to %s", window.Expr, stampText(window.Start), stampText(window.End))
	address, err := window.URL(h.base)
	if err != nil {
		return prometheus.Matrix{}, fmt.Errorf("%s: %w", op, err)
	}
	var matrix prometheus.Matrix
	_, err = h.config.Client.Do(ctx, httpclient.Request{
		Op: op, URL: address, JSON: true, MaxBody: historyBody, Meter: &h.meter,
		Judge: func(status int, body []byte) (verdict httpclient.Verdict) {
			matrix, verdict = judge(status, body)
			return verdict
		},
	})
	if err != nil {
		return prometheus.Matrix{}, unavailable(h.endpoint, "it lets no anonymous viewer in any more, or its address or uid has changed: leave grafana empty to do without the history", err)
	}
	return matrix, nil
}

// judge reads a reply. Prometheus states its errors as JSON, some of which another attempt may heal; at status 200 they
// and whatever is no matrix are failures too.
func judge(status int, body []byte) (prometheus.Matrix, httpclient.Verdict) {
	if status < 200 || status > 299 {
		return prometheus.Matrix{}, httpclient.Verdict{}
	}
	matrix, err := prometheus.ParseMatrix(body)
	var stated *prometheus.Error
	switch {
	case err == nil:
		return matrix, httpclient.Verdict{}
	case errors.As(err, &stated):
		return matrix, httpclient.Verdict{Class: httpclient.Server, Cause: err.Error()}
	default:
		return matrix, httpclient.Verdict{Class: httpclient.NotJSON, Cause: err.Error()}
	}
}

func stampText(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }
