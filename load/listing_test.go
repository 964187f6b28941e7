package load

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// place puts empty files of the given names into the part's folder.
func (f *fixture) place(names ...string) {
	f.Helper()
	for _, name := range names {
		f.must(os.WriteFile(filepath.Join(f.lake.folder(f.part), name), nil, 0o644))
	}
}

func TestLiveFiles(t *testing.T) {
	const a, b, c = "000000000000-000000000100", "000000000100-000000000200", "000000000200-000000000300"
	tests := map[string]struct{ has, want []string }{
		"none":              {nil, []string{}},
		"in order":          {[]string{b + ".parquet", a + ".parquet"}, []string{a + ".parquet", b + ".parquet"}},
		"highest revision":  {[]string{a + ".parquet", a + ".r2.parquet", a + ".r10.parquet", b + ".parquet"}, []string{a + ".r10.parquet", b + ".parquet"}},
		"widest cover":      {[]string{a + ".parquet", b + ".r2.parquet", "000000000000-000000000200.parquet", c + ".parquet"}, []string{"000000000000-000000000200.parquet", c + ".parquet"}},
		"cover in cover":    {[]string{a + ".parquet", "000000000000-000000000200.parquet", "000000000000-000000000300.parquet"}, []string{"000000000000-000000000300.parquet"}},
		"strangers' files":  {[]string{a + ".parquet", a + ".parquet.swp", "x.parquet", ".hidden"}, []string{a + ".parquet"}},
		"of another axis":   {[]string{a + ".parquet", "20261123T010000Z.parquet"}, []string{a + ".parquet"}},
		"with a gap":        {[]string{a + ".parquet", c + ".parquet"}, []string{a + ".parquet", c + ".parquet"}},
		"begin within wide": {[]string{"000000000050-000000000100.parquet", a + ".parquet"}, []string{a + ".parquet"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.place(test.has...)
			if diff := cmp.Diff(test.want, f.files(ListOptions{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOverlapIsAnError(t *testing.T) {
	f := newFixture(t)
	f.place("000000000000-000000000100.parquet", "000000000050-000000000150.parquet")
	if files, err := f.lake.Files(f.part, ListOptions{}); err == nil {
		t.Errorf("listed %v", namesOf(files))
	}
}

func TestSnapshotsAndLookupsAreListed(t *testing.T) {
	f := newFixture(t)
	tests := map[Axis][]string{
		AxisInstant: {"20261123T010000Z.parquet", "20261123T010001Z.r2.parquet"},
		AxisKeys:    {"keys-00aa.parquet", "keys-1b.r3.parquet"},
		AxisTime:    {"20261101T000000Z-20261102T000000Z.parquet", "20261102T000000Z-20261103T000000Z.parquet"},
	}
	for axis, names := range tests {
		f.part = testPart(string(axis), axis, 0)
		f.must(f.lake.AddPart(f.part))
		f.place(names...)
		if diff := cmp.Diff(names, f.files(ListOptions{})); diff != "" {
			t.Errorf("%s: %s", axis, diff)
		}
	}
}

func TestListingAsOf(t *testing.T) {
	f := newFixture(t)
	hour := func(n int) time.Time { return testInstant.Add(time.Duration(n) * time.Hour) }
	f.commitAt(hour(1), blocks(0, 100), rowsOf(0, 1))
	f.commitAt(hour(2), blocks(100, 200), rowsOf(100, 101))
	f.commitAt(hour(3), blocks(0, 100), rowsOf(0, 2))
	f.commitAt(hour(4), blocks(0, 200), rowsOf(0, 2)) // as a compaction would
	const a, b, wide = "000000000000-000000000100", "000000000100-000000000200", "000000000000-000000000200"
	tests := []struct {
		asOf    time.Time
		want    []string
		horizon int64
	}{
		{hour(0), []string{}, 0},
		{hour(1), []string{a + ".parquet"}, 100},
		{hour(2), []string{a + ".parquet", b + ".parquet"}, 200},
		{hour(3).Add(-time.Microsecond), []string{a + ".parquet", b + ".parquet"}, 200},
		{hour(3), []string{a + ".r2.parquet", b + ".parquet"}, 200},
		{hour(4), []string{wide + ".parquet"}, 200},
		{time.Time{}, []string{wide + ".parquet"}, 200},
	}
	for _, test := range tests {
		opt := ListOptions{AsOf: test.asOf}
		if diff := cmp.Diff(test.want, f.files(opt)); diff != "" {
			t.Errorf("as of %v: %s", test.asOf, diff)
		}
		h, err := f.lake.PartHorizon(f.part, opt)
		f.must(err)
		if h.Position != test.horizon {
			t.Errorf("as of %v the horizon is %d, want %d", test.asOf, h.Position, test.horizon)
		}
	}
	f.verify()
}

func TestListingAsOfNamesUnreadableFile(t *testing.T) {
	f := newFixture(t)
	f.place("000000000000-000000000100.parquet")
	if _, err := f.lake.Files(f.part, ListOptions{AsOf: testInstant}); err == nil {
		t.Error("no error")
	}
}

func TestGaps(t *testing.T) {
	file := func(from, to int64) File { return File{Slice: blocks(from, to)} }
	tests := map[string]struct {
		files []File
		want  Interval
		gaps  []Interval
	}{
		"nothing there":    {nil, Interval{5, 10}, []Interval{{5, 10}}},
		"nothing wanted":   {nil, Interval{5, 5}, nil},
		"all there":        {[]File{file(0, 5), file(5, 10)}, Interval{0, 10}, nil},
		"more than wanted": {[]File{file(0, 20)}, Interval{5, 10}, nil},
		"in the middle":    {[]File{file(0, 3), file(7, 10)}, Interval{0, 10}, []Interval{{3, 7}}},
		"at both ends":     {[]File{file(3, 7)}, Interval{0, 10}, []Interval{{0, 3}, {7, 10}}},
		"out of order":     {[]File{file(7, 8), file(3, 4)}, Interval{0, 10}, []Interval{{0, 3}, {4, 7}, {8, 10}}},
		"outside":          {[]File{file(0, 3), file(20, 30)}, Interval{5, 10}, []Interval{{5, 10}}},
		"nested":           {[]File{file(0, 8), file(2, 3)}, Interval{0, 10}, []Interval{{8, 10}}},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.gaps, Gaps(test.files, test.want)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestGapsAndFilesAreAll holds Gaps against a count of every position.
func TestGapsAndFilesAreAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		interval := func(name string) Interval {
			from := rapid.Int64Range(0, 30).Draw(t, name)
			return Interval{from, from + rapid.Int64Range(0, 12).Draw(t, name+" length")}
		}
		want := interval("want")
		var files []File
		missing := map[int64]bool{}
		for at := want.From; at < want.To; at++ {
			missing[at] = true
		}
		for range rapid.IntRange(0, 5).Draw(t, "files") {
			have := interval("file")
			files = append(files, File{Slice: Slice{Axis: AxisBlock, Interval: have}})
			for at := have.From; at < have.To; at++ {
				delete(missing, at)
			}
		}
		for _, gap := range Gaps(files, want) {
			if gap.Empty() {
				t.Fatalf("empty gap %v", gap)
			}
			for at := gap.From; at < gap.To; at++ {
				if !missing[at] {
					t.Fatalf("%d is in the gap %v, but not missing, or twice", at, gap)
				}
				delete(missing, at)
			}
		}
		if len(missing) > 0 {
			t.Fatalf("in no gap: %v", missing)
		}
	})
}
