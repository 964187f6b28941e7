package prices

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/load"
)

// point is the price of a coin at a moment, as a service states it. Numbers are the texts that were sent.
type point struct {
	at        int64 // Unix seconds; -1 if it can't be read
	millis    int64 // the same moment in milliseconds, as exactly as the service states it
	price     string
	marketCap string // "": none
	volume    string // "": none
	extra     string // "": no unknown field
	original  string
	wrong     string // why it is no row; "" for a well-formed one
}

// priceLimit is what no price of LPT or ETH reaches, in USD. The warehouse's prices have ten digits before the point.
const priceLimit = 1e10

// readPrice gives the text of a price, which must be a number above 0.
func readPrice(raw json.RawMessage) (string, error) {
	text, err := readNumber(raw)
	if err != nil {
		return "", err
	}
	if value, err := strconv.ParseFloat(text, 64); err != nil || value <= 0 || value >= priceLimit {
		return text, fmt.Errorf("%s is no price: it must be above 0 and below %.0e", short(text), float64(priceLimit))
	}
	return text, nil
}

// readNumber gives the text of a JSON number.
func readNumber(raw json.RawMessage) (string, error) {
	text := string(bytes.TrimSpace(raw))
	switch {
	case text == "" || text == "null":
		return "", errors.New("it is missing")
	case text[0] != '-' && (text[0] < '0' || text[0] > '9'):
		return "", fmt.Errorf("%s is not a number", short(text))
	}
	return text, nil
}

// readWhole gives the value of a JSON number that is whole and not below 0.
func readWhole(raw json.RawMessage) (int64, error) {
	text, err := readNumber(raw)
	if err != nil {
		return -1, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return -1, fmt.Errorf("%s is not a whole number of 0 or more", short(text))
	}
	return n, nil
}

// inside gives the points of an interval, by time; services answer with the nearest points that they have, also beyond
// what was asked for. A point whose time can't be read belongs where its neighbours in the list do, and to every interval
// that could have it.
func inside(points []point, within load.Interval) []point {
	var in []point
	for i, p := range points {
		at := p.at
		if at < 0 {
			at = neighbour(points, i, within)
		}
		if at >= within.From && at < within.To {
			in = append(in, p)
		}
	}
	slices.SortStableFunc(in, func(a, b point) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.millis, b.millis)) })
	return in
}

// neighbour gives the time of the readable point before the i-th, or else after it. Where neither is known it is within.
func neighbour(points []point, i int, within load.Interval) int64 {
	for _, p := range slices.Backward(points[:i]) {
		if p.at >= 0 {
			return p.at
		}
	}
	for _, p := range points[i+1:] {
		if p.at >= 0 {
			return p.at
		}
	}
	return within.From
}

// separate marks well-formed points that claim the same moment with different content: one of them is wrong, and nobody
// can say which.
func separate(points []point) {
	first := map[int64]point{}
	clash := map[int64]bool{}
	for _, p := range points {
		if p.wrong != "" {
			continue
		}
		if other, seen := first[p.millis]; !seen {
			first[p.millis] = p
		} else if !sameContent(other, p) {
			clash[p.millis] = true
		}
	}
	for i := range points {
		if points[i].wrong == "" && clash[points[i].millis] {
			points[i].wrong = "another point of the same moment has another content"
		}
	}
}

func sameContent(a, b point) bool {
	a.original, b.original = "", ""
	return a == b
}

// object gives the JSON text of unknown fields, names sorted; "" if there is none.
func object(fields map[string]json.RawMessage) string {
	if len(fields) == 0 {
		return ""
	}
	var b bytes.Buffer
	separator := byte('{')
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		b.WriteByte(separator)
		separator = ','
		quoted, _ := json.Marshal(name) // a text always has a JSON form
		b.Write(quoted)
		b.WriteByte(':')
		b.Write(fields[name])
	}
	b.WriteByte('}')
	return strings.ToValidUTF8(b.String(), "?")
}

// short gives at most the first 80 bytes of a text, for messages.
func short(text string) string {
	if len(text) > 80 {
		text = text[:80] + "…"
	}
	return strings.ToValidUTF8(text, "?")
}
