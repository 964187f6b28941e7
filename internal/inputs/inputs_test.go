package inputs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/inputs"
)

// write makes a folder of input files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// problems validates a folder of files and gives the problems' texts, without the folder.
func problems(t *testing.T, files map[string]string) []string {
	t.Helper()
	dir := write(t, files)
	var all []string
	for _, problem := range inputs.Validate(dir) {
		all = append(all, strings.TrimPrefix(problem.String(), dir+string(filepath.Separator)))
	}
	return all
}

func TestTemplatesHaveNoProblems(t *testing.T) {
	files := map[string]string{}
	for _, template := range inputs.Templates() {
		files[template.Name] = template.Text
	}
	if got := problems(t, files); got != nil {
		t.Error(strings.Join(got, "\n"))
	}
}

// TestExamplesHaveNoProblems takes the examples out of their comments.
func TestExamplesHaveNoProblems(t *testing.T) {
	files := map[string]string{"claims/example.json": inputs.ExampleClaim}
	for _, template := range inputs.Templates() {
		before, after, ok := strings.Cut(template.Text, "Example:\n")
		if !ok {
			continue
		}
		if template.Name == inputs.OperatorsFile {
			files[template.Name] = strings.ReplaceAll("\n"+after, "\n# ", "\n")
			continue
		}
		example, header, _ := strings.Cut(after, "\n")
		files[template.Name] = before + "\n" + header + strings.TrimPrefix(example, "# ") + "\n"
	}
	if got := problems(t, files); got != nil {
		t.Error(strings.Join(got, "\n"))
	}
	for _, schema := range inputs.Schemas() {
		rows, _ := inputs.ParseTable(schema.Name, schema, []byte(files[schema.Name]))
		if len(rows) != 1 {
			t.Errorf("%s: %d rows in place of the example", schema.Name, len(rows))
		}
	}
}

// TestSchemasAreDeclaredWhole holds what the templates and the reading rely on.
func TestSchemasAreDeclaredWhole(t *testing.T) {
	for _, schema := range inputs.Schemas() {
		var names []string
		for _, column := range schema.Columns {
			if column.Description == "" || column.Type == "" {
				t.Errorf("%s.%s says too little", schema.Name, column.Name)
			}
			if number := column.Type == inputs.TypeDecimal || column.Type == inputs.TypeInteger && column.Name != "chain_id"; number && column.Unit == "" {
				t.Errorf("%s.%s has no unit", schema.Name, column.Name)
			}
			names = append(names, column.Name)
		}
		for _, name := range schema.Key {
			if !slices.Contains(names, name) {
				t.Errorf("%s has no column %s", schema.Name, name)
			}
		}
		for _, pair := range schema.Before {
			if !slices.Contains(names, pair[0]) || !slices.Contains(names, pair[1]) {
				t.Errorf("%s has no columns %v", schema.Name, pair)
			}
		}
		if len(schema.Example) != len(schema.Columns) {
			t.Errorf("%s: the example has %d values, not %d", schema.Name, len(schema.Example), len(schema.Columns))
		}
	}
}

func TestNothingIsNoProblem(t *testing.T) {
	if got := inputs.Validate(filepath.Join(t.TempDir(), "none")); got != nil {
		t.Error(got)
	}
	if got := problems(t, map[string]string{"README.md": "?", "gpu_prices/sheet.csv": "x", "claims/notes.txt": "x"}); got != nil {
		t.Error(got)
	}
}

func TestAFileWithAWrongNameIsNamed(t *testing.T) {
	want := []string{
		`gateway.csv: no input file has this name, so that nothing reads it: did you mean "gateways.csv"?`,
		`other.csv: no input file has this name, so that nothing reads it: the names are alternatives.csv, gateways.csv, journal.csv, labels.csv, operators.yaml, survey.csv, vendor_prices.csv`,
	}
	if diff := cmp.Diff(want, problems(t, map[string]string{"gateway.csv": "", "other.csv": ""})); diff != "" {
		t.Error(diff)
	}
}
