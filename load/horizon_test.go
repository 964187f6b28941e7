package load

import (
	"strings"
	"testing"
)

func TestPartHorizon(t *testing.T) {
	bad := func(position int64) RejectedRow { return RejectedRow{Position: position, Reason: "no topics"} }
	type slice struct {
		Slice
		rejects []RejectedRow
	}
	tests := map[string]struct {
		from     int64
		slices   []slice
		position int64
		reason   string // "" for complete
		rejected bool
	}{
		"nothing committed":   {from: 50, position: 50},
		"contiguous":          {slices: []slice{{Slice: blocks(0, 100)}, {Slice: blocks(100, 200)}}, position: 200},
		"begins later":        {from: 100, slices: []slice{{Slice: blocks(100, 200)}}, position: 200},
		"begins before":       {from: 150, slices: []slice{{Slice: blocks(100, 200)}}, position: 200},
		"gap at the begin":    {slices: []slice{{Slice: blocks(100, 200)}}, position: 0, reason: "gap: nothing committed for [0, 100)"},
		"gap in the middle":   {slices: []slice{{Slice: blocks(0, 100)}, {Slice: blocks(150, 200)}}, position: 100, reason: "gap: nothing committed for [100, 150)"},
		"rejected":            {slices: []slice{{Slice: blocks(0, 100)}, {blocks(100, 200), []RejectedRow{bad(170), bad(160)}}}, position: 160, reason: "rejected row at 160: no topics", rejected: true},
		"rejected at begin":   {slices: []slice{{blocks(0, 100), []RejectedRow{bad(0)}}}, position: 0, reason: "rejected row at 0", rejected: true},
		"position unknown":    {slices: []slice{{Slice: blocks(0, 100)}, {blocks(100, 200), []RejectedRow{bad(170), bad(-1)}}}, position: 100, reason: "rejected row somewhere in [100, 200): no topics", rejected: true},
		"position outside":    {slices: []slice{{Slice: blocks(0, 100)}, {blocks(100, 200), []RejectedRow{bad(900)}}}, position: 100, reason: "somewhere in [100, 200)", rejected: true},
		"rejected, then gap":  {slices: []slice{{blocks(0, 100), []RejectedRow{bad(10)}}, {Slice: blocks(200, 300)}}, position: 10, reason: "rejected row at 10", rejected: true},
		"gap, then rejected":  {slices: []slice{{Slice: blocks(0, 100)}, {blocks(200, 300), []RejectedRow{bad(250)}}}, position: 100, reason: "gap"},
		"rejected before all": {from: 100, slices: []slice{{blocks(0, 100), []RejectedRow{bad(10)}}, {Slice: blocks(100, 200)}}, position: 200},
		"rejected, read again": {slices: []slice{
			{blocks(0, 100), []RejectedRow{bad(10)}}, {Slice: blocks(0, 100)},
		}, position: 100},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.part = testPart("part", AxisBlock, test.from)
			f.must(f.lake.AddPart(f.part))
			for _, s := range test.slices {
				f.commit(s.Slice, nil, s.rejects...)
			}
			h, err := f.lake.PartHorizon(f.part, ListOptions{})
			f.must(err)
			if h.Position != test.position || h.Complete != (test.reason == "") || !strings.Contains(h.Reason, test.reason) || (h.First != nil) != test.rejected {
				t.Errorf("the horizon is %+v", h)
			}
		})
	}
}

func TestHorizonOfSnapshotsAndLookups(t *testing.T) {
	f := newFixture(t)
	for _, axis := range []Axis{AxisInstant, AxisKeys} {
		p := testPart(string(axis), axis, 0)
		f.must(f.lake.AddPart(p))
		h, err := f.lake.PartHorizon(p, ListOptions{})
		f.must(err)
		if h.Position != 0 || !h.Complete {
			t.Errorf("%s: the horizon is %+v", axis, h)
		}
	}
}

func TestStreamHorizon(t *testing.T) {
	type part struct {
		from   int64
		slices []Slice
	}
	tests := map[string]struct {
		parts    []part
		position int64
		reason   string
	}{
		"no parts":            {nil, 0, ""},
		"one part":            {[]part{{0, []Slice{blocks(0, 100)}}}, 100, ""},
		"two alike":           {[]part{{0, []Slice{blocks(0, 100)}}, {50, []Slice{blocks(50, 100)}}}, 100, ""},
		"one behind":          {[]part{{0, []Slice{blocks(0, 100)}}, {0, []Slice{blocks(0, 60)}}}, 60, "part p1: gap: nothing committed for [60, 100), which other parts cover"},
		"a new one":           {[]part{{0, []Slice{blocks(0, 100)}}, {80, nil}}, 80, "part p1: gap: nothing committed for [80, 100)"},
		"one with a gap":      {[]part{{0, []Slice{blocks(0, 100)}}, {0, []Slice{blocks(0, 40), blocks(50, 100)}}}, 40, "part p1: gap: nothing committed for [40, 50)"},
		"the gap is told":     {[]part{{0, []Slice{blocks(0, 40)}}, {0, []Slice{blocks(0, 40), blocks(50, 100)}}}, 40, "part p1: gap: nothing committed for [40, 50)"},
		"a later one, so far": {[]part{{0, []Slice{blocks(0, 100)}}, {200, nil}}, 100, ""},
		"a later one, ahead":  {[]part{{0, []Slice{blocks(0, 100)}}, {200, []Slice{blocks(200, 300)}}}, 100, "part p0: gap: nothing committed for [100, 300)"},
		"a later one, broken": {[]part{{0, []Slice{blocks(0, 100)}}, {200, []Slice{blocks(250, 300)}}}, 100, "part p0: gap: nothing committed for [100, 200)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			id := StreamID{Source: "chain", Instance: "main", Stream: "others"}
			for i, p := range test.parts {
				f.part = Part{Stream: id, Name: "p" + string(rune('0'+i)), Axis: AxisBlock, From: p.from}
				f.must(f.lake.AddPart(f.part))
				for _, s := range p.slices {
					f.commit(s, nil)
				}
			}
			h, err := f.lake.StreamHorizon(id, ListOptions{})
			f.must(err)
			if h.Position != test.position || h.Complete != (test.reason == "") || !strings.Contains(h.Reason, test.reason) {
				t.Errorf("the horizon is %+v", h)
			}
		})
	}
}
