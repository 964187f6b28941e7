package livepeer

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ParseAddress gives an address in the one form that is kept everywhere: 0x and 40 lower-case hex digits. It takes
// any case, and fails on anything but 20 bytes of hex text after 0x.
func ParseAddress(s string) (string, error) { return parseHex(s, 20, "an address") }

// ParseHash gives a 32-byte hash or topic as 0x and 64 lower-case hex digits. It takes any case, and fails on
// anything but 32 bytes of hex text after 0x.
func ParseHash(s string) (string, error) { return parseHex(s, 32, "a hash") }

func parseHex(s string, size int, what string) (string, error) {
	if _, err := digits(s); err != nil || len(s) != 2+2*size {
		return "", fmt.Errorf("%q is not %s: write 0x and %d hex digits", s, what, 2*size)
	}
	return strings.ToLower(s), nil
}

var (
	errNoPrefix = errors.New("it doesn't begin with 0x")
	errNoHex    = errors.New("it has something other than hex digits after 0x")
	errOddHex   = errors.New("it ends with half a byte")
)

// digits checks hex text and gives what comes after its 0x.
func digits(s string) (string, error) {
	if len(s) < 2 || s[0] != '0' || s[1] != 'x' {
		return "", errNoPrefix
	}
	for i := 2; i < len(s); i++ {
		if !isDigit(s[i]) {
			return "", errNoHex
		}
	}
	if len(s)%2 != 0 {
		return "", errOddHex
	}
	return s[2:], nil
}

func isDigit(c byte) bool {
	return c-'0' < 10 || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// nibble gives the value of a hex digit that isDigit has accepted.
func nibble(c byte) uint64 {
	if c <= '9' {
		return uint64(c - '0')
	}
	return uint64(c|0x20-'a') + 10
}

// text0x writes bytes as lower-case 0x text.
func text0x(b []byte) string { return "0x" + hex.EncodeToString(b) }
