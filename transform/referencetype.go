package transform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var decimalType = regexp.MustCompile(`^DECIMAL\(([0-9]{1,2}),([0-9]{1,2})\)$`)

// valueForms are the types that a column of a reference file can have, decimals apart, with what tells whether a cell is
// such a value.
var valueForms = map[string]struct {
	is   func(cell string) bool
	form string
}{
	"VARCHAR":   {func(cell string) bool { return cell == strings.TrimSpace(cell) }, "text without spaces around it"},
	"BOOLEAN":   {func(cell string) bool { return cell == "true" || cell == "false" }, "true or false"},
	"INTEGER":   {func(cell string) bool { _, err := strconv.ParseInt(cell, 10, 32); return err == nil }, "an integer of 32 bits"},
	"BIGINT":    {func(cell string) bool { _, err := strconv.ParseInt(cell, 10, 64); return err == nil }, "an integer of 64 bits"},
	"DOUBLE":    {isDouble, "a number"},
	"DATE":      {func(cell string) bool { return isTime(time.DateOnly, cell) }, "a date as YYYY-MM-DD"},
	"TIMESTAMP": {func(cell string) bool { return isTime(time.DateTime, cell) }, "a time in UTC as YYYY-MM-DD hh:mm:ss"},
}

func isTime(layout, cell string) bool {
	_, err := time.Parse(layout, cell)
	return err == nil
}

// isDouble tells whether a cell is a number in decimal digits, with an exponent or without.
func isDouble(cell string) bool {
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil && strings.Trim(cell, "0123456789+-.eE") == ""
}

// typeProblem says what is wrong with a declared type of a reference file, "" if nothing is.
func typeProblem(typ string) string {
	if _, ok := valueForms[typ]; ok {
		return ""
	}
	if precision, scale, ok := decimalOf(typ); ok && precision >= 1 && precision <= 38 && scale <= precision {
		return ""
	}
	return fmt.Sprintf("a reference file can't have the type %q: use VARCHAR, BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL(p,s), DATE or TIMESTAMP", typ)
}

func decimalOf(typ string) (precision, scale int, ok bool) {
	m := decimalType.FindStringSubmatch(typ)
	if m == nil {
		return 0, 0, false
	}
	precision, _ = strconv.Atoi(m[1]) // two digits
	scale, _ = strconv.Atoi(m[2])
	return precision, scale, true
}

// valueProblem says why a cell isn't a value of a type, "" if it is one.
func valueProblem(typ, cell string) string {
	if precision, scale, ok := decimalOf(typ); ok {
		if isDecimal(cell, precision, scale) {
			return ""
		}
		return fmt.Sprintf("%q is not a number of at most %d digits before the point and %d after it", cell, precision-scale, scale)
	}
	if known := valueForms[typ]; !known.is(cell) {
		return fmt.Sprintf("%q is not %s", cell, known.form)
	}
	return ""
}

// isDecimal tells whether a cell is a plain number that fits without being rounded.
func isDecimal(cell string, precision, scale int) bool {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(cell, "-"), ".")
	isDigits := func(text string) bool { return strings.Trim(text, "0123456789") == "" }
	return whole != "" && isDigits(whole) && isDigits(fraction) && (fraction != "" || !hasPoint) &&
		len(strings.TrimLeft(whole, "0")) <= precision-scale && len(fraction) <= scale
}
