package inputs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Validate finds every problem of an input folder, in the order of the files' names and lines. A folder or a file that
// isn't there is none; a file whose name is nearly right is one, because it would be overlooked.
func Validate(folder string) []Problem {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || folder == "" {
		return nil
	}
	if err != nil {
		return []Problem{unreadable(folder, err)}
	}
	var problems []Problem
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		switch {
		case entry.IsDir() && entry.Name() == ClaimsFolder:
			problems = append(problems, validateClaims(path)...)
		case entry.IsDir():
		default:
			problems = append(problems, validateFile(path, entry.Name())...)
		}
	}
	return problems
}

// parsers gives for each file of the folder what finds its problems.
func parsers() map[string]func(file string, data []byte) []Problem {
	all := map[string]func(string, []byte) []Problem{
		OperatorsFile: func(file string, data []byte) []Problem {
			_, problems := ParseOperators(file, data)
			return problems
		},
	}
	for _, schema := range Schemas() {
		all[schema.Name] = func(file string, data []byte) []Problem {
			_, problems := ParseTable(file, schema, data)
			return problems
		}
	}
	return all
}

func validateFile(path, name string) []Problem {
	known := parsers()
	parse, ok := known[name]
	if ok {
		return validateWith(parse, path)
	}
	if extension := strings.ToLower(filepath.Ext(name)); !slices.Contains([]string{".csv", ".yaml", ".yml"}, extension) {
		return nil
	}
	var names []string
	for one := range known {
		names = append(names, one)
	}
	slices.Sort(names)
	text := "no input file has this name, so that nothing reads it"
	if near := hint(name, names); near != "" {
		return []Problem{{File: path, Text: text + near}}
	}
	return []Problem{{File: path, Text: text + ": the names are " + strings.Join(names, ", ")}}
}

func validateClaims(folder string) []Problem {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return []Problem{unreadable(folder, err)}
	}
	parse := func(file string, data []byte) []Problem {
		_, problems := ParseClaim(file, data)
		return problems
	}
	var problems []Problem
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".json" {
			problems = append(problems, validateWith(parse, filepath.Join(folder, entry.Name()))...)
		}
	}
	return problems
}

func validateWith(parse func(file string, data []byte) []Problem, path string) []Problem {
	data, err := os.ReadFile(path)
	if err != nil {
		return []Problem{unreadable(path, err)}
	}
	problems := parse(path, data)
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return problems
}

func unreadable(path string, err error) Problem {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	return Problem{File: path, Text: "it can't be read: " + err.Error()}
}
