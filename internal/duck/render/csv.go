package render

import (
	"encoding/csv"
	"io"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// CSV writes the result as RFC 4180 text with a header line. NULL is an empty field, as is an empty text; times are
// RFC 3339 in UTC. It gives the number of rows.
func CSV(w io.Writer, result *duck.Result) (rows int64, err error) {
	out := csv.NewWriter(w)
	record := make([]string, len(result.Columns))
	for i, column := range result.Columns {
		record[i] = column.Name
	}
	if err := out.Write(record); err != nil {
		return 0, err
	}
	for ; result.Next(); rows++ {
		for i, cell := range result.Row() {
			record[i] = instant(result.Columns[i], cell.Text)
		}
		if err := out.Write(record); err != nil {
			return rows, err
		}
	}
	out.Flush()
	if err := result.Err(); err != nil {
		return rows, err
	}
	return rows, out.Error()
}
