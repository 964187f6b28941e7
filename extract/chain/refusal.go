package chain

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// kind is what a provider's refusal calls for. The kinds are told apart by their texts: codes are useless, -32602
// and -32600 mean both too large and malformed, -32005 both too many results and too many requests.
type kind int

const (
	// unclear: nothing that we know. A few smaller ranges are tried.
	unclear kind = iota
	// tooLarge: too many blocks or too many logs. The range is split.
	tooLarge
	// tooSlow: the query took too long. The range is split, and larger ones are avoided for a while.
	tooSlow
	// tooOften: too many requests. The same range is asked again later; splitting would make it worse.
	tooOften
	// lagging: the backend doesn't have the blocks yet. The same range is asked again later.
	lagging
)

// refusal is what can be made of a provider's text.
type refusal struct {
	kind kind
	// from and to (inclusive) are the range that the provider says should work; to is -1 if it doesn't.
	from, to int64
	// span is how many blocks the provider says it allows, 0 if it doesn't.
	span int64
}

var (
	digitComma   = regexp.MustCompile(`(\d),(\d{3})\b`)
	oftenText    = regexp.MustCompile(`too many requests?|rate.?limit|rps limit|request limit|request rate|request count|(requests?|calls?|units?) per (second|minute|day)|/second|compute units|throughput|throttl|quota|credits`)
	slowText     = regexp.MustCompile(`time[d ]?-?out|timed? out|deadline exceeded|took too long|taking too long`)
	laggingText  = regexp.MustCompile(`beyond (the )?(current )?head|header not found|unknown block|block not found|cannot find block|not yet available`)
	largeText    = regexp.MustCompile(`\brange|too (large|big|wide)|too many (results|logs|blocks)|more than \d+ (results|logs|blocks)|response size|max(imum)? (results|logs|blocks)|logs matched|at most \d+ blocks|query exceeds|entity too large|content too large`)
	notLargeText = regexp.MustCompile(`out of range`)
	exceededText = regexp.MustCompile(`limit exceeded|exceeded .*limit|capacity`)

	hexRange     = regexp.MustCompile(`(0x[0-9a-f]+)\s*(?:,|-|–|to)\s*(0x[0-9a-f]+)`)
	decimalRange = regexp.MustCompile(`range:?\s*\[?(\d+)\s*(?:,|-|–|to)\s*(\d+)`)
	aboveSpan    = regexp.MustCompile(`\(\d+ > (\d+)\)`)
	namedSpan    = regexp.MustCompile(`(?:limited to|at most|up to|over|max(?:imum)? (?:allowed )?(?:block )?range(?: is| of)?:?|max(?:imum)? is|exceeds limit of)\s*(?:an?\s|the\s)?\s*(?:0\s*-\s*)?(\d+)\s*(k\b)?`)
)

// classify reads a provider's refusal of a range.
func classify(message, data string) refusal {
	text := strings.ToLower(message)
	for digitComma.MatchString(text) {
		text = digitComma.ReplaceAllString(text, "$1$2")
	}
	r := refusal{to: -1}
	switch {
	case oftenText.MatchString(text):
		r.kind = tooOften
	case slowText.MatchString(text):
		r.kind = tooSlow
		r.suggest(text, data)
	case laggingText.MatchString(text):
		r.kind = lagging
	case largeText.MatchString(text) && !notLargeText.MatchString(text):
		r.kind = tooLarge
		r.suggest(text, data)
	case exceededText.MatchString(text):
		r.kind = tooOften
	}
	return r
}

// suggest reads the range or the number of blocks that the provider says it would answer.
func (r *refusal) suggest(text, data string) {
	var object struct{ From, To string }
	if json.Unmarshal([]byte(data), &object) == nil && r.between(object.From, object.To) {
		return
	}
	if m := hexRange.FindStringSubmatch(text); m != nil && r.between(m[1], m[2]) {
		return
	}
	if m := decimalRange.FindStringSubmatch(text); m != nil && r.between(m[1], m[2]) {
		return
	}
	if m := aboveSpan.FindStringSubmatch(text); m != nil {
		r.span, _ = strconv.ParseInt(m[1], 10, 64)
	} else if m := namedSpan.FindStringSubmatch(text); m != nil && (strings.Contains(text, "range") || strings.Contains(text, "block")) {
		r.span, _ = strconv.ParseInt(m[1], 10, 64)
		if m[2] != "" {
			r.span *= 1000
		}
	}
}

// between takes a suggested range, hex or decimal, if it is one.
func (r *refusal) between(from, to string) bool {
	f, err := strconv.ParseInt(from, 0, 64)
	if err != nil {
		return false
	}
	t, err := strconv.ParseInt(to, 0, 64)
	if err != nil || t < f {
		return false
	}
	r.from, r.to = f, t
	return true
}
