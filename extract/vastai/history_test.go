package vastai

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/prometheus"
	"github.com/lakepeer/lakepeer/load"
)

// farmHistory is a Grafana before a Prometheus that has some series, a point at each step since a time.
type farmHistory struct {
	since  int64
	series []map[string]string
	// without says that a question is answered with no series.
	without func(query string) bool
	asked   []string
}

// ServeHTTP answers a range query.
func (f *farmHistory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f.asked = append(f.asked, r.URL.Path+"?"+q.Get("query"))
	start, _ := strconv.ParseInt(q.Get("start"), 10, 64)
	end, _ := strconv.ParseInt(q.Get("end"), 10, 64)
	step, _ := strconv.ParseInt(q.Get("step"), 10, 64)
	result := []any{}
	if step > 0 && (f.without == nil || !f.without(q.Get("query"))) {
		metric, _, _ := strings.Cut(q.Get("query"), "{")
		for i, labels := range f.series {
			named := map[string]string{"__name__": metric}
			for name, value := range labels {
				named[name] = value
			}
			values := []any{}
			for at := start; at <= end; at += step {
				if at >= f.since {
					values = append(values, []any{at, strconv.FormatInt(at/step%97+int64(i), 10)})
				}
			}
			if len(values) > 0 {
				result = append(result, map[string]any{"metric": named, "values": values})
			}
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": map[string]any{"resultType": "matrix", "result": result}})
}

func twoSeries() []map[string]string {
	return []map[string]string{
		{"gpu_name": "RTX 4090", "verified": "yes", "rented": "no"},
		{"gpu_name": "H100 SXM", "verified": "yes", "rented": "yes", "job": "vast", "pod": "a"},
	}
}

func history(t testing.TB, handler http.Handler) *History {
	t.Helper()
	c := Config{Grafana: serve(t, handler) + "/vastai/grafana.v2/", Datasource: "EdgV2xcnz", HistoryDays: 25}
	h, ok := streamOf(t, c, "farm_history").(*History)
	if !ok {
		t.Fatal("farm_history is another stream")
	}
	return h
}

// readPart reads a whole part from a gap on.
func readPart(t testing.TB, h *History, name string, gap load.Interval) (*landing, error) {
	t.Helper()
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := h.Parts(t.Context(), lake)
	if err != nil || len(parts) != len(historyQueries()) {
		t.Fatalf("%d parts: %v", len(parts), err)
	}
	for _, part := range parts {
		if strings.HasPrefix(part.Name, name) {
			sink := &landing{}
			if gap.Empty() {
				gap = load.Interval{From: part.From, To: noon.Unix() / historyStep * historyStep}
			}
			return sink, h.Read(t.Context(), part, gap, sink)
		}
	}
	t.Fatalf("no part %s", name)
	return nil, nil
}

// TestHistoryIsReadHourByHour through the proxy of a Grafana that is below a path, each hour once.
func TestHistoryIsReadHourByHour(t *testing.T) {
	f := &farmHistory{series: twoSeries()}
	h := history(t, f)
	until, err := h.SettledUntil(t.Context())
	if err != nil || until != noon.Unix()/historyStep*historyStep {
		t.Fatalf("settled until %d: %v", until, err)
	}
	got, err := readPart(t, h, "vastai_gpu_count-", load.Interval{})
	if err != nil {
		t.Fatal(err)
	}
	hours := 25*24 + 12
	if len(got.rows) != 2*hours || len(got.rejects) != 0 {
		t.Errorf("%d rows of 2 series and %d hours, %d rejected", len(got.rows), hours, len(got.rejects))
	}
	if got.marks[len(got.marks)-1] != until {
		t.Errorf("marked up to %v, want %d", got.marks, until)
	}
	seen := map[string]bool{}
	last := ""
	for _, row := range got.rows {
		key := row["sample_time"] + row["gpu_name"]
		if seen[key] || row["sample_time"] < last {
			t.Fatalf("the row of %s comes twice or too late", key)
		}
		seen[key], last = true, row["sample_time"]
	}
	first := got.rows[0]
	if first["metric"] != "vastai_gpu_count" || first["other_labels"] != `{"pod":"a"}` || first["job"] != "vast" || first["rented"] != "yes" || first["step_seconds"] != "3600" {
		t.Errorf("the first row is %v", first)
	}
	for _, asked := range f.asked {
		if asked != "/vastai/grafana.v2/api/datasources/proxy/uid/EdgV2xcnz/api/v1/query_range?vastai_gpu_count" {
			t.Errorf("asked %s", asked)
		}
	}
}

// TestHistoryBeforeTheRecordIsEmpty and is marked as read.
func TestHistoryBeforeTheRecordIsEmpty(t *testing.T) {
	h := history(t, &farmHistory{series: twoSeries(), since: noon.Unix() - 5*86_400})
	got, err := readPart(t, h, "vastai_ondemand_price_median_dollars-", load.Interval{})
	if err != nil || len(got.rows) == 0 || len(got.rows) > 2*5*24+2 || len(got.marks) < 3 {
		t.Errorf("%d rows, marks %v: %v", len(got.rows), got.marks, err)
	}
}

// TestHistoryRefuses what is no answer, at any status.
func TestHistoryRefuses(t *testing.T) {
	page := func(status int, body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
	for name, c := range map[string]struct {
		server      http.Handler
		says        string
		unavailable bool
	}{
		"no metric at all":        {&farmHistory{}, "it has no vastai_gpu_count", false},
		"a login page":            {page(200, `<!doctype html><title>Grafana</title>`), "no answer to a range query", false},
		"an error at 200":         {page(200, `{"status":"error","errorType":"timeout","error":"query timed out"}`), "query timed out", false},
		"too many points":         {page(400, `{"status":"error","errorType":"bad_data","error":"exceeded maximum resolution"}`), "exceeded maximum", false},
		"a proxy's page":          {page(502, `<html>bad gateway</html>`), "502", false},
		"another kind of result":  {page(200, `{"status":"success","data":{"resultType":"vector","result":[]}}`), "no matrix", false},
		"no anonymous viewer":     {page(401, `{"message":"Unauthorized"}`), "no anonymous viewer", true},
		"the datasource has gone": {page(404, `{"message":"data source not found"}`), "uid", true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := history(t, c.server).SettledUntil(t.Context())
			var unavailable *extract.UnavailableError
			if err == nil || !strings.Contains(err.Error(), c.says) || errors.As(err, &unavailable) != c.unavailable {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
		})
	}
}

// TestHistoryPartsKeepTheirBeginning when the clock goes on.
func TestHistoryPartsKeepTheirBeginning(t *testing.T) {
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := history(t, &farmHistory{series: twoSeries()})
	first, err := h.Parts(t.Context(), lake)
	if err != nil {
		t.Fatal(err)
	}
	if want := noon.Unix()/86_400*86_400 - 25*86_400; first[0].From != want {
		t.Errorf("the history begins at %d, want %d", first[0].From, want)
	}
	for _, part := range first {
		if err := lake.AddPart(part); err != nil {
			t.Fatal(err)
		}
	}
	h.config.HistoryDays = 5
	again, err := h.Parts(t.Context(), lake)
	if err != nil || len(again) != len(first) {
		t.Fatalf("%d parts, then %d: %v", len(first), len(again), err)
	}
	for _, part := range again {
		if part.From != first[0].From {
			t.Errorf("part %s begins at %d now", part.Name, part.From)
		}
	}
}

// TestSamplesThatContradictAreRejected and what comes twice is landed once.
func TestSamplesThatContradictAreRejected(t *testing.T) {
	body := `{"status":"success","data":{"resultType":"matrix","result":[
		{"metric":{"__name__":"m","gpu_name":"A"},"values":[[3600,"1"],[7200,"NaN"],[7200,"NaN"],[10800,"+Inf"],[14400,"5"],[5400,"6"],[3600.5,"7"]]},
		{"metric":{"__name__":"m","gpu_name":"A"},"values":[[3600,"2"]]}]}}`
	matrix, err := prometheus.ParseMatrix([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	sink := &landing{}
	if err := readSamples(matrix, prometheus.Range{Expr: "m", Start: 3600, End: 10_800, Step: 3600}).deliver(sink); err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, row := range sink.rows {
		values = append(values, row["value"])
	}
	if fmt.Sprint(values) != "[NaN +Inf]" || len(sink.rejects) != 5 {
		t.Errorf("landed %v, rejected %d", values, len(sink.rejects))
	}
}

func FuzzSamples(f *testing.F) {
	f.Add([]byte(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"gpu_name":"A"},"values":[[3600,"2"],[7200,"NaN"],[1,"x"]]}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		matrix, verdict := judge(http.StatusOK, body)
		if verdict.Class != "" {
			return
		}
		count := len(matrix.Malformed)
		for _, series := range matrix.Series {
			count += len(series.Samples)
		}
		sink := &landing{}
		if err := readSamples(matrix, prometheus.Range{Expr: "m", Start: 0, End: 36_000, Step: 3600}).deliver(sink); err != nil {
			t.Fatal(err)
		}
		if len(sink.rows)+len(sink.rejects) > count {
			t.Errorf("%d samples gave %d rows and %d rejects", count, len(sink.rows), len(sink.rejects))
		}
	})
}
