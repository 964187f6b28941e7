package market

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// GrafanaUID is the uid of 500.farm's Prometheus data source.
const GrafanaUID = "EdgV2xcnz"

// maxPoints is the greatest number of steps that Prometheus answers with.
const maxPoints = 11_000

// Grafana serves the history of 500.farm's metrics through Grafana's data source proxy, below any prefix:
// /api/datasources/proxy/uid/EdgV2xcnz/api/v1/query_range (and query), GET only, and /api/health. The history has a
// sample each minute from FarmHistory before Begin on, but for some hours in which nothing was scraped.
func (m *Market) Grafana(now Clock) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, path, _ := strings.Cut(r.URL.Path, "/api/")
		if path == "health" {
			writeJSON(w, http.StatusOK, map[string]string{"commit": "0000000000", "database": "ok", "version": "12.1.1"})
			return
		}
		rest, proxied := strings.CutPrefix(path, "datasources/proxy/uid/")
		uid, call, _ := strings.Cut(rest, "/")
		switch {
		case !proxied:
			writeJSON(w, http.StatusNotFound, map[string]string{"message": "Not found"})
		case uid != GrafanaUID:
			writeJSON(w, http.StatusNotFound, map[string]string{"message": "Data source not found"})
		case r.Method != http.MethodGet:
			http.Error(w, "non allow-listed POSTs not allowed on proxied Prometheus datasource", http.StatusForbidden)
		case call == "api/v1/query_range" || call == "api/v1/query":
			m.query(w, r, now(), call == "api/v1/query")
		default:
			http.NotFound(w, r)
		}
	})
}

// query answers a Prometheus query of one selector.
func (m *Market) query(w http.ResponseWriter, r *http.Request, now time.Time, instant bool) {
	q := r.URL.Query()
	span, err := parseSpan(q.Get("start"), q.Get("end"), q.Get("step"))
	if instant {
		span, err = parseInstant(q.Get("time"), now)
	}
	if err == nil && (span.end-span.start)/span.step > maxPoints {
		err = fmt.Errorf("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)")
	}
	var wanted *selector
	if err == nil {
		wanted, err = parseSelector(q.Get("query"))
	}
	if err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"status": "error", "errorType": "bad_data", "error": err.Error()})
		return
	}
	series := m.series(wanted, span, now)
	kind := "matrix"
	if instant {
		kind = "vector"
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(renderSeries(series, kind))
}

// span is a range of time in Unix seconds, both ends included.
type span struct{ start, end, step float64 }

func parseSpan(start, end, step string) (s span, err error) {
	for _, p := range []struct {
		name, text string
		into       *float64
	}{{"start", start, &s.start}, {"end", end, &s.end}} {
		if *p.into, err = parseInstantText(p.text); err != nil {
			return s, fmt.Errorf("invalid parameter %q: %w", p.name, err)
		}
	}
	if s.step, err = strconv.ParseFloat(step, 64); err != nil {
		lasts, failed := time.ParseDuration(step)
		if failed != nil {
			return s, fmt.Errorf("invalid parameter \"step\": cannot parse %q to a valid duration", step)
		}
		s.step = lasts.Seconds()
	}
	if s.step <= 0 || s.end < s.start {
		return s, fmt.Errorf("invalid parameter \"step\": zero or negative query resolution step widths are not accepted, nor is an end before the start")
	}
	return s, nil
}

func parseInstant(text string, now time.Time) (span, error) {
	at := float64(now.Unix())
	if text != "" {
		var err error
		if at, err = parseInstantText(text); err != nil {
			return span{}, fmt.Errorf("invalid parameter \"time\": %w", err)
		}
	}
	return span{at, at, 1}, nil
}

func parseInstantText(text string) (float64, error) {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, fmt.Errorf("cannot parse %q to a valid timestamp", text)
	}
	return float64(t.Unix()), nil
}

// scraped tells whether Prometheus has a sample of that hour: once in about three weeks it misses three hours.
func (m *Market) scraped(hour int64) bool {
	if hour < hourOf(m.config.Begin.Add(-FarmHistory)) {
		return false
	}
	day := hour / 24
	return roll(m.config.Seed, forScrape, uint64(day))%20 != 0 || hour%24 < 3 || hour%24 > 5
}

// timeSeries is one metric with its samples.
type timeSeries struct {
	labels [][2]string
	times  []float64
	values []float64
}

// series gives what a selector finds, in the order in which it first appears. A sample is as old as its hour.
func (m *Market) series(wanted *selector, s span, now time.Time) []*timeSeries {
	var list []*timeSeries
	byKey := map[string]*timeSeries{}
	for i := 0; ; i++ {
		at := s.start + float64(i)*s.step
		if at > s.end || at > float64(now.Unix()) {
			return list
		}
		hour := int64(math.Floor(at / 3600))
		if !m.scraped(hour) {
			continue
		}
		m.statistics(hour).each(func(metric, model, verified, rented string, value float64) {
			if !wanted.matches(metric, model, verified, rented) {
				return
			}
			key := metric + "|" + model + "|" + verified + "|" + rented
			one := byKey[key]
			if one == nil {
				one = &timeSeries{labels: labels(metric, model, verified, rented)}
				byKey[key] = one
				list = append(list, one)
			}
			one.times, one.values = append(one.times, at), append(one.values, value)
		})
	}
}

// each gives every sample of the statistics; a price that there isn't is no sample.
func (s *statistics) each(sample func(metric, model, verified, rented string, value float64)) {
	price := func(metric, model, verified, rented string, cents float64) {
		if !math.IsNaN(cents) {
			sample(metric, model, verified, rented, cents/100)
		}
	}
	all := func(prefix, model string, g *grouped) {
		for rent, rented := range []string{"yes", "no", "any"} {
			for verdict, verified := range []string{"yes", "no", "any"} {
				f := g[rent][verdict]
				if model != "" && rent != allGPUs && verdict != anyGPUs {
					sample("vastai_gpu_count", model, verified, rented, float64(f.count))
				}
				price(prefix+"_median_dollars", model, verified, rented, f.median)
				price(prefix+"_10th_percentile_dollars", model, verified, rented, f.low)
				price(prefix+"_90th_percentile_dollars", model, verified, rented, f.high)
			}
		}
	}
	for i := range s.models {
		one := &s.models[i]
		all("vastai_ondemand_price", one.name, &one.groups)
		sample("vastai_gpu_vram_gigabytes", one.name, "", "", one.vram)
		sample("vastai_gpu_teraflops", one.name, "", "", one.tflops)
		sample("vastai_gpu_dlperf_score", one.name, "", "", one.dlperf)
	}
	all("vastai_ondemand_price_per_100dlperf", "", &s.value)
}

// renderSeries writes an answer of Prometheus; values are texts.
func renderSeries(list []*timeSeries, kind string) []byte {
	b := []byte(`{"status":"success","data":{"resultType":"` + kind + `","result":[`)
	for i, one := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"metric":{`...)
		for k, l := range one.labels {
			if k > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendQuote(append(strconv.AppendQuote(b, l[0]), ':'), l[1])
		}
		b = append(b, '}')
		if kind == "vector" {
			b = appendSample(append(b, `,"value":`...), one, 0)
		} else {
			b = append(b, `,"values":[`...)
			for k := range one.times {
				if k > 0 {
					b = append(b, ',')
				}
				b = appendSample(b, one, k)
			}
			b = append(b, ']')
		}
		b = append(b, '}')
	}
	return append(b, `]}}`...)
}

func appendSample(b []byte, one *timeSeries, k int) []byte {
	b = appendNumber(append(b, '['), one.times[k])
	b = strconv.AppendFloat(append(b, ',', '"'), one.values[k], 'g', -1, 64)
	return append(b, '"', ']')
}
