// Package decode is a model of the build in Go: it decodes the logs of the chain (streams chain.logs and
// chain.lpt_transfers) into typed columns, one row per log, the arguments of all events side by side. The staging models
// select from them.
//
//	cache := decode.Cache{Dir: filepath.Join(home, "cache", "decode")}
//	result, err := cache.Ensure(ctx, files)
//	if err != nil {
//		return err
//	}
//	// result.Paths are Parquet files with the columns of decode.Schema.
//	err = decode.Merge(ctx, []decode.Source{{Paths: result.Paths}}, out)
//
// Some endpoints give logs without the time of their block. Merge takes it from the stream chain.blocks (see ReadTimes).
//
// Nothing is dropped. A log whose event the catalogue doesn't have keeps its topics and data and has no event; so
// has a log that claims to be a known event but can't be decoded, which Stats.Malformed then reports.
//
// A decoded file is a function of the lake file's content and of Version, so it is kept and used again. The cache
// can be deleted at any time.
package decode

import _ "embed"

//go:generate go run ./genmodel chain__decoded.yaml

// Version is raised when the same lake file would be decoded differently: with every change of Schema, of an event
// of the catalogue, or of how a value is written. It is part of the cached files' path.
const Version = "2"

// Model is the model's front matter: description, grain, key, inputs, outputs and columns, as YAML. It tells
// documentation and lint what a leading comment tells them of an SQL model.
//
//go:embed chain__decoded.yaml
var Model []byte
