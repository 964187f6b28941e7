package prices

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// The lists of CoinGecko's answer that are known here.
const (
	pricesList     = "prices"
	marketCapsList = "market_caps"
	volumesList    = "total_volumes"
)

// decodeMarket reads {"prices": [[ms, number], …], "market_caps": […], "total_volumes": […]}. The lists are joined by their
// milliseconds: a moment is a row. The error is not nil if the answer has no list of prices; what is wrong with a moment
// stands with it.
func decodeMarket(body []byte) ([]point, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, fmt.Errorf("it is not of the form {\"prices\": [[ms, price], …]}: %w", err)
	}
	if _, ok := asList(members[pricesList]); !ok {
		return nil, fmt.Errorf("it has no list \"prices\": %s", short(string(body)))
	}
	m := marketChart{at: map[int64]*moment{}}
	unknown := map[string]json.RawMessage{}
	for _, name := range []string{pricesList, marketCapsList, volumesList} {
		if list, ok := asList(members[name]); ok {
			m.take(name, list)
		} else if raw, present := members[name]; present {
			unknown[name] = raw
		}
		delete(members, name)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if list, ok := asList(members[name]); !ok || !m.annotate(name, list) {
			unknown[name] = members[name]
		}
	}
	return m.points(unknown), nil
}

func asList(raw json.RawMessage) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	err := json.Unmarshal(raw, &list)
	return list, err == nil && list != nil
}

// marketChart is the moments of an answer, in the order in which they come, and the elements that belong to none.
type marketChart struct {
	at       map[int64]*moment
	order    []*moment
	homeless []point
}

// moment is what the lists say of one millisecond.
type moment struct {
	millis   int64
	values   map[string]json.RawMessage // by list
	unknown  map[string]json.RawMessage // by list
	original []string
	clash    string // the list that says two things of it; "" if none does
}

// take joins a list to the moments. An element without a readable time is a malformed row of its own.
func (m *marketChart) take(name string, list []json.RawMessage) {
	for _, element := range list {
		millis, value, err := readPair(element)
		if err != nil {
			m.homeless = append(m.homeless, point{at: -1, millis: -1, original: string(element), wrong: name + ": " + err.Error()})
			continue
		}
		known, ok := m.at[millis]
		if !ok {
			known = &moment{millis: millis, values: map[string]json.RawMessage{}, unknown: map[string]json.RawMessage{}}
			m.at[millis] = known
			m.order = append(m.order, known)
		}
		if first, twice := known.values[name]; !twice {
			known.values[name] = value
			known.original = append(known.original, name+": "+string(element))
		} else if !bytes.Equal(first, value) {
			known.clash = name
			known.original = append(known.original, name+": "+string(element))
		}
	}
}

// annotate adds a list that isn't known to the moments that it speaks of, and tells whether all of it could be added.
func (m *marketChart) annotate(name string, list []json.RawMessage) bool {
	values := map[*moment]json.RawMessage{}
	for _, element := range list {
		millis, value, err := readPair(element)
		known, ok := m.at[millis]
		if err != nil || !ok {
			return false
		}
		values[known] = value
	}
	for known, value := range values {
		known.unknown[name] = value
	}
	return true
}

// readPair reads [ms, value].
func readPair(element json.RawMessage) (int64, json.RawMessage, error) {
	pair, ok := asList(element)
	if !ok || len(pair) != 2 {
		return -1, nil, fmt.Errorf("%s is no pair of a time and a number", short(string(element)))
	}
	millis, err := readWhole(pair[0])
	if err == nil && millis/1000 > lastSecond {
		err = errors.New("it is no time in milliseconds")
	}
	if err != nil {
		return -1, nil, fmt.Errorf("time: %w", err)
	}
	return millis, pair[1], nil
}

func (m *marketChart) points(unknown map[string]json.RawMessage) []point {
	points := make([]point, 0, len(m.order)+len(m.homeless))
	for _, known := range m.order {
		points = append(points, known.point(unknown))
	}
	slices.SortStableFunc(points, func(a, b point) int { return int(a.millis - b.millis) })
	return append(points, m.homeless...)
}

// point makes a row of a moment. A moment without a price, and one of which a list says two things, is malformed.
func (m *moment) point(unknown map[string]json.RawMessage) point {
	p := point{at: m.millis / 1000, millis: m.millis, original: strings.Join(m.original, "\n")}
	var wrong []string
	var err error
	if p.price, err = readPrice(m.values[pricesList]); err != nil {
		wrong = append(wrong, "price: "+err.Error())
	}
	if p.marketCap, err = optionalNumber(m.values[marketCapsList]); err != nil {
		wrong = append(wrong, "market cap: "+err.Error())
	}
	if p.volume, err = optionalNumber(m.values[volumesList]); err != nil {
		wrong = append(wrong, "volume: "+err.Error())
	}
	if m.clash != "" {
		wrong = append(wrong, m.clash+" says two things of this moment")
	}
	p.wrong = strings.Join(wrong, "; ")
	for name, raw := range unknown {
		m.unknown[name] = raw
	}
	p.extra = object(m.unknown)
	return p
}

// optionalNumber gives the text of a JSON number, "" for null and for none.
func optionalNumber(raw json.RawMessage) (string, error) {
	if text := string(bytes.TrimSpace(raw)); text == "" || text == "null" {
		return "", nil
	}
	return readNumber(raw)
}

func marketFields() []arrow.Field {
	return []arrow.Field{
		{Name: "price_time", Type: arrow.PrimitiveTypes.Int64},
		{Name: "coin_id", Type: arrow.BinaryTypes.String},
		{Name: "asset", Type: arrow.BinaryTypes.String},
		{Name: "price_time_ms", Type: arrow.PrimitiveTypes.Int64},
		{Name: "price", Type: arrow.BinaryTypes.String},
		{Name: "market_cap", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "total_volume", Type: arrow.BinaryTypes.String, Nullable: true},
	}
}

func marketBatch(of coin, points []point) batch {
	b := newBatch(marketFields())
	for _, p := range points {
		b.add(p.extra, p.at, of.ID, of.Asset, p.millis, p.price, texts(p.marketCap), texts(p.volume))
	}
	return b
}
