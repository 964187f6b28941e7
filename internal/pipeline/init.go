package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/inputs"
)

// Init writes a commented configuration and the templates of the input files into a folder, and gives the paths of what
// it wrote. Files that are there already are a *ConfigError that names them, and nothing is written, unless force says
// to replace them.
func Init(folder string, force bool) ([]string, error) {
	files := []inputs.Template{{Name: config.DefaultFile, Text: config.Template()}}
	for _, template := range inputs.Templates() {
		files = append(files, inputs.Template{Name: config.DefaultInputs + "/" + template.Name, Text: template.Text})
	}
	var paths, there []string
	for _, file := range files {
		path := filepath.Join(folder, filepath.FromSlash(file.Name))
		paths = append(paths, path)
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			there = append(there, path)
		}
	}
	if len(there) > 0 && !force {
		return nil, &ConfigError{fmt.Sprintf("init: %s would be overwritten: choose another --folder, or replace with --force", strings.Join(there, ", "))}
	}
	for i, file := range files {
		if err := os.MkdirAll(filepath.Dir(paths[i]), 0o755); err != nil {
			return paths[:i], fmt.Errorf("init: make the folder of %s: %w", paths[i], err)
		}
		if err := os.WriteFile(paths[i], []byte(file.Text), 0o644); err != nil {
			return paths[:i], fmt.Errorf("init: %w", err)
		}
	}
	return paths, nil
}
