package prices

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// chart is DefiLlama's answer about one coin.
type chart struct {
	symbol     string // "": none
	decimals   *int64
	confidence *float64
	points     []point
}

// unknownCoinError says that an answer doesn't have the coin that was asked for: DefiLlama leaves out what it doesn't
// know, at status 200.
type unknownCoinError struct {
	coin string
	has  []string
}

func (e *unknownCoinError) Error() string {
	has := "no coin at all"
	if len(e.has) > 0 {
		has = "only " + strings.Join(e.has, ", ")
	}
	return fmt.Sprintf("it has %s, not %s: either it doesn't know this coin or it knows no price on these days; check the address, or run again later", has, e.coin)
}

// decodeChart reads {"coins": {"<coin>": {"symbol", "confidence", "decimals", "prices": [{"timestamp", "price"}]}}}. The
// error is not nil if that isn't its form, and is an *unknownCoinError if the coin is missing; what is wrong with one point
// stands with the point.
func decodeChart(body []byte, coin string) (chart, error) {
	var answer struct {
		Coins map[string]json.RawMessage `json:"coins"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return chart{}, fmt.Errorf("it is not of the form {\"coins\": {…}}: %w", err)
	}
	if answer.Coins == nil {
		return chart{}, fmt.Errorf("it has no \"coins\": %s", short(string(body)))
	}
	raw, ok := answer.Coins[coin]
	if !ok {
		return chart{}, &unknownCoinError{coin, slices.Sorted(maps.Keys(answer.Coins))}
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return chart{}, fmt.Errorf("%s is not an object: %w", coin, err)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(fields["prices"], &list); err != nil || list == nil {
		return chart{}, fmt.Errorf("%s has no list \"prices\"", coin)
	}
	c := chart{}
	unknown := c.describe(fields)
	for _, element := range list {
		c.points = append(c.points, decodePoint(element, unknown))
	}
	return c, nil
}

// describe takes what is said of the coin, and gives what isn't known here. A known field of another type counts as
// unknown: it says nothing of any point.
func (c *chart) describe(fields map[string]json.RawMessage) map[string]json.RawMessage {
	unknown := map[string]json.RawMessage{}
	for name, raw := range fields {
		taken := false
		switch name {
		case "prices":
			taken = true
		case "symbol":
			taken = json.Unmarshal(raw, &c.symbol) == nil
		case "confidence":
			taken = json.Unmarshal(raw, &c.confidence) == nil
		case "decimals":
			taken = json.Unmarshal(raw, &c.decimals) == nil
		}
		if !taken {
			unknown[name] = raw
		}
	}
	return unknown
}

// decodePoint reads {"timestamp", "price"}. What isn't known of the coin or of the point goes into extra.
func decodePoint(element json.RawMessage, ofCoin map[string]json.RawMessage) point {
	p := point{at: -1, millis: -1, original: string(element)}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(element, &fields); err != nil || fields == nil {
		p.wrong = "it is not an object: " + short(p.original)
		return p
	}
	var wrong []string
	var err error
	if p.at, err = readWhole(fields["timestamp"]); err != nil {
		wrong = append(wrong, "timestamp: "+err.Error())
	} else if p.at > lastSecond {
		p.at = -1
		wrong = append(wrong, "timestamp: it is no time in seconds")
	}
	p.millis = p.at * 1000
	if p.price, err = readPrice(fields["price"]); err != nil {
		wrong = append(wrong, "price: "+err.Error())
	}
	p.wrong = strings.Join(wrong, "; ")
	delete(fields, "timestamp")
	delete(fields, "price")
	for name, raw := range ofCoin {
		if _, own := fields[name]; !own {
			fields[name] = raw
		}
	}
	p.extra = object(fields)
	return p
}

// lastSecond is the end of the year 9999, after which no time is meant as one.
const lastSecond = 253_402_300_799

func chartFields() []arrow.Field {
	return []arrow.Field{
		{Name: "price_time", Type: arrow.PrimitiveTypes.Int64},
		{Name: "coin", Type: arrow.BinaryTypes.String},
		{Name: "asset", Type: arrow.BinaryTypes.String},
		{Name: "price", Type: arrow.BinaryTypes.String},
		{Name: "symbol", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "confidence", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "decimals", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}
}

func (c chart) batch(of coin, points []point) batch {
	b := newBatch(chartFields())
	for _, p := range points {
		b.add(p.extra, p.at, of.ID, of.Asset, p.price, texts(c.symbol), c.confidence, c.decimals)
	}
	return b
}
