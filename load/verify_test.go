package load

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// findings runs Verify and gives what it finds as "path: problem".
func (f *fixture) findings(known ...string) []string {
	f.Helper()
	_, findings, err := f.lake.Verify(f.Context(), known)
	f.must(err)
	var lines []string
	for _, finding := range findings {
		lines = append(lines, finding.Path+": "+finding.Problem)
	}
	return lines
}

// change rewrites a file.
func (f *fixture) change(path string, change func([]byte) []byte) {
	f.Helper()
	text, err := os.ReadFile(path)
	f.must(err)
	f.must(os.WriteFile(path, change(text), 0o644))
}

func TestVerifyFindsWhatIsWrong(t *testing.T) {
	const a, b, c = "000000000000-000000000100.parquet", "000000000100-000000000200.parquet", "000000000200-000000000300.parquet"
	const at = "chain/main/logs/deployment/"
	tests := map[string]struct {
		damage func(f *fixture, folder string)
		path   string
		want   string
	}{
		"cut off": {func(f *fixture, folder string) {
			f.change(filepath.Join(folder, a), func(text []byte) []byte { return text[:len(text)/2] })
		}, at + a, "move it out of the lake, and the next run reads it again"},
		"emptied": {func(f *fixture, folder string) {
			f.change(filepath.Join(folder, a), func([]byte) []byte { return nil })
		}, at + a, "read the metadata of"},
		"replaced": {func(f *fixture, folder string) {
			f.change(filepath.Join(folder, a), func([]byte) []byte { return []byte("hello") })
		}, at + a, "read the metadata of"},
		"copied elsewhere": {func(f *fixture, folder string) {
			text, err := os.ReadFile(filepath.Join(folder, a))
			f.must(err)
			f.must(os.WriteFile(filepath.Join(folder, c), text, 0o644))
		}, at + c, "it lies in the wrong place: its metadata say " + at + a},
		"of another network": {func(f *fixture, folder string) {
			g := &fixture{TB: f.TB, home: f.TempDir(), part: f.part}
			var err error
			g.lake, err = Open(g.home, otherNetwork, Options{})
			g.must(err)
			g.must(g.lake.AddPart(g.part))
			foreign, _ := g.commit(blocks(200, 300), nil)
			f.must(os.Rename(foreign.Path, filepath.Join(folder, c)))
		}, at + c, "it belongs to another network: othernet"},
		"a stranger": {func(f *fixture, folder string) {
			f.must(os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o644))
		}, at + "notes.txt", "no slice of this part"},
		"overlap": {func(f *fixture, folder string) {
			f.must(os.Rename(filepath.Join(folder, a), filepath.Join(folder, "000000000000-000000000150.parquet")))
		}, "chain/main/logs/deployment", "overlap"},
		"definition gone": {func(f *fixture, folder string) {
			f.must(os.Remove(filepath.Join(folder, partFile)))
		}, at + partFile, "move the folder out of the lake"},
		"definition damaged": {func(f *fixture, folder string) {
			f.must(os.WriteFile(filepath.Join(folder, partFile), []byte("{"), 0o644))
		}, at + partFile, "unexpected end of JSON input"},
		"part renamed": {func(f *fixture, folder string) {
			f.must(os.Rename(folder, folder+"2"))
		}, "chain/main/logs/deployment2/part.json", "the folder was moved or copied by hand"},
		"rejected rows gone": {func(f *fixture, _ string) {
			f.must(os.RemoveAll(filepath.Join(f.lake.Dir(), rejectedFolder)))
		}, at + b, "it had 1 rejected rows, which are lost"},
		"rejected rows damaged": {func(f *fixture, _ string) {
			f.change(filepath.Join(f.lake.rejectedFolder(f.part), b), func(text []byte) []byte { return text[:50] })
		}, at + b, "read the rejected rows of"},
		"rejected rows of another": {func(f *fixture, _ string) {
			other, _ := f.commit(blocks(200, 300), nil, RejectedRow{Position: 7, Reason: "other"})
			f.must(os.Rename(other.RejectedPath, filepath.Join(f.lake.rejectedFolder(f.part), b)))
			f.must(os.Remove(other.Path))
		}, at + b, "the checksum differs"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.commit(blocks(0, 100), rowsOf(0, 50))
			f.commit(blocks(100, 200), rowsOf(100, 150), RejectedRow{Position: 160, Reason: "bad"})
			f.verify()
			test.damage(f, f.lake.folder(f.part))
			for _, line := range f.findings() {
				if path, problem, _ := strings.Cut(line, ": "); path == test.path && strings.Contains(problem, test.want) {
					return
				}
			}
			t.Errorf("found %q", f.findings())
		})
	}
}

// TestVerifyFindsFlippedBits flips a bit here and there in a file, one at a time. Verify finds it, or every value reads as
// it was written.
func TestVerifyFindsFlippedBits(t *testing.T) {
	f := newFixture(t)
	file, _ := f.commit(blocks(0, 100), rowsOf(0, 40))
	want := f.rows(file.Path)
	text, err := os.ReadFile(file.Path)
	f.must(err)
	for at := 0; at < len(text); at += 7 {
		damaged := append([]byte{}, text...)
		damaged[at] ^= 1 << (at % 8)
		f.must(os.WriteFile(file.Path, damaged, 0o644))
		if len(f.findings()) > 0 {
			continue
		}
		if diff := cmp.Diff(want, f.rows(file.Path)); diff != "" {
			t.Fatalf("byte %d: verify finds nothing, but %s", at, diff)
		}
	}
}

func TestVerifyNamesLostFiles(t *testing.T) {
	f := newFixture(t)
	f.commit(blocks(0, 100), rowsOf(0, 5))
	f.commit(blocks(100, 200), nil)
	f.commit(blocks(100, 300), nil)
	snapshots := testPart("snapshots", AxisInstant, 0)
	f.must(f.lake.AddPart(snapshots))
	const at = "chain/main/logs/"
	got := f.findings(
		at+"deployment/000000000000-000000000100.parquet",
		at+"deployment/000000000100-000000000150.parquet",
		at+"deployment/000000000300-000000000400.parquet",
		at+"snapshots/20261123T010000Z.parquet",
	)
	want := []string{
		at + "deployment/000000000100-000000000150.parquet: lost: publications that were built from it can't be built again; another file covers the slice",
		at + "deployment/000000000300-000000000400.parquet: lost: the next run reads it again",
		at + "snapshots/20261123T010000Z.parquet: lost: a snapshot can't be had again; restore it from a backup",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVerifySnapshot(t *testing.T) {
	f := newFixture(t)
	f.part = testPart("snapshots", AxisInstant, 0)
	f.must(f.lake.AddPart(f.part))
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC).Unix()
	file, _ := f.commit(Slice{Axis: AxisInstant, Interval: Interval{at, at + 1}}, rowsOf(0, 5))
	f.verify()
	f.change(file.Path, func(text []byte) []byte { return text[:9] })
	if got := f.findings(); len(got) != 1 || !strings.Contains(got[0], "a snapshot can't be had again") {
		t.Errorf("found %q", got)
	}
}

func TestVerifyCountsAndStops(t *testing.T) {
	f := newFixture(t)
	f.commit(blocks(0, 100), rowsOf(0, 5))
	f.commit(blocks(0, 100), rowsOf(0, 6))
	checked, _, err := f.lake.Verify(t.Context(), nil)
	if checked != 2 || err != nil {
		t.Errorf("checked %d, %v", checked, err)
	}
	checked, findings, err := f.lake.Verify(canceled(t), nil)
	if checked != 0 || len(findings) != 0 || err == nil {
		t.Errorf("canceled: checked %d, found %v, %v", checked, findings, err)
	}
}
