package prices

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// recorder is a Sink that keeps rows as JSON.
type recorder struct {
	rows    []string
	rejects []load.RejectedRow
	marks   []int64
	err     error // what the read gave
}

func (r *recorder) Append(batch arrow.RecordBatch) error {
	for i := range int(batch.NumRows()) {
		row := map[string]string{}
		for c, column := range batch.Columns() {
			row[batch.ColumnName(c)] = column.ValueStr(i)
		}
		text, err := json.Marshal(row)
		if err != nil {
			return err
		}
		r.rows = append(r.rows, string(text))
	}
	return nil
}

func (r *recorder) Reject(row load.RejectedRow) { r.rejects = append(r.rejects, row) }

func (r *recorder) Mark(upTo int64) error {
	r.marks = append(r.marks, upTo)
	return nil
}

func wellFormed(points []point) []point {
	var good []point
	for _, p := range points {
		if p.wrong == "" {
			good = append(good, p)
		}
	}
	return good
}

// checkPoints holds what every decoder promises of a point.
func checkPoints(t *testing.T, points []point) {
	t.Helper()
	for _, p := range points {
		switch {
		case p.wrong == "" && (p.at < 0 || p.price == "" || p.millis/1000 != p.at):
			t.Errorf("the point %+v is taken for well-formed", p)
		case !utf8.ValidString(p.wrong + p.price + p.marketCap + p.volume + p.extra):
			t.Errorf("the point %+v has a text that can't be written", p)
		case p.extra != "" && !json.Valid([]byte(p.extra)):
			t.Errorf("the point %+v has an extra that isn't JSON", p)
		}
	}
}

// checkBatch holds that a batch can be built and has a row for each that was added.
func checkBatch(t *testing.T, b batch) {
	t.Helper()
	var out recorder
	if err := b.appendTo(&out); err != nil || len(out.rows) != len(b.rows) {
		t.Errorf("%d rows of %d, %v", len(out.rows), len(b.rows), err)
	}
}
