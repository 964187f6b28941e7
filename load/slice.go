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
	// From is the first position of the interval.
	From int64 `json:"from"`
	// To is the first position after it.
	To int64 `json:"to"`
}

// Empty tells whether the interval holds no position.
func (i Interval) Empty() bool { return i.To <= i.From }

// Slice is what is committed at once. Its name is what was really covered.
type Slice struct {
	// Axis is the axis of the part.
	Axis Axis
	// Interval is the range covered (AxisBlock, AxisTime); on AxisInstant From is the second at which the
	// snapshot began and To is From+1; on AxisKeys it is empty.
	Interval Interval
	// Keys is the hex hash of the key set (AxisKeys only).
	Keys string
	// Revision is 1 for the first extraction of a slice, 2 and up for later ones. The highest wins.
	Revision int
}

// stamp is how instants stand in slice names, in UTC.
const stamp = "20060102T150405Z"

// Name gives the file name without folder: "000005856156-000006856156.parquet" (blocks),
// "20261101T000000Z-20261102T000000Z.parquet" (time), "20261123T010000Z.parquet" (an instant),
// "keys-1f2e3d4c.parquet" (keys), and with ".r2" before ".parquet" for a second revision.
func (s Slice) Name() string {
	if s.Revision > 1 {
		return fmt.Sprintf("%s.r%d.parquet", s.stem(), s.Revision)
	}
	return s.stem() + ".parquet"
}

// stem is the name without revision and ending: what was covered.
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

// ParseSlice reads a slice's file name. It fails on any name that Name doesn't give, so that temporary files and
// strangers' files are never taken for commits.
func ParseSlice(name string) (Slice, error) {
	m := sliceName.FindStringSubmatch(name)
	if m == nil {
		return Slice{}, fmt.Errorf("%q is no slice's file name", name)
	}
	s := Slice{Revision: 1}
	if m[6] != "" {
		revision, err := strconv.Atoi(m[6])
		if err != nil {
			return Slice{}, fmt.Errorf("%q is no slice's file name: %w", name, err)
		}
		s.Revision = revision
	}
	var err error
	switch {
	case m[1] != "":
		s.Axis = AxisBlock
		s.Interval, err = parseInterval(m[1], m[2], parseBlock)
	case m[4] != "":
		s.Axis = AxisTime
		s.Interval, err = parseInterval(m[3], m[4], parseStamp)
	case m[3] != "":
		s.Axis = AxisInstant
		s.Interval, err = parseInterval(m[3], m[3], parseStamp)
		s.Interval.To++
	default:
		s.Axis, s.Keys = AxisKeys, m[5]
	}
	switch {
	case err != nil:
		return Slice{}, fmt.Errorf("%q is no slice's file name: %w", name, err)
	case s.Axis != AxisKeys && s.Interval.Empty():
		return Slice{}, fmt.Errorf("%q is no slice's file name: it covers nothing", name)
	case s.Name() != name: // ".r1", ".r02"
		return Slice{}, fmt.Errorf("%q is no slice's file name: that slice is called %s", name, s.Name())
	}
	return s, nil
}

func parseInterval(from, to string, parse func(string) (int64, error)) (Interval, error) {
	begin, err := parse(from)
	if err != nil {
		return Interval{}, err
	}
	end, err := parse(to)
	return Interval{From: begin, To: end}, err
}

func parseBlock(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) }

// parseStamp reads a time as it stands in slice names, to Unix seconds.
func parseStamp(text string) (int64, error) {
	t, err := time.Parse(stamp, text)
	return t.Unix(), err
}
