package prometheus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Matrix is the answer to a range query.
type Matrix struct {
	// Series are the samples, by labels.
	Series []Series
	// Malformed are the samples and series that can't be read, each by itself.
	Malformed []Malformed
}

// Series is the samples of one set of labels.
type Series struct {
	// Labels are the series' labels, "__name__" among them where the expression keeps it.
	Labels map[string]string
	// Samples are in the order in which they came.
	Samples []Sample
	// Others are the members of the series besides labels and samples, none as a rule.
	Others map[string]json.RawMessage
}

// Sample is one value at one time.
type Sample struct {
	// Seconds is the Unix time as sent: "1767225600" or "1767229200.781".
	Seconds json.Number
	// Value is the value as sent: "12.5", "NaN", "+Inf", "-Inf".
	Value string
}

// Malformed is a sample, or a series, that can't be read.
type Malformed struct {
	// Reason is what is wrong with it.
	Reason string
	// Original is its bytes as received.
	Original []byte
}

// Time gives the sample's time in whole Unix seconds, and whether it is one.
func (s Sample) Time() (int64, bool) {
	if n, err := s.Seconds.Int64(); err == nil {
		return n, true
	}
	f, err := s.Seconds.Float64()
	if err != nil || f != float64(int64(f)) {
		return 0, false
	}
	return int64(f), true
}

// Error is what Prometheus, or the Grafana before it, answered instead of samples.
type Error struct {
	// Type is Prometheus's own word: "bad_data", "execution", "timeout"; "" where there is none.
	Type string
	// Message is what it says about it.
	Message string
}

// Error gives the type and the message.
func (e *Error) Error() string {
	if e.Type == "" {
		return "it answers: " + e.Message
	}
	return fmt.Sprintf("it answers %s: %s", e.Type, e.Message)
}

// ErrNotMatrix says that a body is no answer to a range query.
var ErrNotMatrix = errors.New("the reply is no answer to a range query")

type answer struct {
	Status    *string `json:"status"`
	ErrorType string  `json:"errorType"`
	Error     string  `json:"error"`
	Message   string  `json:"message"`
	Data      *struct {
		ResultType string             `json:"resultType"`
		Result     *[]json.RawMessage `json:"result"`
	} `json:"data"`
}

// ParseMatrix reads the answer to a range query. A body that states an error is an *Error; any other body that is no
// matrix wraps ErrNotMatrix. No series is an answer too: it is for the caller to know whether that can be.
func ParseMatrix(body []byte) (Matrix, error) {
	var a answer
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&a); err != nil {
		return Matrix{}, fmt.Errorf("%w: %w", ErrNotMatrix, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Matrix{}, fmt.Errorf("%w: more text follows it", ErrNotMatrix)
	}
	switch {
	case a.Status == nil && a.Message != "":
		return Matrix{}, &Error{Message: a.Message}
	case a.Status == nil:
		return Matrix{}, fmt.Errorf("%w: it has no status", ErrNotMatrix)
	case *a.Status != "success":
		return Matrix{}, &Error{Type: a.ErrorType, Message: a.Error}
	case a.Data == nil || a.Data.Result == nil || a.Data.ResultType != "matrix":
		return Matrix{}, fmt.Errorf("%w: its data are no matrix", ErrNotMatrix)
	}
	var m Matrix
	for _, element := range *a.Data.Result {
		m.add(element)
	}
	return m, nil
}

// add reads one series.
func (m *Matrix) add(element json.RawMessage) {
	var e struct {
		Metric map[string]string  `json:"metric"`
		Values *[]json.RawMessage `json:"values"`
	}
	var others map[string]json.RawMessage
	err := errors.Join(json.Unmarshal(element, &e), json.Unmarshal(element, &others))
	if err == nil && e.Values == nil {
		err = errors.New("it has no values")
	}
	if err != nil {
		m.reject("a series can't be read: "+err.Error(), element)
		return
	}
	delete(others, "metric")
	delete(others, "values")
	series := Series{Labels: e.Metric}
	if len(others) > 0 {
		series.Others = others
	}
	for _, value := range *e.Values {
		sample, err := parseSample(value)
		if err != nil {
			labels, _ := json.Marshal(e.Metric) // a map of texts always has a JSON form
			m.reject(err.Error(), fmt.Appendf(nil, `{"metric":%s,"values":[%s]}`, labels, value))
			continue
		}
		series.Samples = append(series.Samples, sample)
	}
	m.Series = append(m.Series, series)
}

func (m *Matrix) reject(reason string, original []byte) {
	m.Malformed = append(m.Malformed, Malformed{Reason: reason, Original: original})
}

// parseSample reads the pair [seconds, "value"].
func parseSample(text json.RawMessage) (s Sample, err error) {
	var pair []json.RawMessage
	if err := json.Unmarshal(text, &pair); err != nil {
		return s, fmt.Errorf("a sample is no list: %w", err)
	}
	if len(pair) != 2 {
		return s, fmt.Errorf("a sample has %d parts instead of 2", len(pair))
	}
	if err := json.Unmarshal(pair[0], &s.Seconds); err != nil || pair[0][0] == '"' || pair[0][0] == 'n' {
		return s, fmt.Errorf("the time of a sample is %.40s, not a number", pair[0])
	}
	if err := json.Unmarshal(pair[1], &s.Value); err != nil || pair[1][0] != '"' {
		return s, fmt.Errorf("the value of a sample is %.40s, not a text", pair[1])
	}
	if _, err := strconv.ParseFloat(s.Value, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
		return s, fmt.Errorf("the value of a sample is %.40q, which is no number", s.Value)
	}
	return s, nil
}
