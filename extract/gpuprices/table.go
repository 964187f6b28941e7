package gpuprices

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// tableRow is a line of a CSV file below its header.
type tableRow struct {
	number   int64 // of the row, from 1, the header not counted
	line     int   // in the file, from 1
	fields   []string
	original string
	wrong    error // why it is no row of the file; nil if it is
}

// readTable reads a CSV file with a header. Each line below the header is a row; one that isn't as long as the header,
// or whose quotes don't close, is wrong. Lines that begin with comment, if it isn't 0, are no rows. The error is not nil if
// there is no header.
func readTable(body []byte, comment rune) (header []string, rows []tableRow, err error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	reader := csv.NewReader(bytes.NewReader(body))
	reader.FieldsPerRecord, reader.Comment = -1, comment
	header, err = reader.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, errors.New("line 1: there is no header: the file is empty")
	case err != nil:
		return nil, nil, fmt.Errorf("line 1: the header can't be read: %w", err)
	}
	for {
		from := reader.InputOffset()
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return header, rows, nil
		}
		row := tableRow{number: int64(len(rows)) + 1, fields: fields, original: strings.Trim(string(body[from:reader.InputOffset()]), "\r\n")}
		row.line, _ = place(reader, fields, err)
		switch {
		case err != nil:
			row.wrong = parseProblem(err)
		case !utf8.ValidString(row.original):
			row.wrong = errors.New("it isn't UTF-8 text")
		case len(fields) != len(header):
			row.wrong = fmt.Errorf("%d fields instead of the header's %d", len(fields), len(header))
		}
		rows = append(rows, row)
	}
}

// place gives the line at which a row begins.
func place(reader *csv.Reader, fields []string, err error) (line, column int) {
	if failed := new(csv.ParseError); errors.As(err, &failed) {
		return failed.StartLine, failed.Column
	}
	if len(fields) == 0 {
		return 0, 0
	}
	return reader.FieldPos(0)
}

// parseProblem gives what is wrong with a line, without its number.
func parseProblem(err error) error {
	if failed := new(csv.ParseError); errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// columns finds the columns of a file by name.
type columns map[string]int

// newColumns gives the places of the header's names. A name that is there twice is an error.
func newColumns(header []string) (columns, error) {
	c := columns{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := c[name]; twice {
			return nil, fmt.Errorf("line 1: the column %q is there twice", name)
		}
		c[name] = i
	}
	return c, nil
}

// text gives a row's text in a column; nil if the file doesn't have the column.
func (c columns) text(row tableRow, name string) *string {
	i, ok := c[name]
	if !ok {
		return nil
	}
	return &row.fields[i]
}

// value gives a row's text in a column, "" if the file doesn't have the column.
func (c columns) value(row tableRow, name string) string {
	if text := c.text(row, name); text != nil {
		return *text
	}
	return ""
}
