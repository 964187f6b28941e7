package transform_test

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"strings"

	sqlfiles "github.com/lakepeer/lakepeer/sql"
)

// declaredColumn finds the name and the type of a column in a model's header.
var declaredColumn = regexp.MustCompile(`(?m)^  - \{name: (\w+), type: "?([A-Z]+(?:\([0-9, ]+\))?)`)

// declaredKey finds a model's key in its header.
var declaredKey = regexp.MustCompile(`(?m)^key: \[(.*)\]$`)

// columnChecks finds the checks of a column in a model's header.
var columnChecks = regexp.MustCompile(`(?m), checks: \[.*\]\}$`)

// stage puts made-up rows in place of one of the project's models ("staging/ledger__round"): its own columns and types,
// without its checks. Each row has values by column; a column that it doesn't name is NULL, but for an id, which is its place.
func (w *world) stage(model string, rows ...map[string]any) {
	w.t.Helper()
	file := model + ".sql"
	text, err := fs.ReadFile(sqlfiles.Files, file)
	if err != nil {
		w.t.Fatal(err)
	}
	header, _, _ := strings.Cut(string(text), "*/")
	header, _, _ = strings.Cut(header, "\nchecks:\n")
	header += "\n"
	selects := []string{stagedRow(header, nil) + " limit 0"}
	for i, row := range rows {
		row = maps.Clone(row)
		if strings.Contains(header, "{name: id,") && row["id"] == nil {
			row["id"] = fmt.Sprint(i)
		}
		for name := range row {
			if !strings.Contains(header, "{name: "+name+",") {
				w.t.Fatalf("%s has no column %s", file, name)
			}
		}
		selects = append(selects, stagedRow(header, row))
	}
	key := declaredKey.FindStringSubmatch(header)[1]
	table := "(" + strings.Join(selects, ")\nunion all\n(") + ")"
	w.write(file, fmt.Sprintf("%s*/\nselect * from (\n%s\n) as staged\norder by %s\n", columnChecks.ReplaceAllString(header, "}"), table, key))
}

// stagedRow gives the SELECT of a row with the columns of a header.
func stagedRow(header string, row map[string]any) string {
	var cells []string
	for _, column := range declaredColumn.FindAllStringSubmatch(header, -1) {
		value := "null"
		switch v := row[column[1]].(type) {
		case nil:
		case string:
			value = "'" + v + "'"
		default:
			value = fmt.Sprint(v)
		}
		cells = append(cells, fmt.Sprintf("cast(%s as %s) as %s", value, column[2], column[1]))
	}
	return "select " + strings.Join(cells, ", ")
}
