package subgraph

import (
	"testing"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// FuzzRows gives any bytes to the parser of every entity's rows: none panics, and a row that isn't malformed has an id.
func FuzzRows(f *testing.F) {
	for _, seed := range []string{
		`{"id":"0x01-1","timestamp":7,"round":{"id":"1"},"transaction":{"id":"0x01","blockNumber":"1","from":"0x","gasPrice":"1","gasUsed":"1"}}`,
		`{"id":"1","startTimestamp":1,"round":{"id":"1","startTimestamp":1,"startBlock":"2"},"date":86400,"fees":"-1.5","targets":["a"]}`,
		`{"id":"0","pendingActivation":[{"id":"a"}],"paused":true,"memo":null}`, `null`, `[]`, `{"id":{}}`, `{"id":"a","round":{}}`, "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, e := range entities() {
			s, columns := shape{entity: e, fields: e.fields, nonNull: map[string]bool{}}, e.columns()
			rows := distinct([]row{s.parse(columns, body, false), s.parse(columns, body, e.apart != "")})
			var stamps []any
			if e.cut.isSnapshot() {
				stamps = []any{int64(1), deployment}
			}
			if batch := batchOf(schemaOf(columns), rows, stamps...); batch != nil {
				batch.Release()
			}
			for _, r := range rows {
				for i, c := range columns {
					if r.wrong == "" && c.isRequired && c.field != "" && r.values[i] == nil {
						t.Fatalf("%s: a row without %s", e.name(), c.name)
					}
				}
			}
		}
	})
}

func TestJudge(t *testing.T) {
	for message, want := range map[string]httpclient.Verdict{
		`{"data":{}}`: {},
		`{"errors":[{"message":"bad indexers: {0x1: Timeout, 0x2: BadResponse(502)}"}]}`: {
			Class: httpclient.Timeout, Cause: "the subgraph says: bad indexers: {0x1: Timeout, 0x2: BadResponse(502)}",
		},
		`{"errors":[{"message":"Query timed out"}]}`:         {Class: httpclient.Timeout, Cause: "the subgraph says: Query timed out"},
		`{"errors":[{"message":"no indexers found"}]}`:       {Class: httpclient.Server, Cause: "the subgraph says: no indexers found"},
		`{"errors":[{"message":"auth error: spend limit"}]}`: {Class: httpclient.Auth, Cause: "the subgraph says: auth error: spend limit"},
		`{"errors":[{"message":"bad indexers: {0x1: BadResponse(unattestable response: The ` + "`first`" + ` argument must be between 0 and 1000, but is 0)}"}]}`: {Answer: true},
		`{"errors":[{"message":"query potentially returns 9 entities or more and thereby exceeds the limit of 8 entities."}]}`: {
			Class: httpclient.TooLarge,
			Cause: "the subgraph says: query potentially returns 9 entities or more and thereby exceeds the limit of 8 entities.",
		},
		`{"errors":[{"message":"Null value resolved for non-null field x"}]}`: {Answer: true},
		`{"errors":[{"message":"something else"}]}`:                           {Answer: true},
		`<html>error</html>`: {},
	} {
		if got := Judge(200, []byte(message)); got != want {
			t.Errorf("%s: %+v", message, got)
		}
	}
}
