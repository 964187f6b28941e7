package livepeer

import (
	"strings"
	"unicode"
)

// Snake turns a Solidity name into a column's or table's: newDelegate → new_delegate, choiceID → choice_id,
// ServiceURIUpdate → service_uri_update, _l2ToL1Id → l2_to_l1_id.
func Snake(name string) string {
	var out strings.Builder
	runes := []rune(strings.TrimLeft(name, "_"))
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 {
			afterLower := !unicode.IsUpper(runes[i-1])
			wordStarts := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || wordStarts {
				out.WriteByte('_')
			}
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
