package load

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRejectedRowsAreKeptAsTheyCame(t *testing.T) {
	f := newFixture(t)
	file, _ := f.commit(blocks(0, 100), rowsOf(0, 5),
		RejectedRow{Position: 60, Reason: "no topics", Original: []byte("{\"a\":\x00\xff")},
		RejectedRow{Position: -7, Reason: "cut off", Original: []byte("{")},
		RejectedRow{Position: 20, Reason: "no data"},
		RejectedRow{Position: 60, Reason: "no topics", Original: []byte("{\"a\":\x00\xff")}, // the same page again
	)
	want := filepath.Join(f.lake.Dir(), "_rejected/chain/main/logs/deployment/000000000000-000000000100.parquet")
	if file.RejectedPath != want {
		t.Errorf("they lie in %s, want %s", file.RejectedPath, want)
	}
	listed, err := f.lake.Files(f.part, ListOptions{})
	f.must(err)
	if len(listed) != 1 || listed[0].RejectedPath != want {
		t.Fatalf("listed: %+v", listed)
	}
	rows, err := f.lake.Rejected(listed[0])
	f.must(err)
	if diff := cmp.Diff([]RejectedRow{
		{Position: -1, Reason: "cut off", Original: []byte("{")},
		{Position: 20, Reason: "no data", Original: []byte{}},
		{Position: 60, Reason: "no topics", Original: []byte("{\"a\":\x00\xff")},
	}, rows); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{file.Path, file.RejectedPath} {
		meta, err := ReadMeta(path)
		f.must(err)
		if meta.Rows != 5 || meta.Rejected != 3 || meta.Network != testNetwork {
			t.Errorf("%s: %+v", path, meta)
		}
	}
	f.verify()
}

func TestRejectedRowsBelongToTheirRevision(t *testing.T) {
	f := newFixture(t)
	f.commit(blocks(0, 100), rowsOf(0, 5), RejectedRow{Position: 6, Reason: "bad"})
	second, _ := f.commit(blocks(0, 100), rowsOf(0, 6))
	rows, err := f.lake.Rejected(second)
	f.must(err)
	if len(rows) != 0 {
		t.Errorf("the second revision has %v", rows)
	}
	files, err := f.lake.AllFiles(f.part)
	f.must(err)
	if rows, err = f.lake.Rejected(files[0]); err != nil || len(rows) != 1 {
		t.Errorf("the first revision has %v, %v", rows, err)
	}
	f.verify()
}

// TestLeftOverRejectedRows has rejected rows whose slice never came, because the run was killed between the two.
func TestLeftOverRejectedRows(t *testing.T) {
	f := newFixture(t)
	leave := func() (path string) {
		file, _ := f.commit(blocks(0, 100), nil, RejectedRow{Position: 6, Reason: "bad"})
		f.must(os.Remove(file.Path))
		return file.RejectedPath
	}
	leave()
	_, findings, err := f.lake.Verify(t.Context(), nil)
	f.must(err)
	if len(findings) != 1 || findings[0].Path != "_rejected/chain/main/logs/deployment/000000000000-000000000100.parquet" {
		t.Errorf("findings: %v", findings)
	}

	t.Run("a slice without any doesn't inherit them", func(t *testing.T) {
		file, _ := f.commit(blocks(0, 100), nil)
		files, err := f.lake.Files(f.part, ListOptions{})
		f.must(err)
		if file.RejectedPath != "" || files[0].RejectedPath != "" {
			t.Errorf("it has %s", files[0].RejectedPath)
		}
		f.must(os.Remove(file.Path))
	})
	t.Run("a slice with others replaces them", func(t *testing.T) {
		leave()
		file, _ := f.commit(blocks(0, 100), nil, RejectedRow{Position: 7, Reason: "other"})
		rows, err := f.lake.Rejected(file)
		f.must(err)
		if len(rows) != 1 || rows[0].Position != 7 {
			t.Errorf("it has %v", rows)
		}
		f.must(os.Remove(file.Path))
	})
	t.Run("CleanTemp removes them", func(t *testing.T) {
		path := leave()
		kept, _ := f.commit(blocks(100, 200), nil, RejectedRow{Position: 106, Reason: "bad"})
		f.must(f.lake.CleanTemp())
		if _, err := os.Stat(path); err == nil {
			t.Error("they are still there")
		}
		if _, err := os.Stat(kept.RejectedPath); err != nil {
			t.Errorf("a committed slice lost its rejected rows: %v", err)
		}
	})
	f.verify()
}

func TestLostRejectedRowsAreReadAgain(t *testing.T) {
	f := newFixture(t)
	bad := RejectedRow{Position: 6, Reason: "bad"}
	file, _ := f.commit(blocks(0, 100), nil, bad)
	f.must(os.Remove(file.RejectedPath))
	if again, committed := f.commit(blocks(0, 100), nil, bad); !committed || again.RejectedPath == "" {
		t.Errorf("committed %v %+v", committed, again)
	}
}
