// Package render writes query results for people and programs: as an aligned table, CSV, JSON lines or Parquet. Files are
// always written here and never by DuckDB, so that a query can't write one.
//
//	rows, err := render.JSONLines(os.Stdout, result)
package render

import (
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// instant turns a TIMESTAMP as DuckDB writes it into RFC 3339 in UTC: "2026-11-23T20:00:00.5Z". What is no finite time
// ("infinity") stays as it is.
func instant(column duck.Column, text string) string {
	if !strings.HasPrefix(column.Type, "TIMESTAMP") {
		return text
	}
	date, clock, ok := strings.Cut(text, " ")
	if !ok {
		return text
	}
	return date + "T" + strings.TrimSuffix(clock, "+00") + "Z"
}
