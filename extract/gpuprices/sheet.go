package gpuprices

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// sheetColumn is a column of a price sheet.
type sheetColumn struct {
	name     string
	required bool                // the sheet must have it, and every line must fill it
	check    func(string) string // what is wrong with a text that isn't empty; "" if nothing
}

func sheetColumns() []sheetColumn {
	any := func(string) string { return "" }
	return []sheetColumn{
		{"observed_at", true, checkTime},
		{"source", true, any},
		{"gpu_model", true, any},
		{"gpu_count", true, checkCount},
		{"region", false, any},
		{"price_usd_per_hour", true, checkAmount},
		{"price_kind", true, checkKind},
		{"available_count", false, checkWhole},
	}
}

// sheetLine is a line of a sheet: its texts in the order of sheetColumns, nil where it says nothing.
type sheetLine struct {
	line  int64
	texts []*string
}

// decodeSheet reads a price sheet. The error is not nil if its header isn't one; lines that aren't of the format are
// rejected.
func decodeSheet(body []byte) (lines []sheetLine, rejected []load.RejectedRow, err error) {
	header, table, err := readTable(body, '#')
	if err != nil {
		return nil, nil, err
	}
	at, err := sheetHeader(header)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range table {
		line, err := decodeLine(row, at)
		if err != nil {
			reason := fmt.Sprintf("line %d: %v", row.line, err)
			rejected = append(rejected, load.RejectedRow{Position: -1, Reason: reason, Original: []byte(row.original)})
			continue
		}
		lines = append(lines, line)
	}
	return lines, rejected, nil
}

// sheetHeader finds the columns. One that isn't known is a mistake: the sheet was written for this format.
func sheetHeader(header []string) (columns, error) {
	at, err := newColumns(header)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range sheetColumns() {
		names = append(names, c.name)
	}
	for _, name := range header {
		if name = strings.TrimSpace(name); !slices.Contains(names, name) {
			return nil, fmt.Errorf("line 1: unknown column %q, did you mean %q? The columns are %s", name, nearest(name, names), strings.Join(names, ", "))
		}
	}
	for _, c := range sheetColumns() {
		if _, ok := at[c.name]; c.required && !ok {
			return nil, fmt.Errorf("line 1: there is no column %q; the columns are %s", c.name, strings.Join(names, ", "))
		}
	}
	return at, nil
}

func decodeLine(row tableRow, at columns) (sheetLine, error) {
	line := sheetLine{line: int64(row.line)}
	if row.wrong != nil {
		return line, row.wrong
	}
	var wrong []string
	for _, c := range sheetColumns() {
		text := strings.TrimSpace(at.value(row, c.name))
		switch {
		case text == "" && c.required:
			wrong = append(wrong, c.name+" is empty")
		case text == "":
			line.texts = append(line.texts, nil)
		default:
			if problem := c.check(text); problem != "" {
				wrong = append(wrong, fmt.Sprintf("%s %q %s", c.name, text, problem))
			}
			line.texts = append(line.texts, &text)
		}
	}
	if len(wrong) > 0 {
		return line, errors.New(strings.Join(wrong, "; "))
	}
	return line, nil
}

// timeForms are the forms of observed_at, all of them UTC.
func timeForms() []string {
	return []string{time.DateOnly, time.DateTime, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z"}
}

func checkTime(text string) string {
	for _, form := range timeForms() {
		if _, err := time.Parse(form, text); err == nil {
			return ""
		}
	}
	return "is no time in UTC: write 2026-11-01 or 2026-11-01T12:00:00Z"
}

func checkAmount(text string) string {
	if !isAmount(text) {
		return "is no amount of 0 or more, with a point"
	}
	return ""
}

var wholeNumber = regexp.MustCompile(`^[0-9]{1,9}$`)

func checkWhole(text string) string {
	if !wholeNumber.MatchString(text) {
		return "is no whole number of 0 or more"
	}
	return ""
}

func checkCount(text string) string {
	if !isAmount(text) || strings.Trim(text, "0.") == "" {
		return "is no number of GPUs above 0"
	}
	return ""
}

// priceKinds are what price_kind may be.
func priceKinds() []string { return []string{"on_demand", "spot", "reserved", "host_earning"} }

func checkKind(text string) string {
	if !slices.Contains(priceKinds(), text) {
		return fmt.Sprintf("is unknown, did you mean %q? The kinds are %s", nearest(text, priceKinds()), strings.Join(priceKinds(), ", "))
	}
	return ""
}

// nearest gives the name that takes the fewest changes of a letter to become the text.
func nearest(text string, names []string) string {
	return slices.MinFunc(names, func(a, b string) int { return cmp.Compare(changes(text, a), changes(text, b)) })
}

// changes is the Levenshtein distance of two texts, in bytes.
func changes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substituted := diagonal
			if a[i] != b[j] {
				substituted++
			}
			diagonal = row[j+1]
			row[j+1] = min(substituted, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

func sheetFields() []arrow.Field {
	text := arrow.BinaryTypes.String
	fields := []arrow.Field{{Name: "line_number", Type: arrow.PrimitiveTypes.Int64}, {Name: "file_name", Type: text}}
	for _, c := range sheetColumns() {
		fields = append(fields, arrow.Field{Name: c.name, Type: text, Nullable: !c.required})
	}
	return fields
}

func sheetBatch(name string, lines []sheetLine) batch {
	b := batch{fields: sheetFields()}
	for _, line := range lines {
		b.add("", line.line, append([]*string{&name}, line.texts...)...)
	}
	return b
}
