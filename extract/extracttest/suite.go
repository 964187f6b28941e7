package extracttest

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Run drives the subject through every case.
func Run(t *testing.T, s Subject) {
	clean := newHome(t, s)
	clean.mustRun(World{Rows: s.Rows}, nil)
	want := clean.rows()
	if len(want) != s.Rows {
		t.Fatalf("the clean extraction has %d rows, the server has %d", len(want), s.Rows)
	}
	if clean.data < 4 && clean.axis != load.AxisInstant {
		t.Fatalf("the server gave all rows in %d requests: it must take 4 or more for the suite to mean anything", clean.data)
	}
	s.strike = min(3, clean.data)
	clean.nothingMore(World{Rows: s.Rows})

	t.Run("resume", func(t *testing.T) { resume(t, s, want) })
	t.Run("cancel in the middle", func(t *testing.T) { cancelled(t, s, want) })
	for name, fault := range transportFaults() {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, s)
			h.mustRun(World{Rows: s.Rows}, fault)
			h.same(want)
			h.nothingMore(World{Rows: s.Rows})
		})
	}
	cases := map[Fault]func(*testing.T, Subject, Fault, []row){
		DuplicatePage: tolerated, EmptyPage: tolerated, NewField: tolerated, RemovedField: tolerated,
		WrongType: quarantined, PoisonedRow: quarantined,
	}
	for fault, reason := range s.Without {
		if cases[fault] == nil || reason == "" {
			t.Errorf("the subject leaves out %q because of %q: name a fault of content, and the reason", fault, reason)
		}
	}
	for _, fault := range slices.Sorted(maps.Keys(cases)) {
		t.Run(string(fault), func(t *testing.T) {
			if reason, out := s.Without[fault]; out {
				t.Skip(reason)
			}
			cases[fault](t, s, fault, want)
		})
	}
}

// resume deletes one slice: the next run restores its rows and reads nothing else.
func resume(t *testing.T, s Subject, want []row) {
	h := newHome(t, s)
	h.mustRun(World{Rows: s.Rows}, nil)
	files := h.files()
	if len(files) < 3 && h.axis != load.AxisInstant {
		t.Fatalf("the extraction made %d files: 3 or more are needed", len(files))
	}
	if err := os.Remove(files[len(files)/2].Path); err != nil {
		t.Fatal(err)
	}
	report := h.mustRun(World{Rows: s.Rows}, nil)
	if report.Files() == 0 || report.Files() >= len(files) && len(files) > 1 {
		t.Errorf("%d of %d files were made again, for 1 that was lost", report.Files(), len(files))
	}
	h.same(want)
}

// cancelled ends a run in the middle: what was marked stays, the next run reads the rest.
func cancelled(t *testing.T, s Subject, want []row) {
	h := newHome(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := h.run(ctx, World{Rows: s.Rows}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			cancel()
			next.ServeHTTP(w, r)
		})
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the cancelled run says %v", err)
	}
	if kept := len(h.rows()); kept >= s.Rows || kept == 0 && h.axis != load.AxisInstant {
		t.Errorf("%d of %d rows were committed by the cancelled run: what was marked before must be, and no more", kept, s.Rows)
	}
	h.mustRun(World{Rows: s.Rows}, nil)
	h.same(want)
	h.nothingMore(World{Rows: s.Rows})
}

// tolerated: nothing is rejected, and no row is missing or there twice.
func tolerated(t *testing.T, s Subject, fault Fault, want []row) {
	h := newHome(t, s)
	world := World{Rows: s.Rows, Fault: fault}
	report := h.mustRun(world, nil)
	got := h.rows()
	switch fault {
	case EmptyPage:
		if len(got) != s.Rows {
			t.Errorf("%d rows of %d are in the lake", len(got), s.Rows)
		}
	case NewField:
		if fields := report.Streams[0].NewFields; !slices.Equal(fields, []string{s.NewField}) {
			t.Errorf("the report names the new fields %q, want %q", fields, s.NewField)
		}
		for i := range got {
			if got[i]["_extra"] == null {
				t.Fatalf("row %d has nothing in _extra", i)
			}
			got[i]["_extra"] = null
		}
		h.compare(want, got)
	case RemovedField:
		bare := make([]row, len(want))
		for i := range want {
			bare[i] = cloneWith(want[i], s.Optional, null)
		}
		h.compare(bare, got)
	default:
		h.compare(want, got)
	}
	h.nothingMore(world)
}

// quarantined: exactly the bad row is missing, and it is counted by every run until the server has mended it.
func quarantined(t *testing.T, s Subject, fault Fault, want []row) {
	h := newHome(t, s)
	for _, run := range []string{"first", "second"} {
		report, err := h.run(t.Context(), World{Rows: s.Rows, Fault: fault}, nil)
		if err != nil {
			t.Fatalf("%s run: %v", run, err)
		}
		if n := rejected(report); n != 1 || report.Complete() {
			t.Errorf("%s run: %d rows rejected and complete is %v, want 1 and false", run, n, report.Complete())
		}
		if run == "second" && report.Files() != 0 {
			t.Errorf("the second run committed %d files for the same content", report.Files())
		}
		got := h.rows()
		if len(got) != s.Rows-1 {
			t.Fatalf("%s run: %d rows are in the lake, want %d", run, len(got), s.Rows-1)
		}
		if missing := lacks(want, got); missing != 1 {
			t.Errorf("%s run: %d rows of the lake are not the server's", run, missing-1)
		}
	}
	report := h.mustRun(World{Rows: s.Rows}, nil)
	revisions := 0
	for _, part := range report.Streams[0].Parts {
		revisions += part.Revisions
	}
	if revisions != 1 {
		t.Errorf("the mended slice was not read as a revision: %+v", report.Streams[0].Parts)
	}
	h.same(want)
	h.nothingMore(World{Rows: s.Rows})
}

func rejected(report extract.Report) int64 {
	var n int64
	for _, stream := range report.Streams {
		for _, part := range stream.Parts {
			n += part.Rejected
		}
	}
	return n
}

// lacks counts the rows of want that got doesn't have.
func lacks(want, got []row) int {
	n := 0
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g row) bool { return maps.Equal(w, g) }) {
			n++
		}
	}
	return n
}
