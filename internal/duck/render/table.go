package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// Table writes the result as an aligned text table under a header line, numbers to the right, NULL as empty. It keeps
// all rows in memory to align them. It gives the number of rows.
func Table(w io.Writer, result *duck.Result) (rows int64, err error) {
	out := table.NewWriter()
	out.SetStyle(table.StyleLight)
	out.Style().Format.Header = text.FormatDefault
	out.Style().Options.DrawBorder = false
	header := make(table.Row, len(result.Columns))
	configs := make([]table.ColumnConfig, len(result.Columns))
	for i, column := range result.Columns {
		header[i] = column.Name
		configs[i] = table.ColumnConfig{Number: i + 1, AlignHeader: text.AlignLeft}
		if isNumber(column.Type) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	out.AppendHeader(header)
	out.SetColumnConfigs(configs)
	for ; result.Next(); rows++ {
		row := make(table.Row, len(header))
		for i, cell := range result.Row() {
			row[i] = printable(cell.Text)
		}
		out.AppendRow(row)
	}
	if err := result.Err(); err != nil {
		return rows, err
	}
	_, err = fmt.Fprintln(w, out.Render())
	return rows, err
}

// printable keeps text from strangers from moving the terminal's cursor or breaking the table.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return ' '
		}
		return r
	}, s)
}

func isNumber(typ string) bool {
	switch typ {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE":
		return true
	}
	return strings.HasPrefix(typ, "DECIMAL(")
}
