package transform_test

import (
	"io"
	"os"
	"testing"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/transform"
)

// TestReaderProcess is the reader of TestReadersInAnotherProcessNeverSeeAMix: it opens the stable file anew and keeps one
// handle open all the while, until its input ends.
func TestReaderProcess(t *testing.T) {
	home := os.Getenv("LAKEPEER_TEST_READ")
	if home == "" {
		t.Skip("runs as another process of TestReadersInAnotherProcessNeverSeeAMix")
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	stable := transform.StablePath(home)
	held, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: stable})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	first := agreement(t, held)
	seen := map[string]int{}
	for running := true; running; {
		select {
		case <-ended:
			running = false
		default:
		}
		r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: stable})
		if err != nil {
			t.Fatal(err)
		}
		seen[agreement(t, r)]++
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if now := agreement(t, held); now != first {
			t.Fatalf("the open handle began with %s and now sees %s", first, now)
		}
	}
	if len(seen) < 2 {
		t.Errorf("the reader saw %v only", seen)
	}
	t.Logf("%d publications seen", len(seen))
}

// agreement gives the publication's id and proves that the tables of staging, main and meta are of one build: the number
// of logs is the same in all three, and the clock is the publication's.
func agreement(t *testing.T, r *duck.Reader) string {
	t.Helper()
	result, err := r.Query(t.Context(), `select publication,
		(select count(*) from staging.chain__log) = (select sum(rows) from meta.lake_file)
			and (select sum(amount_lpt) from staging.chain__log) = (select sum(total_lpt) from main.fct_total)
			and (select as_of from main.dim_clock) = as_of
		from meta.publication`)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if !result.Next() {
		t.Fatal("no publication", result.Err())
	}
	row := result.Row()
	if row[1].Text != "true" {
		t.Fatalf("publication %s is a mix", row[0].Text)
	}
	return row[0].Text
}
