package extract

import (
	"context"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// Stream is one kind of row of one configured source instance. A source implements it together with exactly one of
// [IntervalStream], [SnapshotStream] and [LookupStream], which say how its slices come about; the [Runner] drives it.
//
// Who does what. The shared HTTP client retries single requests (429 with Retry-After, 5xx, time-outs, cut
// bodies). The stream sizes its requests and splits the ones that a provider finds too large. The Runner decides
// what is missing, in which order it is read and when a file is closed; it retries nothing: a read that fails
// fails its part for this run, and what was committed before stays.
//
// What must be idempotent. Reading the same gap, or looking up the same keys, twice must give the same rows, because
// a run may be killed between any two instructions and the same is then read again.
//
// A Stream is used by one goroutine at a time.
type Stream interface {
	// ID names the stream.
	ID() load.StreamID
	// Schema gives the stream's own columns, without the _ columns that every file has. Columns are only ever
	// added, at the end, nullable.
	Schema() *arrow.Schema
	// Key names the columns that identify a row within the stream; files are sorted by it. On AxisBlock and
	// AxisTime the first of them is the position, a 64-bit integer.
	Key() []string
	// Dictionary names the low-cardinality columns, the only ones that are dictionary-encoded.
	Dictionary() []string
	// SchemaVersion is raised with every change of Schema.
	SchemaVersion() int
	// Axis says what the stream's slices are cut along.
	Axis() load.Axis
	// Endpoint is where the rows come from, redacted, for the files' metadata and for messages.
	Endpoint() string
	// Parts gives every part that is wanted now, those that the lake has (with their definitions as committed)
	// and new ones. The Runner calls it again after a pass in which something was committed, so that what was
	// discovered in committed rows (polls, delegator pools) is read in the same run.
	Parts(ctx context.Context, lake *load.Lake) ([]load.Part, error)
}

// IntervalStream is a Stream along an axis of blocks or of time, whose past can be read at any time.
type IntervalStream interface {
	Stream
	// Grid is the length of the stream's grid cells on its axis (1,000,000 blocks, 86,400 seconds): no slice
	// crosses a multiple of it.
	Grid() int64
	// SettledUntil gives the end (exclusive) of what the source will never change; no slice reaches past it.
	SettledUntil(ctx context.Context) (int64, error)
	// Read appends all rows of the gap to the sink, in rising order, and marks how far it is complete. A gap
	// never crosses a grid line. After a nil error everything up to gap.To must have been marked. On a
	// cancelled context Read returns ctx.Err() soon; what was marked by then is committed.
	Read(ctx context.Context, part load.Part, gap load.Interval, sink Sink) error
}

// SnapshotStream is a Stream of what a source says only of the present (AxisInstant). An instant that was missed can't
// be had again.
type SnapshotStream interface {
	Stream
	// Grid is the length of the clock's cells in seconds (3,600): each part is taken once in each, at the first
	// run that falls into it, and again while a cell lasts if rows of it were rejected.
	Grid() int64
	// Snapshot appends all rows of the part as they are now. A nil error commits them, any other commits nothing.
	// An answer that is empty because something is wrong must be an error.
	Snapshot(ctx context.Context, part load.Part, sink Sink) error
}

// LookupStream is a Stream of rows that are asked for by key (AxisKeys), where the keys stand in rows of other streams.
type LookupStream interface {
	Stream
	// Parents names the streams, of the same run, whose committed files state what is wanted. None means that
	// the wanted keys stand somewhere else; Wanted is then asked once, with the zero File.
	Parents() []load.StreamID
	// Wanted gives the keys that a committed file of a parent wants, sorted and distinct. Files never change, and
	// neither must the answer.
	Wanted(ctx context.Context, file load.File) ([]string, error)
	// Lookup appends the rows of the keys, at most LookupKeys of them. A key without an answer is an error unless the
	// source is sure that there will never be one. Marks aren't needed.
	Lookup(ctx context.Context, part load.Part, keys []string, sink Sink) error
}

// Sink takes what a stream finds. It keeps nothing of its arguments but the batches, which it retains and releases.
type Sink interface {
	// Append takes rows with the stream's columns, in order, and optionally a last column "_extra" with the
	// JSON of fields that the schema doesn't know. Rows of positions before the last Mark are an error.
	Append(batch arrow.RecordBatch) error
	// Reject quarantines a malformed row. Position is the row's own if it can be known, else -1: the horizon then
	// ends where the row's slice begins. It must not depend on how requests were cut, or a row that is read
	// again would look changed.
	Reject(row load.RejectedRow)
	// Mark says, of an IntervalStream, that everything before upTo, of this gap, has been appended or rejected. The Runner may close
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

// Located is an IntervalStream along blocks that can find the block at a time, so that a run can be narrowed by time.
type Located interface {
	// Locate gives the first position at or after the instant; the head's if there is none yet.
	Locate(ctx context.Context, at time.Time) (int64, error)
}

// Estimator is a Stream that can say how many requests it will take, before anything is read.
type Estimator interface {
	// Estimate gives the number of requests that reading length positions, or looking up length keys, takes at the
	// present request size.
	Estimate(length int64) int64
}

// Identified is a Stream that can prove that its endpoint serves the network it is configured for. The Runner
// asks before it reads anything; the error must be a *WrongNetworkError if it is another network.
type Identified interface {
	Identify(ctx context.Context) error
}

// Introspected is a Stream whose source says which fields it has.
type Introspected interface {
	// RemovedFields names, sorted, the fields that the schema has a column for and that the source has no more; the column
	// is then NULL. Before anything was read there are none.
	RemovedFields() []string
}

// Metered is a Stream that counts what it asks for. The numbers only grow.
type Metered interface {
	// Usage gives the requests made (retries included) and the bytes of bodies received so far.
	Usage() (requests, bytes int64)
}
