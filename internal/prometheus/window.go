package prometheus

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// MaxPoints is how many points of one series Prometheus answers at most.
const MaxPoints = 11_000

// Range is one question of query_range. Start and End are both asked for, so that windows that follow each other must
// not share an edge.
type Range struct {
	// Expr is the PromQL expression.
	Expr string
	// Start and End are the first and the last instant asked for, in Unix seconds.
	Start, End int64
	// Step is the distance of two points in seconds.
	Step int64
}

// Points is how many points a series without gaps has in the range.
func (r Range) Points() int64 {
	if r.Step <= 0 || r.End < r.Start {
		return 0
	}
	return (r.End-r.Start)/r.Step + 1
}

// URL gives the address of the question below an API's base ("http://prometheus:9090/api/v1", or a Grafana
// datasource's proxy address), whose path is kept. It fails if the base is no http or https address, if the range is
// empty, or if it has more than MaxPoints points.
func (r Range) URL(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", errors.New("ask Prometheus: the base address is not an http or https address: correct it")
	}
	switch points := r.Points(); {
	case r.Expr == "":
		return "", errors.New("ask Prometheus: there is no expression")
	case points == 0:
		return "", fmt.Errorf("ask Prometheus for %s: the range from %d to %d in steps of %d seconds is empty", r.Expr, r.Start, r.End, r.Step)
	case points > MaxPoints:
		return "", fmt.Errorf("ask Prometheus for %s: %d points a series are more than the %d it answers: ask for less at a time", r.Expr, points, MaxPoints)
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/query_range"
	u.RawPath = ""
	u.RawQuery = url.Values{
		"query": {r.Expr}, "start": {strconv.FormatInt(r.Start, 10)}, "end": {strconv.FormatInt(r.End, 10)}, "step": {strconv.FormatInt(r.Step, 10)},
	}.Encode()
	return u.String(), nil
}
