package load

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// File is one committed slice.
type File struct {
	// Part is what was asked for, Slice what was covered.
	Part  Part
	Slice Slice
	// Path is where the Parquet file lies.
	Path string
	// Size is its length in bytes.
	Size int64
	// RejectedPath is where the slice's rejected rows lie, empty if it has none.
	RejectedPath string
}

// ListOptions narrow what is listed. The zero value lists everything.
type ListOptions struct {
	// AsOf, if not zero, leaves out what was extracted after that instant: the lake as it was then.
	AsOf time.Time
}

// Files gives the live files of a part, sorted by position (on AxisKeys by name): of each interval the highest
// revision, and of nested intervals the widest. Intervals that overlap otherwise are an error, because the rows in
// both would count twice. With AsOf the choice is made among the files extracted by then.
func (l *Lake) Files(p Part, opt ListOptions) ([]File, error) {
	files, err := l.AllFiles(p)
	if err != nil {
		return nil, err
	}
	if !opt.AsOf.IsZero() {
		if files, err = extractedBy(files, opt.AsOf); err != nil {
			return nil, err
		}
	}
	return widest(latest(files))
}

// AllFiles gives every committed file of a part, every revision of it, sorted by position and revision. Files that
// aren't named as the part's slices are, such as strangers', are no commits and are left out.
func (l *Lake) AllFiles(p Part) ([]File, error) {
	entries, err := os.ReadDir(l.folder(p))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the slices of part %s: %w", p, err)
	}
	rejected, err := l.rejectedNames(p)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, entry := range entries {
		s, err := ParseSlice(entry.Name())
		if err != nil || s.Axis != p.Axis || entry.IsDir() {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, fmt.Errorf("list the slices of part %s: %w", p, err)
		}
		f := File{Part: p, Slice: s, Path: filepath.Join(l.folder(p), entry.Name()), Size: info.Size()}
		if rejected[entry.Name()] {
			f.RejectedPath = filepath.Join(l.rejectedFolder(p), entry.Name())
		}
		files = append(files, f)
	}
	slices.SortFunc(files, byPosition)
	return files, nil
}

// rejectedNames gives the names of the part's files of rejected rows.
func (l *Lake) rejectedNames(p Part) (map[string]bool, error) {
	entries, err := os.ReadDir(l.rejectedFolder(p))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the rejected rows of part %s: %w", p, err)
	}
	names := make(map[string]bool, len(entries))
	for _, entry := range entries {
		names[entry.Name()] = true
	}
	return names, nil
}

// byPosition sorts wider slices before those that they cover, and revisions of one slice in order.
func byPosition(a, b File) int {
	return cmp.Or(
		cmp.Compare(a.Slice.Interval.From, b.Slice.Interval.From),
		cmp.Compare(b.Slice.Interval.To, a.Slice.Interval.To),
		cmp.Compare(a.Slice.Keys, b.Slice.Keys),
		cmp.Compare(a.Slice.Revision, b.Slice.Revision),
	)
}

func extractedBy(files []File, asOf time.Time) ([]File, error) {
	var kept []File
	for _, f := range files {
		meta, err := ReadMeta(f.Path)
		if err != nil {
			return nil, fmt.Errorf("list part %s as of %s: %w", f.Part, asOf.UTC().Format(time.RFC3339), err)
		}
		if !meta.ExtractedAt.After(asOf) {
			kept = append(kept, f)
		}
	}
	return kept, nil
}

// latest keeps the highest revision of each slice, of files sorted by position.
func latest(files []File) []File {
	var kept []File
	for i, f := range files {
		if i+1 == len(files) || files[i+1].Slice.stem() != f.Slice.stem() {
			kept = append(kept, f)
		}
	}
	return kept
}

// widest drops the slices that another one covers, of files sorted by position.
func widest(files []File) ([]File, error) {
	var kept []File
	for _, f := range files {
		if len(kept) == 0 || f.Slice.Axis == AxisKeys {
			kept = append(kept, f)
			continue
		}
		last := kept[len(kept)-1]
		switch {
		case f.Slice.Interval.To <= last.Slice.Interval.To:
		case f.Slice.Interval.From < last.Slice.Interval.To:
			return nil, fmt.Errorf("the slices %s and %s overlap: delete the one that was put there by hand, or both; the next run reads the interval again", last.Path, f.Path)
		default:
			kept = append(kept, f)
		}
	}
	return kept, nil
}

// Gaps gives what of the wanted interval no file covers, in rising order.
func Gaps(files []File, want Interval) []Interval {
	sorted := slices.SortedFunc(slices.Values(files), byPosition)
	var gaps []Interval
	next := want.From
	for _, f := range sorted {
		if have := f.Slice.Interval; have.To > next {
			if gap := (Interval{next, min(have.From, want.To)}); !gap.Empty() {
				gaps = append(gaps, gap)
			}
			next = have.To
		}
	}
	if gap := (Interval{next, want.To}); !gap.Empty() {
		gaps = append(gaps, gap)
	}
	return gaps
}
