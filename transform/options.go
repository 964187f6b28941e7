package transform

import (
	"io/fs"
	"log/slog"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// Options say what Build builds, where and how.
type Options struct {
	// Home is the folder of the home; candidates are built in <Home>/build.
	Home string
	// Lake is the home's lake.
	Lake *load.Lake
	// SQL holds the models, checks and macros: see LoadProject.
	SQL fs.FS
	// Schemas are the columns of the raw streams, without those that every lake file has, by table name
	// ("chain__logs"). They give a stream that has no file yet its table. Models may read exactly these,
	// chain__decoded, chain__decoded_elsewhere and the ledger's tables.
	Schemas map[string]*arrow.Schema
	// AsOf, if not zero, is what "now" is to the models, and the lake is read as it was then. The default is the newest
	// time of extraction among the files read, and the lake as it is.
	AsOf time.Time
	// Full builds every model anew, even if it could be copied, and even if nothing has changed at all.
	Full bool
	// MemoryLimit bounds DuckDB's memory in bytes, Threads its threads; 0 gives duck.Open's defaults.
	MemoryLimit int64
	Threads     int
	// RunID is the run's id and Version lakepeer's own, for the manifest.
	RunID, Version string
	// Clock gives the time for the candidate's name and manifest; nil is the system's. No table depends on it.
	Clock func() time.Time
	// Hook, if not nil, is called at "transform.in-build", halfway through the models, so that a test can end the
	// process there.
	Hook func(point string)
	// Log takes a line per step; nil is silence.
	Log *slog.Logger
	// Progress, if not nil, is called when a step begins.
	Progress func(Progress)
}

// Progress tells which step of a build begins.
type Progress struct {
	// Step is the step in words: "build main.dim_round", "check".
	Step string
	// Done of Total steps of this kind are behind; both are 0 where there is nothing to count.
	Done, Total int
}
