package load

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSliceNames(t *testing.T) {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Unix()
	instant := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC).Unix()
	tests := map[string]Slice{
		"000005856156-000006856156.parquet":         {Axis: AxisBlock, Interval: Interval{5856156, 6856156}, Revision: 1},
		"000005856156-000006856156.r2.parquet":      {Axis: AxisBlock, Interval: Interval{5856156, 6856156}, Revision: 2},
		"999999999998-999999999999.parquet":         {Axis: AxisBlock, Interval: Interval{999999999998, 999999999999}, Revision: 1},
		"20261101T000000Z-20261102T000000Z.parquet": {Axis: AxisTime, Interval: Interval{day, day + 86400}, Revision: 1},
		"20261123T010000Z.parquet":                  {Axis: AxisInstant, Interval: Interval{instant, instant + 1}, Revision: 1},
		"20261123T010000Z.r13.parquet":              {Axis: AxisInstant, Interval: Interval{instant, instant + 1}, Revision: 13},
		"keys-1f2e3d4c.parquet":                     {Axis: AxisKeys, Keys: "1f2e3d4c", Revision: 1},
	}
	for name, want := range tests {
		got, err := ParseSlice(name)
		if err != nil {
			t.Errorf("ParseSlice(%q): %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseSlice(%q): %s", name, diff)
		}
		if got := want.Name(); got != name {
			t.Errorf("Name gives %q, want %q", got, name)
		}
	}
}

func TestParseSliceRefusesOtherNames(t *testing.T) {
	for _, name := range []string{
		"", "part.json", ".parquet", "data.parquet",
		"000005856156-000006856156", "000005856156-000006856156.parquet.tmp", "tmp.000005856156-000006856156.parquet",
		"5856156-6856156.parquet", "000006856156-000005856156.parquet", "000005856156-000005856156.parquet",
		"000005856156-000006856156.r0.parquet", "000005856156-000006856156.r1.parquet", "000005856156-000006856156.r02.parquet",
		"000005856156-000006856156.r99999999999999999999.parquet",
		"20261301T000000Z.parquet", "20261101T000000Z-20261101T000000Z.parquet", "20261102T000000Z-20261101T000000Z.parquet",
		"keys-.parquet", "keys-XYZ.parquet", "../000005856156-000006856156.parquet",
	} {
		if s, err := ParseSlice(name); err == nil {
			t.Errorf("ParseSlice(%q) gives %+v", name, s)
		}
	}
}

func FuzzParseSlice(f *testing.F) {
	f.Add("000005856156-000006856156.r2.parquet")
	f.Add("20261101T000000Z-20261102T000000Z.parquet")
	f.Add("20261123T010000Z.parquet")
	f.Add("keys-1f2e3d4c.parquet")
	f.Fuzz(func(t *testing.T, name string) {
		s, err := ParseSlice(name)
		if err != nil {
			return
		}
		if s.Name() != name {
			t.Errorf("ParseSlice(%q) gives a slice called %q", name, s.Name())
		}
		if s.Revision < 1 || s.Axis != AxisKeys && s.Interval.Empty() {
			t.Errorf("ParseSlice(%q) gives %+v", name, s)
		}
	})
}
