package chain

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSizerFindsWhatAnEndpointAllows(t *testing.T) {
	tests := []struct {
		name string
		// allow gives a refusal for a request of that length, or nil.
		allow    func(from, length int64) *refusal
		requests int // at most, for the blocks below
		blocks   int64
	}{
		{"everything", func(_, _ int64) *refusal { return nil }, 20, 10 * Grid},
		{"a named limit", func(_, n int64) *refusal {
			if n > 5000 {
				return &refusal{kind: tooLarge, to: -1, span: 5000}
			}
			return nil
		}, 201, Grid},
		{"a suggested range", func(from, n int64) *refusal {
			if n > 5000 {
				return &refusal{kind: tooLarge, from: from, to: from + 4999}
			}
			return nil
		}, 230, Grid},
		{"no hint", func(_, n int64) *refusal {
			if n > 5000 {
				return &refusal{kind: tooLarge, to: -1}
			}
			return nil
		}, 230, Grid},
		{"a time limit", func(_, n int64) *refusal {
			if n > 3000 {
				return &refusal{kind: tooSlow, to: -1}
			}
			return nil
		}, 450, Grid},
		{"a suggestion beyond what was asked", func(from, n int64) *refusal {
			if n > 5000 {
				return &refusal{kind: tooLarge, from: from, to: from + 2*n}
			}
			return nil
		}, 230, Grid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSizer(DefaultRangeSize, DefaultLogCap)
			requests := 0
			for at := int64(0); at < test.blocks; {
				n := s.next(test.blocks - at)
				if requests++; requests > test.requests {
					t.Fatalf("%d requests brought %d of %d blocks", requests, at, test.blocks)
				}
				if r := test.allow(at, n); r != nil {
					s.refused(at, n, *r)
					continue
				}
				s.answered(n, n/1000)
				at += n
			}
		})
	}
}

func TestSizerStaysBelowTheCap(t *testing.T) {
	s := newSizer(1000, 10_000)
	s.answered(1000, 9_000)
	if got := s.next(Grid); got != 555 {
		t.Errorf("after 9,000 logs in 1,000 blocks it asks for %d blocks, want 555", got)
	}
	s.answered(555, 5_000)
	if got := s.next(Grid); got != 555 {
		t.Errorf("after half a reply it asks for %d blocks, want the same", got)
	}
	s.answered(555, 100)
	if got := s.next(Grid); got != 1110 {
		t.Errorf("after a hundredth of a reply it asks for %d blocks, want twice as many", got)
	}
}

func TestSizerAlwaysShrinksAndNeverStops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSizer(rapid.Int64Range(1, 2*Grid).Draw(t, "start"), rapid.Int64Range(1, 20_000).Draw(t, "cap"))
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			left := rapid.Int64Range(1, Grid).Draw(t, "left")
			n := s.next(left)
			if n < 1 || n > left {
				t.Fatalf("asks for %d of %d blocks", n, left)
			}
			if rapid.Bool().Draw(t, "answered") {
				s.answered(n, rapid.Int64Range(0, 100_000).Draw(t, "logs"))
				continue
			}
			from := rapid.Int64Range(0, 1000).Draw(t, "from")
			r := refusal{kind: tooLarge, from: rapid.Int64Range(0, 2000).Draw(t, "suggested"), to: rapid.Int64Range(-1, Grid).Draw(t, "to"), span: rapid.Int64Range(0, Grid).Draw(t, "span")}
			s.refused(from, n, r)
			if after := s.next(left); n > 1 && after >= n {
				t.Fatalf("after a refusal of %d blocks it asks for %d", n, after)
			}
		}
	})
}
