package explorer

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// key is what is asked for in one request: "<subject>@<date>", with "|<pipeline>|<model>" behind it for AI, or
// "<subject>/<voter>". Addresses in it are lower case.
type key struct {
	subject string
	// day is the date, "2026-11-01", or "" where the answer won't change.
	day             string
	voter           string
	pipeline, model string
}

// String gives the key's text. A pipeline and a model are escaped, so that nothing in them can be taken for a separator.
func (k key) String() string {
	text := k.subject
	if k.voter != "" {
		text += "/" + k.voter
	}
	if k.day != "" {
		text += "@" + k.day
	}
	if k.pipeline != "" || k.model != "" {
		text += "|" + url.QueryEscape(k.pipeline) + "|" + url.QueryEscape(k.model)
	}
	return text
}

// parseKey reads a key's text.
func parseKey(text string) (key, error) {
	place, test, isTest := strings.Cut(text, "|")
	subject, day, dated := strings.Cut(place, "@")
	k := key{day: day}
	k.subject, k.voter, _ = strings.Cut(subject, "/")
	if isTest {
		pipeline, model, _ := strings.Cut(test, "|")
		var err error
		if k.pipeline, err = url.QueryUnescape(pipeline); err == nil {
			k.model, err = url.QueryUnescape(model)
		}
		if err != nil {
			return k, fmt.Errorf("%q is no key of this stream: %w", text, err)
		}
	}
	if _, err := time.Parse(time.DateOnly, day); k.subject == "" || dated && err != nil {
		return k, fmt.Errorf("%q is no key of this stream: %w", text, errKey)
	}
	return k, nil
}

// errKey says that a text is no key.
var errKey = errors.New("a key is an address or a number, and after @ a date")

// begin gives the Unix second at which the key's day begins.
func (k key) begin() int64 {
	day, _ := time.Parse(time.DateOnly, k.day) // parseKey has looked at it
	return day.Unix()
}

// window gives the query of one day for the leaderboards, which take both ends as belonging to it.
func window(midnight int64) url.Values {
	return url.Values{"since": {fmt.Sprint(midnight)}, "until": {fmt.Sprintf("%d.999999", midnight+daySeconds-1)}}
}
