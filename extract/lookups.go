package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/lakepeer/lakepeer/load"
)

// LookupKeys is how many keys a slice of a lookup stream has at most.
const LookupKeys = 10_000

// The keys of a lookup slice's metadata: which file wanted its keys, and which chunk of how many it is.
const (
	parentKey = "lookup.parent"
	chunkKey  = "lookup.chunk"
	chunksKey = "lookup.chunks"
)

// lookups is what a part of a lookup stream lacks.
type lookups struct {
	work   *work
	stream LookupStream
	part   load.Part
	// done is, by parent file, how many of its chunks are in the lake.
	done map[string]int
	// has are the committed slices without malformed rows, by the hash of their keys.
	has map[string]bool
}

// planLookups asks the parents' committed files what they want, where that isn't known to be in the lake. The keys
// themselves are not kept, so that memory doesn't grow with the history: they are asked for again when they are read.
func (w *work) planLookups(ctx context.Context, stream LookupStream, part load.Part, files []load.File) (partPlan, error) {
	plan := partPlan{part: part, skipped: len(files)}
	l := &lookups{work: w, stream: stream, part: part, done: map[string]int{}, has: map[string]bool{}}
	chunks := map[string]int{}
	for _, file := range files {
		if file.RejectedPath != "" {
			plan.skipped--
			continue
		}
		meta, err := load.ReadMeta(file.Path)
		if err != nil {
			return plan, err
		}
		l.has[file.Slice.Keys] = true
		parent := meta.Extra[parentKey]
		l.done[parent]++
		chunks[parent], _ = strconv.Atoi(meta.Extra[chunksKey])
	}
	parents, err := l.parents()
	if err != nil {
		return plan, err
	}
	var lacking []load.File
	for _, parent := range parents {
		name := l.name(parent)
		if name != "" && chunks[name] > 0 && l.done[name] == chunks[name] {
			continue
		}
		n, err := l.lacks(ctx, parent)
		if err != nil {
			return plan, err
		}
		if n > 0 {
			plan.length += n
			lacking = append(lacking, parent)
		}
	}
	if len(lacking) > 0 {
		plan.read = func(ctx context.Context, bar Bar, report *PartReport) error {
			for _, parent := range lacking {
				if err := l.read(ctx, parent, bar, report); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return plan, nil
}

// parents gives the live files of the parent streams; the zero File if there are no such streams.
func (l *lookups) parents() ([]load.File, error) {
	streams := l.stream.Parents()
	if len(streams) == 0 {
		return []load.File{{}}, nil
	}
	var all []load.File
	for _, id := range streams {
		parts, err := l.work.runner.Lake.Parts(id)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			files, err := l.work.runner.Lake.Files(part, load.ListOptions{})
			if err != nil {
				return nil, err
			}
			all = append(all, files...)
		}
	}
	return all, nil
}

// name is how a parent file stands in the metadata of the slices that it wanted; "" for the zero File.
func (l *lookups) name(parent load.File) string {
	if parent.Path == "" {
		return ""
	}
	relative, err := filepath.Rel(l.work.runner.Lake.Dir(), parent.Path)
	if err != nil {
		return parent.Path
	}
	return filepath.ToSlash(relative)
}

// lacks counts the keys that a parent wants and the lake doesn't have.
func (l *lookups) lacks(ctx context.Context, parent load.File) (int64, error) {
	keys, err := l.wanted(ctx, parent)
	if err != nil {
		return 0, err
	}
	var n int64
	for chunk := range slices.Chunk(keys, LookupKeys) {
		if !l.has[keysHash(chunk)] {
			n += int64(len(chunk))
		}
	}
	return n, nil
}

func (l *lookups) wanted(ctx context.Context, parent load.File) ([]string, error) {
	keys, err := l.stream.Wanted(ctx, parent)
	if err != nil {
		return nil, fmt.Errorf("find the keys that %s wants: %w", l.name(parent), err)
	}
	return keys, nil
}

// read looks up the keys that a parent wants, a slice for each chunk of them.
func (l *lookups) read(ctx context.Context, parent load.File, bar Bar, report *PartReport) error {
	keys, err := l.wanted(ctx, parent)
	if err != nil {
		return err
	}
	count := (len(keys) + LookupKeys - 1) / LookupKeys
	number := 0
	for chunk := range slices.Chunk(keys, LookupKeys) {
		number++
		hash := keysHash(chunk)
		if l.has[hash] {
			continue
		}
		extra := map[string]string{
			parentKey: l.name(parent), chunkKey: strconv.Itoa(number), chunksKey: strconv.Itoa(count),
		}
		if err := l.readChunk(ctx, chunk, hash, extra, bar, report); err != nil {
			return err
		}
		l.has[hash] = true
	}
	return nil
}

func (l *lookups) readChunk(ctx context.Context, keys []string, hash string, extra map[string]string, bar Bar, report *PartReport) error {
	out, err := newWholeSink(ctx, l.work, l.part, bar, report)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := l.stream.Lookup(ctx, l.part, keys, out); err != nil {
		return err
	}
	bar.Advance(out.rows, int64(len(keys)))
	l.work.left -= int64(len(keys))
	return out.commit(ctx, load.Slice{Axis: load.AxisKeys, Keys: hash}, extra)
}

// keysHash names a set of keys: the first 16 bytes, in hex, of the SHA-256 of the keys, one on a line.
func keysHash(keys []string) string {
	sum := sha256.New()
	for _, key := range keys {
		sum.Write([]byte(key))
		sum.Write([]byte{'\n'})
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
