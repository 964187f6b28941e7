package graphnode

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
)

// significant is how many digits a BigDecimal keeps.
const significant = 34

// longest is how many digits before and after the point a number may be written with. It bounds the work that a client's
// 1e999999999 makes.
const longest = 8192

// normalInteger gives an integer in decimal notation without leading zeros or a plus sign.
func normalInteger(text string) (string, error) {
	if isNormal(text, false) {
		return text, nil
	}
	if len(text) <= longest {
		if n, ok := new(big.Int).SetString(text, 10); ok && !strings.Contains(text, "_") {
			return n.String(), nil
		}
	}
	return "", fmt.Errorf("%.80q is no integer", text)
}

// normalDecimal gives a number in plain notation with at most 34 significant digits, the last one rounded half away from
// zero, and without trailing zeros.
func normalDecimal(text string) (string, error) {
	if len(text) <= significant && isNormal(text, true) {
		return text, nil
	}
	negative, digits, point, ok := scan(text)
	if !ok {
		return "", fmt.Errorf("%.80q is no number", text)
	}
	if len(digits) > significant {
		up := digits[significant] >= '5'
		digits = digits[:significant]
		if up {
			n, _ := new(big.Int).SetString(digits, 10)
			rounded := n.Add(n, big.NewInt(1)).String()
			point += len(rounded) - len(digits)
			digits = rounded
		}
	}
	digits = strings.TrimRight(digits, "0")
	var plain string
	switch {
	case digits == "":
		return "0", nil
	case point <= 0:
		plain = "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		plain = digits + strings.Repeat("0", point-len(digits))
	default:
		plain = digits[:point] + "." + digits[point:]
	}
	if negative {
		plain = "-" + plain
	}
	return plain, nil
}

// scan reads a number in plain or scientific notation: its sign, its digits from the first that isn't zero on, and how
// many of them stand before the point, negative for zeros after it.
func scan(text string) (negative bool, digits string, point int, ok bool) {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(text), "e")
	if scientific {
		shift, isNumber := new(big.Int).SetString(exponent, 10)
		if !isNumber || strings.Contains(exponent, "_") || !shift.IsInt64() || shift.Int64() > longest || shift.Int64() < -longest {
			return false, "", 0, false
		}
		point = int(shift.Int64())
	}
	if mantissa, negative = strings.CutPrefix(mantissa, "-"); !negative {
		mantissa = strings.TrimPrefix(mantissa, "+")
	}
	before, after, _ := strings.Cut(mantissa, ".")
	digits = before + after
	if digits == "" || len(digits) > longest || strings.Trim(digits, "0123456789") != "" {
		return false, "", 0, false
	}
	point += len(before)
	trimmed := strings.TrimLeft(digits, "0")
	return negative, trimmed, point - (len(digits) - len(trimmed)), true
}

// isNormal tells whether a number is written as it is kept, decimals with a point if they have one.
func isNormal(text string, decimals bool) bool {
	rest := strings.TrimPrefix(text, "-")
	before, after, fraction := strings.Cut(rest, ".")
	if before == "" || len(before) > 1 && before[0] == '0' || strings.Trim(before, "0123456789") != "" {
		return false
	}
	if fraction {
		return decimals && after != "" && after[len(after)-1] != '0' && strings.Trim(after, "0123456789") == ""
	}
	return text != "-0"
}

// compareNumbers orders two numbers that are written as they are kept.
func compareNumbers(a, b string) int {
	switch minusA, minusB := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-"); {
	case minusA && minusB:
		return compareAmounts(b[1:], a[1:])
	case minusA:
		return -1
	case minusB:
		return 1
	}
	return compareAmounts(a, b)
}

func compareAmounts(a, b string) int {
	wholeA, fractionA, _ := strings.Cut(a, ".")
	wholeB, fractionB, _ := strings.Cut(b, ".")
	return cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), strings.Compare(wholeA, wholeB), strings.Compare(fractionA, fractionB))
}
