package load

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Axis says what the slices of a stream are cut along.
type Axis string

// The axes. Positions are int64 on all of them: a block number, or Unix seconds.
const (
	// AxisBlock cuts by block number; slices are half-open block intervals.
	AxisBlock Axis = "block"
	// AxisTime cuts by time; slices are half-open intervals of Unix seconds.
	AxisTime Axis = "time"
	// AxisInstant marks snapshots: a slice is one instant, the second at which it began.
	AxisInstant Axis = "instant"
	// AxisKeys marks lookups: a slice is a set of keys, named by their hash.
	AxisKeys Axis = "keys"
)

// Interval is the half-open range [From, To) of positions.
type Interval struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Empty tells whether the interval holds no position.
func (i Interval) Empty() bool { return i.To <= i.From }

// Slice is what is committed at once. Its name is what was really covered.
type Slice struct {
	Axis Axis
	// Interval is the range covered (AxisBlock, AxisTime); on AxisInstant From is the second at which the
	// snapshot began and To is From+1; on AxisKeys it is empty.
	Interval Interval
	// Keys is the hex hash of the key set (AxisKeys only).
	Keys string
	// Revision is 1 for the first extraction of a slice, 2 and up for later ones. The highest wins.
	Revision int
}

const stamp = "20060102T150405Z"

// Name gives the file name without folder: "000005856156-000006856156.parquet", "….r2.parquet".
func (s Slice) Name() string { return s.stem() + s.suffix() }

func (s Slice) suffix() string {
	if s.Revision > 1 {
		return fmt.Sprintf(".r%d.parquet", s.Revision)
	}
	return ".parquet"
}

func (s Slice) stem() string {
	switch s.Axis {
	case AxisBlock:
		return fmt.Sprintf("%012d-%012d", s.Interval.From, s.Interval.To)
	case AxisTime:
		return time.Unix(s.Interval.From, 0).UTC().Format(stamp) + "-" + time.Unix(s.Interval.To, 0).UTC().Format(stamp)
	case AxisInstant:
		return time.Unix(s.Interval.From, 0).UTC().Format(stamp)
	default:
		return "keys-" + s.Keys
	}
}

var sliceName = regexp.MustCompile(`^(?:(\d{12})-(\d{12})|(\d{8}T\d{6}Z)(?:-(\d{8}T\d{6}Z))?|keys-([0-9a-f]+))(?:\.r(\d+))?\.parquet$`)

// ParseSlice reads a slice's file name. It fails on any other name, so that temporary files and strangers'
// files are never taken for commits.
func ParseSlice(name string) (Slice, error) {
	m := sliceName.FindStringSubmatch(name)
	if m == nil {
		return Slice{}, fmt.Errorf("%q is not a slice's file name", name)
	}
	s := Slice{Revision: 1}
	if m[6] != "" {
		s.Revision, _ = strconv.Atoi(m[6])
		if s.Revision < 2 {
			return Slice{}, fmt.Errorf("%q is not a slice's file name: revisions begin at r2", name)
		}
	}
	switch {
	case m[1] != "":
		s.Axis = AxisBlock
		s.Interval.From, _ = strconv.ParseInt(m[1], 10, 64)
		s.Interval.To, _ = strconv.ParseInt(m[2], 10, 64)
	case m[5] != "":
		s.Axis, s.Keys = AxisKeys, m[5]
		return s, nil
	default:
		from, err := time.Parse(stamp, m[3])
		if err != nil {
			return Slice{}, fmt.Errorf("slice name %q: %w", name, err)
		}
		s.Axis, s.Interval = AxisInstant, Interval{from.Unix(), from.Unix() + 1}
		if m[4] != "" {
			to, err := time.Parse(stamp, m[4])
			if err != nil {
				return Slice{}, fmt.Errorf("slice name %q: %w", name, err)
			}
			s.Axis, s.Interval.To = AxisTime, to.Unix()
		}
	}
	if s.Interval.Empty() {
		return Slice{}, fmt.Errorf("slice name %q covers nothing", name)
	}
	return s, nil
}
