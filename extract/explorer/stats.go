package explorer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Stats is the stream leaderboard_stats or leaderboard_ai_stats: results of tests, one UTC day a request. Of AI there is a
// part for each model of each pipeline.
type Stats struct {
	common
	ai bool
	// tests are the pipelines and models, as the server was asked once for them; nil before.
	tests []test
}

var (
	_ extract.IntervalStream = (*Stats)(nil)
	_ extract.Estimator      = (*Stats)(nil)
	_ extract.Metered        = (*Stats)(nil)
)

// test is what a part asks for: a model of a pipeline in the server's own words, both empty for transcoding.
type test struct {
	Pipeline string `json:"pipeline"`
	Model    string `json:"model"`
}

func newStats(c Config, t *table, base string, ai bool) *Stats {
	return &Stats{common: newCommon(c, t, base, load.AxisTime), ai: ai}
}

// Grid gives 365 days.
func (s *Stats) Grid() int64 { return 365 * daySeconds }

// SettledUntil gives the midnight that was an hour ago or more.
func (s *Stats) SettledUntil(context.Context) (int64, error) { return s.config.settled(), nil }

// Estimate gives a request a day.
func (s *Stats) Estimate(seconds int64) int64 { return (seconds + daySeconds - 1) / daySeconds }

// Parts gives the one part of transcoding, or one for each model that was tested since the history begins, with those that the
// lake has. A part begins HistoryDays before it is first asked for.
func (s *Stats) Parts(ctx context.Context, lake *load.Lake) ([]load.Part, error) {
	kept, err := s.kept(lake)
	if err != nil {
		return nil, err
	}
	tests, err := s.tested(ctx)
	if err != nil {
		return nil, err
	}
	var parts []load.Part
	for _, t := range tests {
		part, err := s.part(t.part(), s.config.from(), t)
		if err != nil {
			return nil, err
		}
		if had, ok := kept[part.Name]; ok {
			part = had
		}
		delete(kept, part.Name)
		parts = append(parts, part)
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		parts = append(parts, kept[name])
	}
	return parts, nil
}

// part names the part of a test.
func (t test) part() string {
	if t == (test{}) {
		return "transcoding"
	}
	sum := sha256.Sum256([]byte(t.Pipeline + "\n" + t.Model))
	return "ai-" + hex.EncodeToString(sum[:6])
}

// tested gives what is tested, asking for it once.
func (s *Stats) tested(ctx context.Context) ([]test, error) {
	if !s.ai {
		return []test{{}}, nil
	}
	if s.tests != nil {
		return s.tests, nil
	}
	query := window(s.config.from())
	query.Set("until", fmt.Sprint(s.config.Clock().Unix()))
	const op = "read which AI models are tested"
	reply, err := s.host.get(ctx, op, "/pipelines?"+query.Encode())
	if err != nil {
		return nil, err
	}
	if s.tests, err = readTests(reply.body); err != nil {
		return nil, fmt.Errorf("%s: the answer of %s: %w", op, s.Endpoint(), err)
	}
	return s.tests, nil
}

// readTests reads {"pipelines": [{"id", "models"}]}, leaving out what names no model.
func readTests(body []byte) ([]test, error) {
	var said struct {
		Pipelines []struct {
			ID     string
			Models []string
		}
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return nil, fmt.Errorf("it is not of the form {\"pipelines\": […]}: %w", err)
	}
	tests := []test{}
	for _, pipeline := range said.Pipelines {
		for _, model := range pipeline.Models {
			if pipeline.ID != "" && model != "" {
				tests = append(tests, test{pipeline.ID, model})
			}
		}
	}
	return tests, nil
}

// Read asks for one day after the other. A day belongs to the gap in which it begins.
func (s *Stats) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	var t test
	if err := json.Unmarshal(part.Asks, &t); err != nil {
		return fmt.Errorf("read what part %s asks for: %w", part, err)
	}
	first := midnight(gap.From + daySeconds - 1)
	if first >= gap.To {
		return sink.Mark(gap.To)
	}
	for day := first; day < gap.To; day += daySeconds {
		if err := s.day(ctx, t, day, sink); err != nil {
			return err
		}
		if err := sink.Mark(min(gap.To, day+daySeconds)); err != nil {
			return err
		}
	}
	return nil
}

// day appends the results of one day. A day without any is one on which nothing was tested.
func (s *Stats) day(ctx context.Context, t test, day int64, sink extract.Sink) error {
	op := "read the results of " + date(day)
	query := window(day)
	if s.ai {
		op += fmt.Sprintf(" for %s with %s", t.Pipeline, t.Model)
		query.Set("pipeline", t.Pipeline)
		query.Set("model", t.Model)
	}
	reply, err := s.host.get(ctx, op, "/aggregated_stats?"+query.Encode())
	if err != nil {
		return err
	}
	rows := newSheet(s.table)
	if err := decodeStats(rows, reply.body, t, day); err != nil {
		return fmt.Errorf("%s: the answer of %s: %w", op, s.Endpoint(), err)
	}
	return rows.deliver(sink)
}

// decodeStats reads {"<orchestrator>": {"<region>": {"success_rate", "round_trip_score", "score"}}}.
func decodeStats(s *sheet, body []byte, t test, day int64) error {
	all, err := members(body)
	if err != nil {
		return err
	}
	for _, orchestrator := range all {
		regions, err := members(orchestrator.value)
		if err != nil {
			s.reject(day, fmt.Sprintf("%.60s: %v", orchestrator.name, err), orchestrator.value)
			continue
		}
		for _, region := range regions {
			fields, err := fieldsOf(region.value)
			if err != nil {
				s.reject(day, fmt.Sprintf("%.60s in %.40s: %v", orchestrator.name, region.name, err), region.value)
				continue
			}
			s.add(day, region.value, fields, map[string]any{
				"day": day, "orchestrator": orchestrator.name, "region": region.name, "pipeline": t.Pipeline, "model": t.Model,
			})
		}
	}
	return nil
}
