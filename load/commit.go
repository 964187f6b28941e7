package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// commit is one slice on its way into the lake.
type commit struct {
	file File
	meta Meta
	refs []ref // the order of the rows, nil if they are in order as they came
}

// Commit writes everything since the last Commit as one slice, and empties the writer whether it succeeds or not.
// A slice without rows is committed too: it says that there are none.
//
// The slice's name is its interval, instant or key set; Commit chooses the revision, whatever s.Revision is: 1 if
// the lake has no file of that name, else the next one, unless rows, rejected rows and extra equal those of the
// highest revision: then nothing is written, committed is false, and f is the file that is there. An interval within or
// across one that is committed is an error, as it would never be read or be read twice; one that covers
// others entirely takes their place.
//
// Rows are sorted by key, and rows equal in every column are kept once. Two different rows of the same key are a
// *ConflictError. Extra is added to the file's metadata.
//
// When Commit returns with committed true the slice is on disk for good; when the process ends before that, the
// slice is either there as a whole or not at all. A done ctx ends the commit; to commit what was read when a
// run is stopped, pass context.WithoutCancel(ctx). After any error nothing is committed.
func (w *Writer) Commit(ctx context.Context, s Slice, extra map[string]string) (f File, committed bool, err error) {
	defer w.Discard()
	s.Revision = 1
	c, present, err := w.prepare(s, extra)
	if err == nil && present == nil {
		err = w.write(ctx, &c)
	}
	var conflict *ConflictError
	switch {
	case errors.As(err, &conflict):
		conflict.Part, conflict.Slice = w.opt.Part, s.Name()
		return File{}, false, conflict
	case err != nil:
		return File{}, false, fmt.Errorf("commit slice %s of part %s: %w", s.Name(), w.opt.Part, advise(err, w.lake.home))
	case present != nil:
		return *present, false, nil
	}
	return c.file, true, nil
}

// prepare decides what is to be written, and gives the present file instead if it has the same content.
func (w *Writer) prepare(s Slice, extra map[string]string) (c commit, present *File, err error) {
	if again, err := ParseSlice(s.Name()); err != nil || again != s || s.Axis != w.opt.Part.Axis {
		return commit{}, nil, fmt.Errorf("it is no slice along axis %q", w.opt.Part.Axis)
	}
	refs, duplicates, err := w.rows.order()
	if err != nil {
		return commit{}, nil, err
	}
	w.rejected = tidy(w.rejected)
	c = commit{refs: refs, meta: w.meta(extra)}
	c.meta.Rows, c.meta.Duplicates = w.rows.rows-duplicates, duplicates
	sum := newChecksum()
	w.rows.sum(sum, refs)
	for _, r := range w.rejected {
		sum.rejected(r)
	}
	c.meta.Checksum = sum.text()
	if present, err = w.highest(s); err != nil {
		return commit{}, nil, err
	}
	if present != nil {
		if sameContent(*present, c.meta) {
			return commit{}, present, nil
		}
		s.Revision = present.Slice.Revision + 1
	}
	c.meta.Slice = s.Name()
	c.file = File{Part: w.opt.Part, Slice: s, Path: filepath.Join(w.lake.folder(w.opt.Part), s.Name())}
	return c, nil, nil
}

// sameContent tells whether a committed file has the content that the metadata describe, and says the same of it in
// Extra. One that can't be read, or that has lost its rejected rows, has not: a new revision then takes its place.
func sameContent(f File, m Meta) bool {
	has, err := ReadMeta(f.Path)
	return err == nil && has.Checksum == m.Checksum && maps.Equal(has.Extra, m.Extra) && (m.Rejected > 0) == (f.RejectedPath != "")
}

func (w *Writer) meta(extra map[string]string) Meta {
	return Meta{
		Network: w.lake.network, Stream: w.opt.Part.Stream, Part: w.opt.Part.Name,
		SchemaVersion: w.opt.SchemaVersion, Endpoint: w.opt.Endpoint,
		RunID: w.opt.RunID, ExtractedAt: w.opt.ExtractedAt,
		Rejected: int64(len(w.rejected)), Extra: extra,
	}
}

// highest gives the highest revision of the slice in the lake, nil if there is none. It is an error if the slice
// can't live beside the others.
func (w *Writer) highest(s Slice) (*File, error) {
	files, err := w.lake.AllFiles(w.opt.Part)
	if err != nil {
		return nil, err
	}
	var highest *File
	for _, f := range files {
		a, b := s.Interval, f.Slice.Interval
		switch {
		case f.Slice.stem() == s.stem():
			highest = &f
		case a.From >= b.To || b.From >= a.To: // apart
		case a.From <= b.From && a.To >= b.To: // s covers f
		default:
			return nil, fmt.Errorf("the lake has the slice %s, which overlaps it: read that interval as a whole", f.Slice.Name())
		}
	}
	return highest, nil
}

// write puts the rejected rows and then the slice into the lake.
func (w *Writer) write(ctx context.Context, c *commit) error {
	quarantine := filepath.Join(w.lake.rejectedFolder(w.opt.Part), c.meta.Slice)
	if len(w.rejected) == 0 {
		// An interrupted run may have left rejected rows under this name, which would become this slice's.
		if err := durable.Remove(quarantine); err != nil {
			return err
		}
	} else {
		err := w.lake.place(quarantine, nil, func(out io.Writer) error {
			return writeRejected(ctx, out, c.meta, w.rejected)
		})
		if err != nil {
			return fmt.Errorf("write its rejected rows: %w", err)
		}
		c.file.RejectedPath = quarantine
		w.lake.hook("load.between-rejected-and-slice")
	}
	step := func(point string) { w.lake.hook("load." + point) }
	err := w.lake.place(c.file.Path, step, func(out io.Writer) error { return w.writeSlice(ctx, out, c) })
	if err != nil {
		return err
	}
	info, err := os.Stat(c.file.Path)
	if err != nil {
		return err
	}
	c.file.Size = info.Size()
	return nil
}

func (w *Writer) writeSlice(ctx context.Context, out io.Writer, c *commit) error {
	constant := standard(c.meta, c.meta.Rows)
	defer release(constant)
	own := w.rows.own.NumFields() - 1
	return writeParquet(ctx, out, parquetFile{
		schema: w.schema, meta: c.meta, rows: c.meta.Rows, dictionary: w.opt.Dictionary, sorted: w.rows.key,
		column: func(number int, from, count int64) *arrow.Chunked {
			switch {
			case number < own:
				return w.rows.column(number, c.refs, from, count)
			case number < own+len(constant):
				return array.NewChunkedSlice(constant[number-own], from, from+count)
			default:
				return w.rows.column(own, c.refs, from, count)
			}
		},
	})
}
