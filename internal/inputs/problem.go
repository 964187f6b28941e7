package inputs

import (
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// Problem is a mistake in an input file, with its place.
type Problem struct {
	// File is the file's path.
	File string `json:"file"`
	// Line counts from 1; 0 if the mistake is the whole file's.
	Line int `json:"line,omitempty"`
	// Column is the column or key; "" if it is none's.
	Column string `json:"column,omitempty"`
	// Text says what is wrong and, where it can be said, what would be right.
	Text string `json:"problem"`
}

// String gives "inputs/labels.csv:4: category: …".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Column != "" {
		b.WriteString(p.Column + ": ")
	}
	b.WriteString(p.Text)
	return b.String()
}

// hint gives `: did you mean "exchange"?`, or "" if none of the names is near.
func hint(word string, names []string) string {
	if near := strictyaml.Nearest(word, names); near != "" {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ""
}

// notAllowed says that a word is none of the allowed ones, and which one it may have been meant to be.
func notAllowed(word string, allowed []string) string {
	if near := hint(word, allowed); near != "" {
		return fmt.Sprintf("%q is not allowed%s", clip(word), near)
	}
	return fmt.Sprintf("%q is not allowed: write one of %s", clip(word), strings.Join(allowed, ", "))
}

// clip shortens a value for a message.
func clip(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
