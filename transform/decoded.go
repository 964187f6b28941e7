package transform

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/durable"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// chainInput is one instance of a chain: what its rows of decodedTable are made of.
type chainInput struct {
	instance string
	// logs are the streams of logs, blocks that of the blocks; nil if the lake has none.
	logs   []*streamInput
	blocks *streamInput
	// decoded are the decoded files of logs.
	decoded []decodedFile
	// times are those of the blocks of logs that carry none; nil if there is no need of them, or none is known.
	times *decode.Times
}

// decodedFile is what a lake file of logs became.
type decodedFile struct {
	path string
	// from is the first block of its slice.
	from  int64
	stats decode.Stats
}

// chains groups the streams behind decodedTable by instance. A stream that has no part was never asked for.
func (in *inputs) chains() []*chainInput {
	var all []*chainInput
	for i := range in.streams { // sorted by source, instance and stream
		s := &in.streams[i]
		if !isRead(s.id, []string{decodedTable}) || len(s.parts) == 0 {
			continue
		}
		if len(all) == 0 || all[len(all)-1].instance != s.id.Instance {
			all = append(all, &chainInput{instance: s.id.Instance})
		}
		c := all[len(all)-1]
		if s.id.Table() == blocksTable {
			c.blocks = s
		} else {
			c.logs = append(c.logs, s)
		}
	}
	return slices.DeleteFunc(all, func(c *chainInput) bool { return len(c.logs) == 0 })
}

// prepareDecoded decodes the logs of every instance and settles how far they are read.
func (b *build) prepareDecoded(ctx context.Context) error {
	columns, err := duckColumns(decode.Schema())
	if err != nil {
		return err
	}
	t := &rawTable{RawTable: duck.RawTable{Name: decodedTable, Columns: columns}}
	identity := sha256.New()
	b.chains = b.inputs.chains()
	for _, c := range b.chains {
		c.join()
		if err := b.decode(ctx, c); err != nil {
			return err
		}
		if c.times, err = c.readTimes(ctx); err != nil {
			return err
		}
		source := decode.Source{Times: c.times}
		for _, f := range c.current() {
			source.Paths = append(source.Paths, f.path)
		}
		t.sources, t.Files = append(t.sources, source), append(t.Files, source.Paths...)
		t.limit(c.logs[0])
		for _, s := range c.logs {
			s.identify(identity, true)
		}
		if c.times != nil {
			c.blocks.identify(identity, true)
		}
	}
	fmt.Fprint(identity, t.Columns)
	t.identity = hex.EncodeToString(identity.Sum(nil))
	b.raw[decodedTable], b.raw[elsewhereTable] = t, t
	if len(b.chains) == 0 {
		return b.prepareStandIn(t)
	}
	return nil
}

// horizon is how far the instance's logs are read.
func (c *chainInput) horizon() int64 { return c.logs[0].horizon.Position }

// join lets all streams of logs end where the first of them does: a row of one is nothing without those of the others.
func (c *chainInput) join() {
	lowest := slices.MinFunc(c.logs, func(a, b *streamInput) int { return cmp.Compare(a.horizon.Position, b.horizon.Position) })
	at := lowest.horizon.Position
	for _, s := range c.logs {
		if s.horizon.Position == at {
			continue
		}
		h := load.Horizon{Position: at, Complete: !slices.ContainsFunc(s.files, func(f load.File) bool { return f.Slice.Interval.To > at })}
		switch {
		case h.Complete:
		case lowest.horizon.Complete:
			h.Reason = fmt.Sprintf("the stream %s ends at block %d", lowest.id, at)
		default:
			h.Reason = fmt.Sprintf("stream %s: %s", lowest.id, lowest.horizon.Reason)
		}
		s.hold(h)
	}
}

// stop lets the instance's logs end before a block.
func (c *chainInput) stop(block int64, reason string) {
	for _, s := range c.logs {
		s.hold(load.Horizon{Position: block, Reason: reason})
	}
}

// decode sees to it that each of the instance's files has its decoded one, and stops before the first log that can't be
// decoded.
func (b *build) decode(ctx context.Context, c *chainInput) error {
	cache := decode.Cache{Dir: filepath.Join(b.opt.Home, "cache", "decode")}
	for _, s := range c.logs {
		files, _ := s.current()
		b.say("decode", 0, len(files))
		result, err := cache.Ensure(ctx, files)
		if err != nil {
			return advise(err, b.opt.Home)
		}
		b.log.Info("decoded", "stream", s.id.String(), "files", len(files), "newly", result.Decoded, "rows", result.Stats.Rows)
		for i, path := range result.Paths {
			if path, err = filepath.Abs(path); err != nil {
				return err
			}
			c.decoded = append(c.decoded, decodedFile{path: path, from: files[i].Slice.Interval.From, stats: result.FileStats[i]})
		}
		if m := result.Stats.Malformed; m != nil && m.Block < c.horizon() {
			c.stop(m.Block, fmt.Sprintf("the log at block %d, index %d can't be decoded: %s", m.Block, m.LogIndex, m.Reason))
		}
	}
	// What decoding took goes back before DuckDB takes its own.
	debug.FreeOSMemory()
	return nil
}

// current gives the decoded files that hold something before the horizon.
func (c *chainInput) current() []decodedFile {
	return slices.DeleteFunc(slices.Clone(c.decoded), func(f decodedFile) bool { return f.from >= c.horizon() })
}

// readTimes reads the times of the instance's blocks, nil if no log needs them or the lake has no such stream. It stops
// before the first log whose time isn't landed yet: its row would change when it is.
func (c *chainInput) readTimes(ctx context.Context) (*decode.Times, error) {
	isTimed := func(f decodedFile) bool { return f.stats.Timeless == 0 }
	untimed := slices.DeleteFunc(c.current(), isTimed)
	if c.blocks == nil || len(untimed) == 0 {
		return nil, nil
	}
	var paths []string
	for _, f := range c.blocks.files {
		paths = append(paths, f.Path)
	}
	times, err := decode.ReadTimes(ctx, paths)
	if err != nil {
		return nil, err
	}
	for _, f := range untimed {
		block, found, err := times.FirstUntimed(ctx, f.path, c.horizon())
		if err != nil {
			return nil, err
		}
		if found {
			c.stop(block, fmt.Sprintf("block %d's time isn't landed yet", block))
		}
	}
	return times, nil
}

// mergedFile is the name of the build's one file of decoded logs.
const mergedFile = "decoded.parquet"

// mergeDecoded puts the decoded logs into one file and views over it. It has more than a hundred columns, of which every
// model reads a few and a row fills a few: as a table it takes many times the memory and time.
func (b *build) mergeDecoded(ctx context.Context, _ string, t *rawTable) error {
	b.say("load raw."+decodedTable, 0, 0)
	path, err := filepath.Abs(filepath.Join(b.dir, mergedFile))
	if err != nil {
		return err
	}
	if t.rows != "" {
		err = b.loadStandIn(ctx, t)
	} else {
		err = durable.Replace(path, durable.Options{}, func(out io.Writer) error { return decode.Merge(ctx, t.sources, out) })
	}
	if err != nil {
		return err
	}
	t.sources = nil // the block times with them
	debug.FreeOSMemory()
	for view, condition := range map[string]string{decodedTable: "=", elsewhereTable: "<>"} {
		err := b.db.Exec(ctx, fmt.Sprintf("create view raw.main.%s as select %s from (select * from read_parquet(%s)%s) where chain_id %s %d",
			duck.Ident(view), idents(columnNames(t.Columns)), duck.Literal(path), t.where(), condition, b.opt.Lake.Network().ChainID))
		if err != nil {
			return err
		}
	}
	return nil
}
