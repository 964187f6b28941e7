// Package load keeps the lake: the folder of committed Parquet files that is the pipeline's only state. Sources
// land rows in it through a [Writer]; everything downstream is built from its [File] list and can be thrown away.
//
// # Where things lie
//
//	<home>/lock, <home>/lock.json                                      the writer lock, and who holds it
//	<home>/tmp/                                                        files being written
//	<home>/lake/network.json                                           the network that the home is about
//	<home>/lake/<source>/<instance>/<stream>/<part>/part.json          what is asked for
//	<home>/lake/<source>/<instance>/<stream>/<part>/<slice>.parquet    what was answered
//	<home>/lake/_rejected/<source>/<instance>/<stream>/<part>/<slice>.parquet
//
// # Part
//
// A [Part] is an unchanging set of things asked for within a stream: these contracts, this dashboard. Its definition
// is written once. Asking for more makes another part with a history of its own, so that a slice always says what
// was asked as well as when.
//
// # Slice
//
// A [Slice] is what is committed at once, and its name is what was really covered: a half-open interval of blocks or
// of time, the second at which a snapshot began, or the hash of a set of keys. A file that exists under its final
// name is the commit; nothing else records progress, so nothing can disagree with the data. [Writer.Commit] writes
// to a temporary name outside every listing, fsyncs, renames and fsyncs the folder: the slice is there as a whole
// or not at all, whenever the process ends. An interval without rows commits an empty file.
//
// Within a slice rows are sorted by the stream's key and kept once. Malformed rows are not dropped and don't stop the
// slice: they go to quarantine as they came ([RejectedRow]), on disk before the slice that they belong to.
//
// # Revision
//
// Reading a slice again commits a revision, "….r2.parquet", if its content differs, and nothing if it doesn't. The
// highest revision wins; the others stay, for publications that were built from them. Of slices that cover one
// another the widest wins, and slices may not overlap otherwise. [Lake.Files] applies these rules; with
// [ListOptions] it applies them to what had been extracted by an earlier instant.
//
// # Horizon
//
// A part's [Horizon] is the end of its prefix without a gap and without a rejected row, a stream's the lowest of its
// parts'. What is read before the horizon is complete; marts never read past it.
//
// # Whose it is
//
// A home belongs to one network: every file's metadata carry it ([Meta]), and [Open] for another one fails with a
// [NetworkError]. One process writes to a home at a time ([Lock]); readers need no lock, because files never change.
// [Lake.Verify] reads everything and compares it with what it says about itself.
package load
