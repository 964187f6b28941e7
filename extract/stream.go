package extract

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// Stream is one kind of row of one configured source instance. A source implements it; the Runner drives it.
//
// Who does what. The shared HTTP client retries single requests (429 with Retry-After, 5xx, time-outs, cut
// bodies). The stream sizes its requests and splits the ones that a provider finds too large. The Runner decides
// what is missing, in which order it is read and when a file is closed; it retries nothing: a Read that fails
// fails its part for this run, and what was committed before stays.
//
// What must be idempotent. Reading the same gap twice must give the same rows, because a run may be killed
// between any two instructions and the gap is then read again.
//
// A Stream is used by one goroutine at a time.
type Stream interface {
	// ID names the stream.
	ID() load.StreamID
	// Schema gives the stream's own columns, without the _ columns that every file has. Columns are only ever
	// added, at the end, nullable.
	Schema() *arrow.Schema
	// Key names the columns that identify a row within the stream; files are sorted by it.
	Key() []string
	// Dictionary names the low-cardinality columns, the only ones that are dictionary-encoded.
	Dictionary() []string
	// SchemaVersion is raised with every change of Schema.
	SchemaVersion() int
	// Axis says what the stream's slices are cut along.
	Axis() load.Axis
	// Grid is the length of the stream's grid cells on its axis (1,000,000 blocks, 86,400 seconds): no slice
	// crosses a multiple of it.
	Grid() int64
	// Endpoint is where the rows come from, redacted, for the files' metadata and for messages.
	Endpoint() string
	// Parts gives every part that is wanted now, those that the lake has (with their definitions as committed)
	// and new ones. The Runner calls it again after a pass in which something was committed, so that what was
	// discovered in committed rows (polls, delegator pools) is read in the same run.
	Parts(ctx context.Context, lake *load.Lake) ([]load.Part, error)
	// SettledUntil gives the end (exclusive) of what the source will never change; no slice reaches past it.
	SettledUntil(ctx context.Context) (int64, error)
	// Read appends all rows of the gap to the sink, in rising order, and marks how far it is complete. A gap
	// never crosses a grid line. After a nil error everything up to gap.To must have been marked. On a
	// cancelled context Read returns ctx.Err() soon; what was marked by then is committed.
	Read(ctx context.Context, part load.Part, gap load.Interval, sink Sink) error
}

// Sink takes what Read finds. It keeps nothing of its arguments but the batches, which it retains and releases.
type Sink interface {
	// Append takes rows with the stream's columns, in order, and optionally a last column "_extra" with the
	// JSON of fields that the schema doesn't know. Rows of positions before the last Mark are an error.
	Append(batch arrow.RecordBatch) error
	// Reject quarantines a malformed row. Position is the row's own if it can be known, else -1: the horizon then
	// ends where the row's slice begins. It must not depend on how requests were cut, or a row that is read
	// again would look changed.
	Reject(row load.RejectedRow)
	// Mark says that everything before upTo, of this gap, has been appended or rejected. The Runner may close
	// a file here, so it may write to disk and it may fail; Read then returns that error.
	Mark(upTo int64) error
}

// Anchored is a Stream whose committed slices can be checked against the source later, by something that the
// source states about the end of a slice (for the chain: the hash of its last block).
type Anchored interface {
	// Anchor gives what the source says of the last position before upTo. It is kept in the slice's metadata
	// under "anchor." + key, and compared by the next runs while the slice is younger than 7 days; a difference
	// in the entry "hash" makes the Runner read the slice again. Other entries ("time": Unix seconds) inform.
	Anchor(ctx context.Context, upTo int64) (map[string]string, error)
}

// Estimator is a Stream that can say how many requests a gap will take, before it is read.
type Estimator interface {
	// Estimate gives the number of requests that reading length positions takes, at the present request size.
	Estimate(length int64) int64
}

// Identified is a Stream that can prove that its endpoint serves the network it is configured for. The Runner
// asks before it reads anything; the error must be a *WrongNetworkError if it is another network.
type Identified interface {
	Identify(ctx context.Context) error
}

// Metered is a Stream that counts what it asks for. The numbers only grow.
type Metered interface {
	// Usage gives the requests made (retries included) and the bytes of bodies received so far.
	Usage() (requests, bytes int64)
}
