package vastai

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
)

// ids is the half-open range of offer ids [from, to).
type ids struct{ from, to int64 }

// everything is every id that there can be.
func everything() ids { return ids{0, math.MaxInt64} }

func (r ids) contains(id int64) bool { return id >= r.from && id < r.to }

// bounds gives the range as the search's filter has it, without the ends that bound nothing.
func (r ids) bounds() map[string]int64 {
	bounds := map[string]int64{}
	if r.from > 0 {
		bounds["gte"] = r.from
	}
	if r.to < math.MaxInt64 {
		bounds["lt"] = r.to
	}
	return bounds
}

// String gives "the offers with ids from 100 to 199".
func (r ids) String() string {
	switch {
	case r == everything():
		return "all offers"
	case r.to == math.MaxInt64:
		return fmt.Sprintf("the offers with ids from %d", r.from)
	default:
		return fmt.Sprintf("the offers with ids from %d to %d", r.from, r.to-1)
	}
}

// census counts the whole market through answers that may be cut off without a word. It asks for ranges of ids and
// halves each until nothing can have been cut off: until an answer has fewer rows than the limit that was asked for and
// than the answer to the range that it is a half of. The latter finds a limit that a server keeps to itself: a half of
// what is whole has fewer rows, a half of what was cut off at n rows has n again.
type census struct {
	// ask gives the offers of a range, at most limit of them.
	ask    func(ctx context.Context, within ids) (*page, error)
	limit  int
	schema *arrow.Schema
	sink   extract.Sink
	landed int
}

// errOneID says that the market can't be cut into smaller ranges.
var errOneID = errors.New("a single id has as many offers as an answer may hold: the endpoint doesn't keep to what is asked, rely on 500.farm")

// read delivers the offers of a range, given the answer to the range that it is a half of: its rows (with each id that
// it names), nil if there is none. The first answer only says where to cut.
func (c *census) read(ctx context.Context, within ids, enclosing []int64) error {
	p, err := c.ask(ctx, within)
	if err != nil {
		return err
	}
	defer p.release()
	rows := rowsOf(p)
	if known := count(enclosing, within); len(rows)*2 < known {
		return fmt.Errorf("%s: the answer has %d of %d that were there a moment ago: run again later", within, len(rows), known)
	}
	whole := len(rows) < len(enclosing) || len(rows) == 0 || within.to-within.from == 1
	if whole && len(rows) < c.limit {
		c.landed += p.landed()
		return p.deliver(c.schema, nil, c.sink)
	}
	middle, err := within.middle(p.ids)
	if err != nil {
		return fmt.Errorf("%s: %w", within, err)
	}
	p.release()
	for _, half := range []ids{{within.from, middle}, {middle, within.to}} {
		if err := c.read(ctx, half, rows); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf gives the ids of an answer as it was cut off: with each id that it names twice, and -1 for each malformed row
// without one. An answer that came twice over is taken once, or it would look like one that was cut off later.
func rowsOf(p *page) []int64 {
	rows := slices.Clone(p.ids)
	for range p.elements - len(p.ids) {
		rows = append(rows, -1)
	}
	if half := len(p.ids) / 2; len(rows) == 2*half && slices.Equal(p.ids[:half], p.ids[half:]) {
		return rows[:half]
	}
	return rows
}

// count tells how many of some ids are within a range.
func count(some []int64, within ids) (n int) {
	for _, id := range some {
		if within.contains(id) {
			n++
		}
	}
	return n
}

// middle gives where to cut a range of which some ids are known: at their median, so that each half has about as many.
func (r ids) middle(known []int64) (int64, error) {
	if r.to-r.from < 2 {
		return 0, errOneID
	}
	cut := r.from + (r.to-r.from)/2
	if len(known) > 0 {
		slices.Sort(known)
		cut = known[len(known)/2]
	}
	return min(max(cut, r.from+1), r.to-1), nil
}
