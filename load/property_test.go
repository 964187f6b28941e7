package load

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestContentDoesNotDependOnHowItCame appends the same rows in any order, in any batches, with any of them twice,
// and expects the same rows in the file, in key order, and the same checksum.
func TestContentDoesNotDependOnHowItCame(t *testing.T) {
	f := newFixture(t)
	next := int64(0)
	// land commits the batches as a slice of its own.
	land := func(batches [][]testRow) (Meta, []string) {
		w := f.writer(f.part, testInstant)
		for _, rows := range batches {
			f.append(w, rows)
		}
		file, committed, err := w.Commit(t.Context(), blocks(next, next+1), nil)
		f.must(err)
		if next++; !committed {
			t.Fatal("not committed")
		}
		meta, err := ReadMeta(file.Path)
		f.must(err)
		return meta, f.rows(file.Path)
	}
	rapid.Check(t, func(t *rapid.T) {
		var rows []testRow
		for _, key := range rapid.SliceOfNDistinct(rapid.IntRange(0, 200), 0, 60, rapid.ID).Draw(t, "keys") {
			r := row(int64(key/3), fmt.Sprintf("0x%d", key%3))
			r.seed = int64(key)
			if key%7 == 0 {
				r.extra = `{"k":1}`
			}
			rows = append(rows, r)
		}
		slices.SortFunc(rows, func(a, b testRow) int { return int(a.seed - b.seed) })
		want, wantRows := land([][]testRow{rows})

		var twice []testRow
		if len(rows) > 0 {
			twice = rapid.SliceOfN(rapid.SampledFrom(rows), 0, 5).Draw(t, "twice")
		}
		mixed := rapid.Permutation(append(slices.Clone(rows), twice...)).Draw(t, "mixed")
		var batches [][]testRow
		for len(mixed) > 0 {
			n := rapid.IntRange(1, len(mixed)).Draw(t, "batch")
			batches, mixed = append(batches, mixed[:n]), mixed[n:]
		}
		got, gotRows := land(batches)

		if diff := cmp.Diff(wantRows, gotRows); diff != "" {
			t.Fatalf("other rows: %s", diff)
		}
		if got.Checksum != want.Checksum || got.Rows != want.Rows || got.Duplicates != int64(len(twice)) {
			t.Fatalf("checksum %s, want %s; %d rows, %d duplicates", got.Checksum, want.Checksum, got.Rows, got.Duplicates)
		}
	})
	f.verify()
}

// TestChecksumTellsContentApart changes one thing at a time.
func TestChecksumTellsContentApart(t *testing.T) {
	f := newFixture(t)
	change := func(change func(rows []testRow)) []testRow {
		rows := rowsOf(0, 5)
		change(rows)
		return rows
	}
	tests := map[string]struct {
		rows    []testRow
		rejects []RejectedRow
	}{
		"none":           {},
		"some":           {rows: rowsOf(0, 5)},
		"one more":       {rows: rowsOf(0, 6)},
		"another value":  {rows: change(func(rows []testRow) { rows[4].seed = 5 })},
		"NULLs":          {rows: change(func(rows []testRow) { rows[4].seed = 3 })},
		"_extra":         {rows: change(func(rows []testRow) { rows[4].extra = "{}" })},
		"_extra of next": {rows: change(func(rows []testRow) { rows[3].extra = "{}" })},
		"a reject":       {rows: rowsOf(0, 5), rejects: []RejectedRow{{Position: 1, Reason: "ab", Original: []byte("c")}}},
		"its position":   {rows: rowsOf(0, 5), rejects: []RejectedRow{{Position: 2, Reason: "ab", Original: []byte("c")}}},
		"its bytes":      {rows: rowsOf(0, 5), rejects: []RejectedRow{{Position: 1, Reason: "a", Original: []byte("bc")}}},
	}
	seen := map[string]string{}
	next := int64(0)
	for name, test := range tests {
		file, _ := f.commit(blocks(next, next+1), test.rows, test.rejects...)
		next++
		meta, err := ReadMeta(file.Path)
		f.must(err)
		if other, taken := seen[meta.Checksum]; taken {
			t.Errorf("%q and %q have the same checksum", name, other)
		}
		seen[meta.Checksum] = name
	}
}
