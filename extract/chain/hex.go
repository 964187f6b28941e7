package chain

import (
	"fmt"
	"strings"
)

// parseBytes reads a JSON text that is 0x and an even number of hex digits, lower-cased; size is the number of
// bytes it must have, or -1.
func parseBytes(value string, size int) (string, error) {
	if !isText(value) || len(value) < 4 || value[1:3] != "0x" || len(value)%2 != 0 {
		return "", fmt.Errorf("%s is not 0x and whole bytes of hex", short(value))
	}
	text := value[1 : len(value)-1]
	lower := true
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'f':
		case c >= 'A' && c <= 'F':
			lower = false
		default:
			return "", fmt.Errorf("%s has something other than hex digits", short(value))
		}
	}
	if size >= 0 && len(text) != 2+2*size {
		return "", fmt.Errorf("%s is %d bytes long instead of %d", short(value), len(text)/2-1, size)
	}
	if lower {
		return text, nil
	}
	return strings.ToLower(text), nil
}
