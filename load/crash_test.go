package load

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kill is what the hook panics with: the process ends at that point, and nothing after it runs. Deferred functions
// do run, which a real kill wouldn't let them; they write nothing.
type kill struct{}

// commitUntil commits a slice in a process that is killed at the n-th time that it comes by the named point.
func (f *fixture) commitUntil(point string, s Slice, rows []testRow, rejects ...RejectedRow) (killed bool) {
	f.Helper()
	f.open(func(at string) {
		if at == point {
			panic(kill{})
		}
	})
	defer f.open(nil)
	defer func() {
		if p := recover(); p != nil {
			if _, killed = p.(kill); !killed {
				panic(p)
			}
		}
	}()
	f.commit(s, rows, rejects...)
	return false
}

// content gives everything that the lake holds: names and rows.
func (f *fixture) content() map[string][]string {
	f.Helper()
	content := map[string][]string{}
	for _, folder := range []string{f.lake.folder(f.part), f.lake.rejectedFolder(f.part)} {
		paths, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
		f.must(err)
		for _, path := range paths {
			name, err := filepath.Rel(f.lake.Dir(), path)
			f.must(err)
			content[name] = f.rows(path)
		}
	}
	return content
}

func TestKilledCommitIsWholeOrAbsent(t *testing.T) {
	bad := RejectedRow{Position: 50, Reason: "bad", Original: []byte("?")}
	tests := []struct {
		point   string
		rejects []RejectedRow
		there   bool // the slice is committed
	}{
		{"load.before-temp-write", nil, false},
		{"load.after-fsync", nil, false},
		{"load.after-rename", nil, true},
		{"load.before-temp-write", []RejectedRow{bad}, false},
		{"load.between-rejected-and-slice", []RejectedRow{bad}, false},
		{"load.after-fsync", []RejectedRow{bad}, false},
		{"load.after-rename", []RejectedRow{bad}, true},
	}
	for _, first := range []bool{true, false} {
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s/rejects=%d/first=%v", test.point, len(test.rejects), first), func(t *testing.T) {
				work := func(f *fixture, commit func()) map[string][]string {
					if !first {
						f.commit(blocks(0, 100), rowsOf(0, 5))
					}
					commit()
					return f.content()
				}
				whole := newFixture(t)
				want := work(whole, func() { whole.commit(blocks(0, 100), rowsOf(0, 9), test.rejects...) })

				f := newFixture(t)
				work(f, func() {
					if !f.commitUntil(test.point, blocks(0, 100), rowsOf(0, 9), test.rejects...) {
						t.Fatal("not killed")
					}
				})
				files := f.files(ListOptions{})
				wantFiles := whole.files(ListOptions{})
				if !test.there {
					wantFiles = map[bool][]string{true: {}, false: {"000000000000-000000000100.parquet"}}[first]
				}
				if diff := cmp.Diff(wantFiles, files); diff != "" {
					t.Errorf("after the kill: %s", diff)
				}

				f.must(f.lake.CleanTemp())
				f.verify()
				if _, committed := f.commit(blocks(0, 100), rowsOf(0, 9), test.rejects...); committed == test.there {
					t.Errorf("run again: committed %v", committed)
				}
				if diff := cmp.Diff(want, f.content()); diff != "" {
					t.Errorf("run again: %s", diff)
				}
				f.verify()
				left, err := filepath.Glob(filepath.Join(f.home, tempFolder, "*"))
				f.must(err)
				if len(left) > 0 {
					t.Errorf("temporary files are left: %v", left)
				}
			})
		}
	}
}

func TestKillBeforePartIsDefined(t *testing.T) {
	f := newFixture(t)
	p := testPart("later", AxisBlock, 0)
	f.must(os.Mkdir(f.lake.folder(p), 0o755)) // as far as a killed AddPart came
	parts, err := f.lake.Parts(testStream)
	f.must(err)
	if len(parts) != 1 {
		t.Errorf("parts: %v", parts)
	}
	f.verify()
	f.must(f.lake.AddPart(p))
	if parts, err = f.lake.Parts(testStream); err != nil || len(parts) != 2 {
		t.Errorf("parts: %v, %v", parts, err)
	}
}

func TestFailedCommitLeavesNothing(t *testing.T) {
	f := newFixture(t)
	// A folder under the slice's name can't be replaced by a file.
	f.must(os.MkdirAll(filepath.Join(f.lake.folder(f.part), blocks(0, 100).Name(), "x"), 0o755))
	w := f.writer(f.part, testInstant)
	f.append(w, rowsOf(0, 10))
	if _, committed, err := w.Commit(t.Context(), blocks(0, 100), nil); err == nil || committed {
		t.Fatalf("committed %v, error %v", committed, err)
	}
	left, err := filepath.Glob(filepath.Join(f.home, tempFolder, "*"))
	f.must(err)
	if len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}
