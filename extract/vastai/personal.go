package vastai

import (
	"encoding/json"
	"net/netip"
	"regexp"
	"strings"
)

// What says who a host is, or where it can be reached, is personal data: it is never landed, neither in a column nor in
// _extra nor in a rejected row's bytes. A hash would not help: there are few enough addresses to try them all.

// personal tells whether a field's value is never kept.
func personal(field string) bool {
	name := strings.ToLower(field)
	for _, part := range []string{"ipaddr", "ip_addr"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	_, last, nested := strings.Cut(name, ".")
	return name == "location" || nested && last == "location"
}

const hidden = "(not kept)"

var dottedQuad = regexp.MustCompile(`[0-9]{1,3}(\.[0-9]{1,3}){3}`)

// scrub gives a JSON text without personal data: the members that never are kept hold a note instead, and so do IP
// addresses within other texts. What is no JSON is hidden whole.
func scrub(original json.RawMessage) json.RawMessage {
	switch {
	case len(original) == 0:
		return original
	case original[0] == '{':
		return scrubObject(original)
	case original[0] == '[':
		var elements []json.RawMessage
		if json.Unmarshal(original, &elements) != nil {
			return quoted(hidden)
		}
		for i := range elements {
			elements[i] = scrub(elements[i])
		}
		return encoded(elements)
	case original[0] == '"':
		var s string
		if json.Unmarshal(original, &s) != nil {
			return quoted(hidden)
		}
		return scrubText(s, original)
	case json.Valid(original):
		return original
	default:
		return quoted(hidden)
	}
}

func scrubObject(original json.RawMessage) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(original, &members) != nil {
		return quoted(hidden)
	}
	clean := make(map[string]json.RawMessage, len(members))
	for name, value := range members {
		if personal(name) {
			value = quoted(hidden)
		} else {
			value = scrub(value)
		}
		clean[dottedQuad.ReplaceAllString(name, hidden)] = value
	}
	return encoded(clean)
}

func scrubText(s string, original json.RawMessage) json.RawMessage {
	if _, err := netip.ParseAddr(strings.TrimSpace(s)); err == nil {
		return quoted(hidden)
	}
	if clean := dottedQuad.ReplaceAllString(s, hidden); clean != s {
		return quoted(clean)
	}
	return original
}

func quoted(s string) json.RawMessage { return encoded(s) }

// encoded gives the JSON of texts and of JSON that was read before, which always has a form.
func encoded(value any) json.RawMessage {
	out, err := json.Marshal(value)
	if err != nil {
		return json.RawMessage(`"` + hidden + `"`)
	}
	return out
}
