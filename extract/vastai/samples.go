package vastai

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/prometheus"
	"github.com/lakepeer/lakepeer/load"
)

// sampleKey is what no two samples of an answer share.
type sampleKey struct {
	time                                      int64
	metric, gpuName, verified, rented, others string
}

// sampled is what a sample says beside its key.
type sampled struct{ job, value, extra string }

// samples are the rows of one answer.
type samples struct {
	step    int64
	values  map[sampleKey]sampled
	rejects []load.RejectedRow
}

// readSamples makes rows of an answer. A sample that wasn't asked for, and all that state different values of one series at
// one time, are rejected.
func readSamples(matrix prometheus.Matrix, window prometheus.Range) samples {
	s := samples{step: window.Step, values: map[sampleKey]sampled{}}
	for _, bad := range matrix.Malformed {
		s.reject(-1, bad.Reason, bad.Original)
	}
	clash := map[sampleKey]bool{}
	for _, series := range matrix.Series {
		key := keyOf(series.Labels)
		for _, sample := range series.Samples {
			at, whole := sample.Time()
			if !whole || at < window.Start || at > window.End || at%window.Step != 0 {
				s.reject(-1, "its time was not asked for", sampleText(series, sample))
				continue
			}
			key.time = at
			says := sampled{series.Labels["job"], sample.Value, extra(series.Others)}
			had, twice := s.values[key]
			if twice && had != says || clash[key] {
				clash[key] = true
				s.reject(at, "the same series has another value at the same time", sampleText(series, sample))
				continue
			}
			s.values[key] = says
		}
	}
	for key := range clash {
		s.reject(key.time, "the same series has another value at the same time", fmt.Appendf(nil, "%+v %+v", key, s.values[key]))
		delete(s.values, key)
	}
	return s
}

// keyOf gives a series' place in the table. To Prometheus a label that isn't there is an empty one.
func keyOf(labels map[string]string) sampleKey {
	others := maps.Clone(labels)
	for _, name := range []string{"__name__", "gpu_name", "verified", "rented", "job"} {
		delete(others, name)
	}
	key := sampleKey{metric: labels["__name__"], gpuName: labels["gpu_name"], verified: labels["verified"], rented: labels["rented"], others: "{}"}
	if len(others) > 0 {
		key.others = string(encoded(others))
	}
	return key
}

func sampleText(series prometheus.Series, sample prometheus.Sample) []byte {
	return encoded(map[string]any{"metric": series.Labels, "value": []string{sample.Seconds.String(), sample.Value}})
}

func (s *samples) reject(at int64, reason string, original []byte) {
	s.rejects = append(s.rejects, load.RejectedRow{Position: at, Reason: reason, Original: original})
}

// deliver appends the rows in rising order, and rejects what is malformed.
func (s samples) deliver(sink extract.Sink) error {
	for _, rejected := range s.rejects {
		sink.Reject(rejected)
	}
	keys := slices.SortedFunc(maps.Keys(s.values), func(a, b sampleKey) int {
		return cmp.Or(
			cmp.Compare(a.time, b.time), cmp.Compare(a.metric, b.metric), cmp.Compare(a.gpuName, b.gpuName),
			cmp.Compare(a.verified, b.verified), cmp.Compare(a.rented, b.rented), cmp.Compare(a.others, b.others))
	})
	if len(keys) == 0 {
		return nil
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, withExtra(historySchema()))
	defer builder.Release()
	for _, key := range keys {
		says := s.values[key]
		row := []any{key.time, key.metric, key.gpuName, key.verified, key.rented, key.others, says.value, s.step, orNull(says.job), orNull(says.extra)}
		for i, value := range row {
			appendValue(builder.Field(i), value)
		}
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	return sink.Append(batch)
}

// orNull gives NULL for no text.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
