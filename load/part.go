package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// Part is an unchanging set of things asked for within a stream. Its definition is written once, as part.json,
// when the part is added; asking for more makes another part, with its own history. So a slice always says what
// was asked as well as when.
type Part struct {
	// Stream is the stream that the part belongs to.
	Stream StreamID `json:"stream"`
	// Name is the part's folder: "deployment-1f2e3d4c". It must be a function of the definition.
	Name string `json:"name"`
	// Axis is what the part's slices are cut along.
	Axis Axis `json:"axis"`
	// From is the first position asked for (a block number, or Unix seconds); the part is complete before it by
	// definition. It is 0 on AxisInstant and AxisKeys.
	From int64 `json:"from"`
	// Asks is what is asked for, as JSON in the source's own words (for chain.logs: the contracts).
	Asks json.RawMessage `json:"asks"`
}

// String gives "chain/main/logs/deployment-1f2e3d4c", which is also the part's folder below the lake.
func (p Part) String() string { return p.Stream.String() + "/" + p.Name }

// folderName is what sources, instances, streams and parts may be called: they become folders. A leading "_"
// is kept for the lake's own folders, a leading "." for hidden ones.
var folderName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (p Part) validate() error {
	for _, name := range []string{p.Stream.Source, p.Stream.Instance, p.Stream.Stream, p.Name} {
		if !folderName.MatchString(name) {
			return fmt.Errorf("%q can't be a folder's name: use letters, digits, '.', '_' and '-', and begin with a letter or digit", name)
		}
	}
	switch p.Axis {
	case AxisBlock, AxisTime:
	case AxisInstant, AxisKeys:
		if p.From != 0 {
			return fmt.Errorf("it begins at %d, but axis %q has no first position: use 0", p.From, p.Axis)
		}
	default:
		return fmt.Errorf("it has the unknown axis %q", p.Axis)
	}
	return nil
}

// same tells whether two definitions mean the same; white space and the order of fields in Asks don't matter.
func (p Part) same(q Part) bool {
	return p.Stream == q.Stream && p.Name == q.Name && p.Axis == q.Axis && p.From == q.From &&
		bytes.Equal(canonical(p.Asks), canonical(q.Asks))
}

// canonical gives JSON without white space, fields in alphabetical order. What is no JSON stays as it is.
func canonical(text json.RawMessage) []byte {
	if len(text) == 0 {
		return []byte("null")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		return text
	}
	return out
}
