// Package extracttest is the conformance suite of the sources. A source is added by describing it as a [Subject];
// [Run] then drives it over loopback HTTP through everything that reality does to an extraction, and compares what
// lies in the lake afterwards with what the server had:
//
//	func TestConformance(t *testing.T) {
//		extracttest.Run(t, extracttest.Subject{Network: network, Stream: newStream, Serve: serve, IsData: isData, ...})
//	}
//
// Nothing waits: a pause that a client is asked for takes no time.
package extracttest

import (
	"net/http"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// Fault is something that a server says other than it should. Faults of the transport are the suite's own; these
// only the source's server can make.
type Fault string

// The faults of content.
const (
	// None: the server is as it should be.
	None Fault = ""
	// DuplicatePage: one page brings its rows twice.
	DuplicatePage Fault = "duplicate page"
	// EmptyPage: a page in the middle has no rows; all rows are still there, on other pages.
	EmptyPage Fault = "empty page"
	// NewField: every row has the field Subject.NewField, which the schema doesn't know.
	NewField Fault = "new field"
	// RemovedField: no row has the field of the column Subject.Optional.
	RemovedField Fault = "removed field"
	// WrongType: in one row a required field has another type.
	WrongType Fault = "wrong type"
	// PoisonedRow: the fields of one row have the right types and can't be true together.
	PoisonedRow Fault = "poisoned row"
)

// World is what a Subject's server serves.
type World struct {
	// Rows is how many rows it has. The same number gives the same rows.
	Rows int
	// Fault is what is wrong with it.
	Fault Fault
}

// Subject is a source under test.
type Subject struct {
	// Network is what the home is about.
	Network load.Network
	// Stream makes the stream that asks the server at url, through the client.
	Stream func(t testing.TB, url string, client *httpclient.Client) extract.Stream
	// Serve gives the source's server. A stream of intervals or keys must need at least four requests for Rows rows.
	Serve func(t testing.TB, world World) http.Handler
	// Prepare puts into a lake what a stream of keys looks up: the committed rows of its parents, in at least four
	// slices; nil if there is nothing to prepare.
	Prepare func(t testing.TB, lake *load.Lake)
	// Without says why the source can't have a fault of content, by fault: a stream whose answer has no pages can't
	// have a page twice. The suite skips it with that reason.
	Without map[Fault]string
	// IsData tells whether a request with this body asks for rows.
	IsData func(r *http.Request, body []byte) bool
	// Rows is how many rows the suite works with.
	Rows int
	// NewField is what Serve adds for the fault of that name.
	NewField string
	// Optional is the column that is NULL for the fault RemovedField.
	Optional string

	// strike is the number, from 1, of the request for rows that a fault of the transport meets.
	strike int
}
