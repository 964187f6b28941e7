package decode

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/lakepeer/lakepeer/internal/durable"
	"github.com/lakepeer/lakepeer/load"
)

// workers is how many files are decoded at a time.
const workers = 2

// Cache keeps decoded files. One process uses it at a time; the home's lock sees to that.
type Cache struct {
	// Dir is the cache's folder, <home>/cache/decode. It is made when something is put into it, and can be deleted
	// at any time.
	Dir string
}

// Result is what Ensure gives.
type Result struct {
	// Paths are the decoded files, one for each lake file, in their order.
	Paths []string
	// Decoded is how many of them were decoded by this call; the others were there.
	Decoded int
	// Stats are those of all files together, FileStats those of each, in their order.
	Stats     Stats
	FileStats []Stats
}

// Ensure sees to it that every lake file, all of streams chain.logs and chain.lpt_transfers, has its decoded file. Those that aren't there
// are decoded, two at a time. A decoded file appears under its name only when it is whole. On an error or a
// cancelled context those that were finished stay.
func (c Cache) Ensure(ctx context.Context, files []load.File) (Result, error) {
	result := Result{Paths: make([]string, len(files))}
	stats, decoded := make([]Stats, len(files)), make([]bool, len(files))
	if err := os.RemoveAll(c.temp()); err != nil { // what a killed run was writing
		return Result{}, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i, f := range files {
		group.Go(func() (err error) {
			result.Paths[i], stats[i], decoded[i], err = c.ensure(ctx, f)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Result{}, err
	}
	for _, d := range decoded {
		if d {
			result.Decoded++
		}
	}
	result.Stats, result.FileStats = merge(stats), stats
	return result, nil
}

// ensure gives the decoded file of one lake file, and tells whether it had to be decoded.
func (c Cache) ensure(ctx context.Context, in load.File) (path string, stats Stats, decoded bool, err error) {
	if err := ctx.Err(); err != nil {
		return "", Stats{}, false, err
	}
	if path, err = c.path(in); err != nil {
		return "", Stats{}, false, err
	}
	if stats, err = ReadStats(path); err == nil {
		return path, stats, false, nil
	}
	err = durable.Replace(path, durable.Options{Temp: c.temp()}, func(out io.Writer) error {
		stats, err = File(ctx, in, out)
		return err
	})
	if err != nil {
		return "", Stats{}, false, fmt.Errorf("put a decoded file into the cache: %w", err)
	}
	return path, stats, true, nil
}

// temp is where files are while they are being written.
func (c Cache) temp() string { return filepath.Join(c.Dir, "tmp") }

// path gives the decoded file's path. The lake file's checksum is part of it, so that a slice which is extracted
// again is decoded again, whatever its name.
func (c Cache) path(in load.File) (string, error) {
	meta, err := load.ReadMeta(in.Path)
	if err != nil {
		return "", err
	}
	stem := strings.TrimSuffix(in.Slice.Name(), ".parquet")
	name := fmt.Sprintf("%s-%.16s.parquet", stem, meta.Checksum)
	stream := in.Part.Stream
	return filepath.Join(c.Dir, Version, stream.Instance, stream.Stream, in.Part.Name, name), nil
}
