package chain

import (
	"errors"
	"strings"
)

// A reply of ten thousand logs is taken apart here without building values for what is only copied on: a member or
// an element is the piece of text that it stands in. Text that isn't JSON gives errMalformed or odd pieces, never
// a panic; whoever needs certainty has the text checked first.

var errMalformed = errors.New("it is not well-formed JSON")

// members calls visit with each name and value of a JSON object, in order.
func members(object string, visit func(name, value string) error) error {
	return walk(object, '{', '}', func(rest string) (string, error) {
		name, rest, err := value(rest)
		if err != nil || !isText(name) {
			return "", errMalformed
		}
		rest = trim(rest)
		if rest == "" || rest[0] != ':' {
			return "", errMalformed
		}
		content, rest, err := value(rest[1:])
		if err != nil {
			return "", err
		}
		return rest, visit(name[1:len(name)-1], content)
	})
}

// elements calls visit with each element of a JSON array, in order.
func elements(array string, visit func(element string) error) error {
	return walk(array, '[', ']', func(rest string) (string, error) {
		element, rest, err := value(rest)
		if err != nil {
			return "", err
		}
		return rest, visit(element)
	})
}

// walk goes over what stands between two brackets; one takes the next piece and gives what follows it.
func walk(text string, opening, closing byte, one func(rest string) (string, error)) error {
	rest := trim(text)
	if rest == "" || rest[0] != opening {
		return errMalformed
	}
	rest = trim(rest[1:])
	if rest != "" && rest[0] == closing {
		return nil
	}
	for {
		after, err := one(rest)
		if err != nil {
			return err
		}
		rest = trim(after)
		switch {
		case rest == "":
			return errMalformed
		case rest[0] == closing:
			return nil
		case rest[0] != ',':
			return errMalformed
		}
		rest = rest[1:]
	}
}

// value takes the next JSON value of the text and gives what follows it.
func value(text string) (content, rest string, err error) {
	text = trim(text)
	var end int
	switch {
	case text == "":
		return "", "", errMalformed
	case text[0] == '"':
		end = textEnd(text)
	case text[0] == '{' || text[0] == '[':
		end = nestedEnd(text)
	default:
		end = strings.IndexAny(text, ",]} \t\r\n")
		if end < 0 {
			end = len(text)
		}
	}
	if end <= 0 {
		return "", "", errMalformed
	}
	return text[:end], text[end:], nil
}

// textEnd gives the index behind the closing quote of a text that begins with a quote, 0 if there is none.
func textEnd(text string) int {
	for i := 1; i < len(text); {
		step := strings.IndexByte(text[i:], '"')
		if step < 0 {
			return 0
		}
		i += step + 1
		slashes := 0
		for j := i - 2; j > 0 && text[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return 0
}

// nestedEnd gives the index behind the bracket that closes the first one, 0 if there is none.
func nestedEnd(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := textEnd(text[i:])
			if end == 0 {
				return 0
			}
			i += end - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

func isText(value string) bool { return len(value) >= 2 && value[0] == '"' }

func trim(text string) string {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') {
		text = text[1:]
	}
	return text
}
