package render

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// JSONLines writes each row as a JSON object on a line of its own, keys in the order of the columns. Integers up to 64
// bits and finite floats are numbers; DECIMAL and HUGEINT are strings, so that no reader rounds them; times are RFC 3339
// strings in UTC; BLOB is a string of 0x hex; nested values and JSON columns are JSON. It gives the number of rows.
func JSONLines(w io.Writer, result *duck.Result) (rows int64, err error) {
	out := bufio.NewWriter(w)
	keys := make([][]byte, len(result.Columns))
	for i, column := range result.Columns {
		keys[i] = quote(column.Name)
	}
	for ; result.Next(); rows++ {
		line := []byte{'{'}
		for i, cell := range result.Row() {
			if i > 0 {
				line = append(line, ',')
			}
			line = append(append(line, keys[i]...), ':')
			line = append(line, jsonValue(result.Columns[i], cell)...)
		}
		if _, err := out.Write(append(line, '}', '\n')); err != nil {
			return rows, err
		}
	}
	if err := result.Err(); err != nil {
		return rows, err
	}
	return rows, out.Flush()
}

func jsonValue(column duck.Column, cell duck.Cell) []byte {
	switch {
	case cell.Null:
		return []byte("null")
	case isJSON(column.Type, cell.Text):
		return []byte(cell.Text)
	default:
		return quote(instant(column, cell.Text))
	}
}

// isJSON tells whether a value's exact text is the JSON that it becomes.
func isJSON(typ, text string) bool {
	switch typ {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "BOOLEAN":
		return true
	case "FLOAT", "DOUBLE", "JSON":
		return json.Valid([]byte(text)) && !bytes.ContainsAny([]byte(text), "\r\n") // "nan" and "inf" are no JSON
	default:
		return duck.IsNested(typ)
	}
}

// quote gives a JSON string, without escaping what only HTML cares about.
func quote(s string) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return []byte("null") // a string always encodes
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}
