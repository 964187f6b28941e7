package inputs

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Type says how a value is written.
type Type string

// The types.
const (
	// TypeText is any text on one line.
	TypeText Type = "text"
	// TypeAddress is an account's address: 0x and 40 hex digits in any case. It is read in lower case.
	TypeAddress Type = "address"
	// TypeDate is a day: 2026-11-01.
	TypeDate Type = "date"
	// TypeMonth is a month by its first day: 2026-11-01.
	TypeMonth Type = "month"
	// TypeTime is a day, or an instant with its zone (RFC 3339): 2026-11-01T13:30:00Z. It is read as an instant in UTC.
	TypeTime Type = "time"
	// TypeInteger is a whole number from 0 on.
	TypeInteger Type = "integer"
	// TypeDecimal is a number from 0 on, with a point and without a sign, an exponent or thousands separators.
	TypeDecimal Type = "decimal"
	// TypeShare is a decimal number from 0 to 1.
	TypeShare Type = "share"
	// TypeBoolean is true or false.
	TypeBoolean Type = "boolean"
	// TypeCountry is a country's two letters (ISO 3166-1): DE. It is read in upper case.
	TypeCountry Type = "country"
	// TypeURL is an http or https address.
	TypeURL Type = "address of a page"
)

var (
	address = regexp.MustCompile(`^0[xX][0-9a-fA-F]{40}$`)
	integer = regexp.MustCompile(`^[0-9]{1,18}$`)
	decimal = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]{1,18})?$`)
	country = regexp.MustCompile(`^[A-Za-z]{2}$`)
)

// read gives a value as it is kept, or what is wrong with it. The value isn't empty.
func (t Type) read(value string) (kept, problem string) {
	switch t {
	case TypeAddress:
		return readAddress(value)
	case TypeDate, TypeMonth:
		return t.readDate(value)
	case TypeTime:
		return readTime(value)
	case TypeInteger:
		return value, unless(integer.MatchString(value), value, "is no whole number from 0 on: write digits only, like 12")
	case TypeDecimal:
		return value, badDecimal(value)
	case TypeShare:
		return value, badShare(value)
	case TypeBoolean:
		return value, unless(value == "true" || value == "false", value, "is neither true nor false")
	case TypeCountry:
		return strings.ToUpper(value), unless(country.MatchString(value), value, "is no country: write its two letters, like DE")
	case TypeURL:
		return value, badURL(value)
	default:
		return value, unless(!strings.ContainsAny(value, "\r\n"), value, "goes over several lines: write it on one")
	}
}

func unless(right bool, value, problem string) string {
	if right {
		return ""
	}
	return fmt.Sprintf("%q %s", clip(value), problem)
}

func readAddress(value string) (kept, problem string) {
	if !address.MatchString(value) {
		return "", fmt.Sprintf("%q is no address: write 0x and 40 hex digits (these are %d characters)", clip(value), len(value))
	}
	return strings.ToLower(value), ""
}

func (t Type) readDate(value string) (kept, problem string) {
	day, err := time.Parse(time.DateOnly, value)
	switch {
	case err != nil:
		return "", fmt.Sprintf("%q is no date: write year, month and day like 2026-11-01", clip(value))
	case t == TypeMonth && day.Day() != 1:
		return "", fmt.Sprintf("%q is not the first day of a month: write %s", value, day.Format("2006-01")+"-01")
	}
	return value, ""
}

func readTime(value string) (kept, problem string) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, value); err == nil {
			return at.UTC().Format(time.RFC3339), ""
		}
	}
	return "", fmt.Sprintf("%q is no time: write 2026-11-01T13:30:00Z, or a day like 2026-11-01", clip(value))
}

func badDecimal(value string) string {
	if strings.Contains(value, ",") {
		return fmt.Sprintf("%q is no number: write a point before the decimals and nothing between thousands", clip(value))
	}
	return unless(decimal.MatchString(value), value, "is no number from 0 on: write digits and a point, like 1234.5")
}

func badShare(value string) string {
	if problem := badDecimal(value); problem != "" {
		return problem
	}
	share, err := strconv.ParseFloat(value, 64)
	return unless(err == nil && share <= 1, value, "is no share: write a number from 0 to 1, like 0.25 for 25 %")
}

func badURL(value string) string {
	u, err := url.Parse(value)
	return unless(err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "", value, "is no http or https address")
}
