package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Finding is one thing that is wrong with the lake.
type Finding struct {
	// Path is the file or folder concerned, relative to the lake's folder, with slashes.
	Path string
	// Problem says what is wrong, and the way out.
	Problem string
}

// Verify reads the whole lake and compares every file with what it says about itself: rows and rejected rows can be
// read from end to end, their number and checksum are those of the metadata, and the metadata are those of the
// file's place. It also finds overlapping slices, files that are no slices, rejected rows without a slice, and
// which of the known files (paths relative to the lake, as manifests name them) are no longer there.
//
// Checked is the number of slices that were read. What is wrong with the lake is a finding, sorted by path; err is
// only a done ctx or a folder that can't be listed. What is compared is content: a changed byte that changes no
// value (a statistic, a name of the writing program) isn't found.
func (l *Lake) Verify(ctx context.Context, known []string) (checked int, findings []Finding, err error) {
	v := verification{lake: l}
	ids, err := l.Streams()
	if err != nil {
		return 0, nil, err
	}
	for _, id := range ids {
		names, err := folders(filepath.Join(l.Dir(), filepath.FromSlash(id.String())))
		if err != nil {
			return v.checked, v.findings, fmt.Errorf("verify stream %s: %w", id, err)
		}
		for _, name := range names {
			if err := v.part(ctx, id, name); err != nil {
				return v.checked, v.findings, fmt.Errorf("verify part %s/%s: %w", id, name, err)
			}
		}
	}
	orphans, err := l.orphans()
	if err != nil {
		return v.checked, v.findings, err
	}
	for _, file := range orphans {
		v.find(file, "left over: rejected rows of a slice that was never committed; the next run removes it")
	}
	for _, file := range known {
		v.known(file)
	}
	slices.SortStableFunc(v.findings, func(a, b Finding) int { return strings.Compare(a.Path, b.Path) })
	return v.checked, v.findings, nil
}

// verification is a Verify under way.
type verification struct {
	lake     *Lake
	checked  int
	findings []Finding
}

func (v *verification) find(file, problem string) {
	if below, err := filepath.Rel(v.lake.Dir(), file); err == nil {
		file = below
	}
	v.findings = append(v.findings, Finding{Path: filepath.ToSlash(file), Problem: problem})
}

// part verifies one part's folder. The error is a done ctx or a folder that can't be listed.
func (v *verification) part(ctx context.Context, id StreamID, name string) error {
	p, err := v.lake.readPart(id, name)
	folder := v.lake.folder(Part{Stream: id, Name: name})
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) || !v.lake.isEmpty(id, name) {
			v.find(filepath.Join(folder, partFile), err.Error())
		}
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if s, err := ParseSlice(entry.Name()); entry.Name() != partFile && (err != nil || s.Axis != p.Axis || entry.IsDir()) {
			v.find(filepath.Join(folder, entry.Name()), "no slice of this part: nothing reads it; move it out of the lake")
		}
	}
	files, err := v.lake.AllFiles(p)
	if err != nil {
		return err
	}
	if _, err := widest(latest(files)); err != nil {
		v.find(folder, err.Error())
	}
	for _, f := range files {
		err := v.lake.verifyFile(ctx, f)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if v.checked++; err != nil {
			v.find(f.Path, err.Error())
		}
	}
	return nil
}

// known finds a file that a manifest names and that is gone.
func (v *verification) known(file string) {
	path := filepath.Join(v.lake.Dir(), filepath.FromSlash(file))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	s, err := ParseSlice(filepath.Base(path))
	switch {
	case err != nil:
		v.find(path, "lost: a publication names it, but it is no slice's name")
	case v.covered(filepath.Dir(path), s):
		v.find(path, "lost: publications that were built from it can't be built again; another file covers the slice")
	case s.Axis == AxisInstant:
		v.find(path, "lost: a snapshot can't be had again; restore it from a backup")
	default:
		v.find(path, "lost: the next run reads it again")
	}
}

// covered tells whether the files in a part's folder cover a slice.
func (v *verification) covered(folder string, s Slice) bool {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		other, err := ParseSlice(entry.Name())
		if err != nil || other.Axis != s.Axis || other.Keys != s.Keys {
			continue
		}
		if other.Interval.From <= s.Interval.From && other.Interval.To >= s.Interval.To {
			return true
		}
	}
	return false
}
