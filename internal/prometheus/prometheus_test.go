package prometheus_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/prometheus"
)

func TestURLKeepsTheBasePath(t *testing.T) {
	window := prometheus.Range{Expr: `up{job="a b"}`, Start: 1767225600, End: 1767312000, Step: 3600}
	got, err := window.URL("https://500.farm/vastai/grafana.v2/api/datasources/proxy/uid/EdgV2xcnz/api/v1/")
	want := "https://500.farm/vastai/grafana.v2/api/datasources/proxy/uid/EdgV2xcnz/api/v1/query_range?end=1767312000&query=up%7Bjob%3D%22a+b%22%7D&start=1767225600&step=3600"
	if err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	if n := window.Points(); n != 25 {
		t.Errorf("%d points, want 25: both ends are asked for", n)
	}
}

func TestURLRefuses(t *testing.T) {
	const base = "http://127.0.0.1:9090/api/v1"
	for name, c := range map[string]struct {
		base   string
		window prometheus.Range
	}{
		"no address":      {"prometheus", prometheus.Range{Expr: "up", Start: 0, End: 1, Step: 1}},
		"no expression":   {base, prometheus.Range{Start: 0, End: 1, Step: 1}},
		"no step":         {base, prometheus.Range{Expr: "up", Start: 0, End: 1}},
		"end before":      {base, prometheus.Range{Expr: "up", Start: 2, End: 1, Step: 1}},
		"too many points": {base, prometheus.Range{Expr: "up", Start: 0, End: prometheus.MaxPoints, Step: 1}},
	} {
		if got, err := c.window.URL(c.base); err == nil {
			t.Errorf("%s: gives %s", name, got)
		}
	}
}

func TestParseMatrix(t *testing.T) {
	got, err := prometheus.ParseMatrix([]byte(`{"status":"success","data":{"resultType":"matrix","result":[
		{"metric":{"__name__":"up","k":"v"},"values":[[1767225600,"12.5"],[1767229200.781,"NaN"],[1767232800.000,"+Inf"],[1767236400,7],["1","2"]]},
		{"metric":{"k":1},"values":[]}]},"warnings":["w"]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := prometheus.Matrix{
		Series: []prometheus.Series{{Labels: map[string]string{"__name__": "up", "k": "v"}, Samples: []prometheus.Sample{
			{Seconds: "1767225600", Value: "12.5"}, {Seconds: "1767229200.781", Value: "NaN"}, {Seconds: "1767232800.000", Value: "+Inf"},
		}}},
	}
	if diff := cmp.Diff(want.Series, got.Series); diff != "" || len(got.Malformed) != 3 {
		t.Errorf("%d malformed, want 3; series (-want +got):\n%s", len(got.Malformed), diff)
	}
	samples := got.Series[0].Samples
	if _, whole := samples[1].Time(); whole {
		t.Error("a time with a fraction is taken for whole seconds")
	}
	if at, whole := samples[2].Time(); !whole || at != 1767232800 {
		t.Errorf("1767232800.000 is read as %d, %v", at, whole)
	}
}

func TestParseMatrixTellsErrorsApart(t *testing.T) {
	for body, wantType := range map[string]string{
		`{"status":"error","errorType":"bad_data","error":"exceeded maximum resolution"}`: "bad_data",
		`{"message":"Unauthorized"}`: "",
	} {
		_, err := prometheus.ParseMatrix([]byte(body))
		var stated *prometheus.Error
		if !errors.As(err, &stated) || stated.Type != wantType {
			t.Errorf("%s gives %v", body, err)
		}
	}
	for _, body := range []string{
		``, `<html>`, `[]`, `{}`, `{"status":"success"}`, `{"status":"success","data":{"resultType":"vector","result":[]}}`,
		`{"status":"success","data":{"resultType":"matrix"}}`, `{"status":"success","data":{"resultType":"matrix","result":[]}} {}`,
	} {
		if _, err := prometheus.ParseMatrix([]byte(body)); !errors.Is(err, prometheus.ErrNotMatrix) {
			t.Errorf("%s gives %v", body, err)
		}
	}
}

func FuzzParseMatrix(f *testing.F) {
	f.Add([]byte(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"2"],[3,4]]}]}}`))
	f.Add([]byte(`{"status":"error","errorType":"timeout","error":"x"}`))
	f.Add([]byte(`<!doctype html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		matrix, err := prometheus.ParseMatrix(body)
		if err != nil && (len(matrix.Series) > 0 || len(matrix.Malformed) > 0) {
			t.Error("an error comes with samples")
		}
		for _, series := range matrix.Series {
			for _, sample := range series.Samples {
				sample.Time()
			}
		}
	})
}
