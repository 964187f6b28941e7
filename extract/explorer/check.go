package explorer

import (
	"fmt"
	"strconv"
	"strings"
)

// isAddress tells whether a text is 0x and 40 hex digits.
func isAddress(text string) bool {
	digits, ok := strings.CutPrefix(text, "0x")
	return ok && len(digits) == 40 && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

// checkAddress refuses rows whose column is no address.
func checkAddress(name string) func(row) error {
	return func(r row) error {
		if address := r.text(name); !isAddress(address) {
			return fmt.Errorf("%s is %.60q, which is no address", name, address)
		}
		return nil
	}
}

// notNegative refuses rows that have less than nothing in one of the columns.
func notNegative(names ...string) func(row) error {
	return func(r row) error {
		for _, name := range names {
			if digits := r.text(name); strings.HasPrefix(digits, "-") {
				return fmt.Errorf("%s is %.60s, which is less than nothing", name, digits)
			}
		}
		return nil
	}
}

// share refuses rows in which one of the columns isn't between 0 and 1.
func share(names ...string) func(row) error {
	return func(r row) error {
		for _, name := range names {
			digits := r.text(name)
			if number, err := strconv.ParseFloat(digits, 64); digits != "" && (err != nil || number < 0 || number > 1) {
				return fmt.Errorf("%s is %.60s, which is not between 0 and 1", name, digits)
			}
		}
		return nil
	}
}

// all refuses what one of the checks refuses.
func all(checks ...func(row) error) func(row) error {
	return func(r row) error {
		for _, check := range checks {
			if err := check(r); err != nil {
				return err
			}
		}
		return nil
	}
}
