package lakepeer_test

import (
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// namedTest is a test's name in prose; one that ends in … stands for all that begin so.
	namedTest    = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*…?`)
	namedSession = regexp.MustCompile("session `(\\w+)`")
	localLink    = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

// tests gives the folders that have a test, by its name.
func tests(t *testing.T) map[string][]string {
	t.Helper()
	folders := map[string][]string{}
	for _, s := range sources(t) {
		if !s.isTest {
			continue
		}
		for _, declaration := range s.file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && namedTest.FindString(f.Name.Name) == f.Name.Name {
				folders[f.Name.Name] = append(folders[f.Name.Name], s.folder)
			}
		}
	}
	return folders
}

// documents reads every Markdown file of the project, by its path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || name != "." && strings.HasPrefix(entry.Name(), ".")):
			return filepath.SkipDir
		case filepath.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatDocumentsNameExists: a rule is held by the test beside it only as long as there is such a test.
func TestWhatDocumentsNameExists(t *testing.T) {
	known := tests(t)
	for document, text := range documents(t) {
		for _, name := range namedTest.FindAllString(text, -1) {
			if len(inFolders(known, name)) == 0 {
				t.Errorf("%s names %s, which no test is called", document, name)
			}
		}
		for _, session := range namedSession.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat("cmd/lakepeer/testdata/session/" + session[1] + ".txtar"); err != nil {
				t.Errorf("%s names the session %s: %v", document, session[1], err)
			}
		}
		for _, link := range localLink.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(path.Join(path.Dir(document), link[1])); err != nil {
				t.Errorf("%s links to %s: %v", document, link[1], err)
			}
		}
	}
}

// inFolders gives the folders of the tests that a name in prose stands for.
func inFolders(known map[string][]string, name string) []string {
	beginning, isPrefix := strings.CutSuffix(name, "…")
	if !isPrefix {
		return known[name]
	}
	var folders []string
	for test, in := range known {
		if strings.HasPrefix(test, beginning) {
			folders = append(folders, in...)
		}
	}
	return folders
}

// TestEverySourceSaysHowItIsTested: the README of each source's folder names its run of the conformance suite, and every
// fuzz test of its decoders.
func TestEverySourceSaysHowItIsTested(t *testing.T) {
	known, written := tests(t), documents(t)
	folders := map[string]bool{}
	for _, s := range sources(t) {
		if isSource(s.folder) {
			folders[sourceOf(s.folder)] = true
		}
	}
	if len(folders) == 0 {
		t.Fatal("there is no source")
	}
	for folder := range folders {
		readme, fuzzed := written[folder+"/README.md"], 0
		names := namedTest.FindAllString(readme, -1)
		if !slices.ContainsFunc(names, func(name string) bool {
			return strings.Contains(name, "Conformance") && slices.Contains(inFolders(known, name), folder)
		}) {
			t.Errorf("%s/README.md names no run of the conformance suite", folder)
		}
		for test, in := range known {
			if strings.HasPrefix(test, "Fuzz") && slices.Contains(in, folder) {
				if fuzzed++; !slices.Contains(names, test) {
					t.Errorf("%s/README.md doesn't name %s", folder, test)
				}
			}
		}
		if fuzzed == 0 {
			t.Errorf("%s has no fuzz test of its decoders", folder)
		}
	}
}
