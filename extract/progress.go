package extract

import "github.com/lakepeer/lakepeer/load"

// Progress is told how reading goes on. Streams are read at the same time, so it must be safe for concurrent use.
type Progress interface {
	// Start says that a part is read now, and how many positions it takes.
	Start(stream load.StreamID, part string, positions int64) Bar
}

// Bar is told how one part goes on.
type Bar interface {
	// Advance says that so many further rows were found in so many further positions.
	Advance(rows, positions int64)
	// Done says that no more of the part is read in this run; the error is nil if all of it was.
	Done(err error)
}

type silent struct{}

func (silent) Start(load.StreamID, string, int64) Bar { return silent{} }
func (silent) Advance(int64, int64)                   {}
func (silent) Done(error)                             {}
