package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestFaults disturbs extraction in the ways of servers and networks: it ends with exit code 0, and nothing is lost or
// there twice. What is built from the same rows is compared in the last cases.
func TestFaults(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, test := range faultCases() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, serveChain(t, "small", test.options))
			if !test.isBuilt {
				s.must(t, "extract")
			} else {
				s.must(t, "run")
				sameTables(t, s.hashes(t), want.hashes)
			}
			if got := s.rows(t); got != want.rows {
				t.Errorf("the lake holds %s in place of %s", got, want.rows)
			}
		})
	}
}

type faultCase struct {
	name    string
	options jsonrpc.Options
	isBuilt bool
}

func faultCases() []faultCase {
	var cases []faultCase
	for _, fault := range []jsonrpc.Fault{
		{Kind: jsonrpc.TooManyRequests},
		{Kind: jsonrpc.TooManyRequests, RetryAfter: time.Second},
		{Kind: jsonrpc.TooManyRequestsText},
		{Kind: jsonrpc.TooManyRequestsText, RetryAfter: time.Second},
		{Kind: jsonrpc.RateError},
		{Kind: jsonrpc.ServerError},
		{Kind: jsonrpc.ServerError, Status: 503},
		{Kind: jsonrpc.HTML},
		{Kind: jsonrpc.ResetConnection},
		{Kind: jsonrpc.TimeoutError},
		{Kind: jsonrpc.CutBody},
		{Kind: jsonrpc.SlowBody, Delay: 10 * time.Millisecond},
		{Kind: jsonrpc.BatchError},
		{Kind: jsonrpc.WrongID},
		{Kind: jsonrpc.MissingReply},
		{Kind: jsonrpc.LogDuplicated},
		{Kind: jsonrpc.LogExtraField},
	} {
		name := string(fault.Kind)
		if fault.RetryAfter > 0 {
			name += " with Retry-After"
		}
		if fault.Status > 0 {
			name = fmt.Sprintf("%s %d", name, fault.Status)
		}
		if !strings.HasPrefix(name, "log-") {
			fault.At, fault.Method = 4, "eth_getLogs"
		}
		cases = append(cases, faultCase{name: name, options: jsonrpc.Options{Faults: []jsonrpc.Fault{fault}}})
	}
	for _, dialect := range jsonrpc.Dialects() {
		cases = append(cases,
			faultCase{name: "range limit of " + string(dialect), options: jsonrpc.Options{Dialect: dialect, Limits: jsonrpc.Limits{MaxRange: 300_000}}},
			faultCase{name: "result limit of " + string(dialect), options: jsonrpc.Options{Dialect: dialect, Limits: jsonrpc.Limits{MaxResults: 120}}},
		)
	}
	return append(cases,
		faultCase{"everything at once", jsonrpc.Options{
			Dialect: jsonrpc.Infura, Limits: jsonrpc.Limits{MaxRange: 600_000, MaxResults: 200}, ShuffleSeed: 5,
			Faults: []jsonrpc.Fault{
				{Kind: jsonrpc.ServerError, At: 1},
				{Kind: jsonrpc.TooManyRequests, At: 4, RetryAfter: time.Second},
				{Kind: jsonrpc.HTML, At: 7},
				{Kind: jsonrpc.CutBody, At: 10},
				{Kind: jsonrpc.SlowBody, Every: 6, Delay: time.Millisecond},
				{Kind: jsonrpc.LogDuplicated},
			},
		}, true},
		faultCase{"noise", jsonrpc.Options{
			Dialect: jsonrpc.Alchemy, Limits: jsonrpc.Limits{MaxRange: 900_000, MaxResults: 150, Overshoot: 2},
			Noise: jsonrpc.Noise{Seed: 8, Share: 0.15, Faults: []jsonrpc.Fault{
				{Kind: jsonrpc.RateError}, {Kind: jsonrpc.ResetConnection}, {Kind: jsonrpc.CutBody}, {Kind: jsonrpc.TimeoutError}, {Kind: jsonrpc.ServerError, Status: 502},
			}},
		}, true},
	)
}
