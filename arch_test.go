package lakepeer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/lakepeer/lakepeer"
	driver = "github.com/duckdb/duckdb-go"
)

// layers says what each part of the tree may import of the project, by folder; the longest folder that fits counts.
// A folder stands for what is below it too.
var layers = map[string][]string{
	"cmd":                 {"internal", "extract", "transform", "load", "sandbox", "sql"},
	"internal/pipeline":   {"internal", "extract", "transform", "load", "sql"},
	"extract":             {"extract", "load", "internal/evm", "internal/httpclient", "internal/livepeer", "internal/prometheus"},
	"transform":           {"transform", "load", "internal/duck", "internal/durable", "internal/strictyaml", "internal/livepeer", "sql"},
	"transform/bonding":   {"internal/livepeer"},
	"transform/decode":    {"transform/decode", "load", "internal/durable", "internal/livepeer"},
	"transform/ledger":    {"transform/bonding", "transform/decode", "load", "internal/durable", "internal/livepeer"},
	"load":                {"internal/durable"},
	"sandbox":             {"sandbox", "internal/livepeer"},
	"sandbox/protocol":    {},
	"sql":                 {},
	"bench":               {"bench", "internal", "extract", "transform", "load", "sandbox", "sql"},
	"internal/config":     {"internal/strictyaml", "internal/livepeer"},
	"internal/inputs":     {"internal/strictyaml"},
	"internal/contracts":  {"internal/evm", "internal/livepeer"},
	"internal/duck":       {"internal/duck"},
	"internal/evm":        {"internal/httpclient"},
	"internal/livepeer":   {"internal/livepeer", "internal/strictyaml"},
	"internal":            {},
	".":                   {},
	"extract/extracttest": {"extract", "load", "internal/httpclient"},
}

// notSources are the folders below extract that hold no source.
var notSources = []string{"extract/extracttest"}

// source is one Go file of the tree.
type source struct {
	folder, path string
	file         *ast.File
	positions    *token.FileSet
	isTest       bool
}

func (s source) at(node ast.Node) string { return s.positions.Position(node.Pos()).String() }

// sources parses every Go file of the project.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); base != "." && strings.HasPrefix(base, ".") || base == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{
			folder: filepath.ToSlash(filepath.Dir(name)), path: filepath.ToSlash(name), file: file, positions: positions,
			isTest: strings.HasSuffix(name, "_test.go"),
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// within tells whether a folder is another one or lies below it.
func within(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, other+"/")
}

// layerOf gives the entry of layers that holds for a folder.
func layerOf(folder string) string {
	best := "."
	for name := range layers {
		if within(folder, name) && len(name) > len(best) {
			best = name
		}
	}
	return best
}

func imports(s source) (paths []string) {
	for _, spec := range s.file.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

func TestPackagesImportWhatTheirLayerMay(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest {
			continue // tests may put anything together, but see TestOnlyTheLayersAboveLinkDuckDB
		}
		layer := layerOf(s.folder)
		for _, imported := range imports(s) {
			if strings.HasPrefix(imported, driver) && !within(s.folder, "internal/duck") {
				t.Errorf("%s imports the DuckDB driver: use internal/duck", s.path)
			}
			folder, ok := strings.CutPrefix(imported, module+"/")
			if !ok || within(folder, s.folder) {
				continue
			}
			if !slices.ContainsFunc(layers[layer], func(allowed string) bool { return within(folder, allowed) }) {
				t.Errorf("%s imports %s, which %s may not", s.path, folder, layer)
			}
			if isSource(s.folder) && isSource(folder) && sourceOf(folder) != sourceOf(s.folder) {
				t.Errorf("%s imports %s: no source imports another", s.path, folder)
			}
		}
	}
}

func isSource(folder string) bool {
	return strings.HasPrefix(folder, "extract/") && !slices.ContainsFunc(notSources, func(n string) bool { return within(folder, n) })
}

// sourceOf gives the source's own folder: "extract/chain".
func sourceOf(folder string) string {
	parts := strings.SplitN(folder, "/", 3)
	return path.Join(parts[:2]...)
}

// TestOnlyTheLayersAboveLinkDuckDB keeps DuckDB, tests included, out of the packages that work without it: each test binary
// that links it costs seconds and a C++ linker.
func TestOnlyTheLayersAboveLinkDuckDB(t *testing.T) {
	allowed, apart := []string{"internal/duck", "internal/pipeline", "transform", "cmd", "bench"}, []string{"transform/bonding", "transform/decode", "transform/ledger"}
	for _, s := range sources(t) {
		holds := func(folder string) bool { return within(s.folder, folder) }
		may := slices.ContainsFunc(allowed, holds) && !slices.ContainsFunc(apart, holds)
		for _, imported := range imports(s) {
			if !may && (strings.HasPrefix(imported, module+"/internal/duck") || imported == module+"/transform" || imported == module+"/internal/pipeline") {
				t.Errorf("%s imports %s and so links DuckDB", s.path, imported)
			}
		}
	}
}

func TestLibrariesHaveNoInitAndDoNotExit(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest || s.file.Name.Name == "main" {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncDecl:
				if node.Name.Name == "init" && node.Recv == nil {
					t.Errorf("%s: init runs before anybody asks", s.at(node))
				}
			case *ast.CallExpr:
				if name := calls(node); name == "os.Exit" || strings.HasPrefix(name, "log.Fatal") || strings.HasPrefix(name, "log.Panic") {
					t.Errorf("%s: %s: return an error; only main ends the process", s.at(node), name)
				}
			}
			return true
		})
	}
}

// calls gives what a call calls: "os.Exit".
func calls(call *ast.CallExpr) string {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	of, ok := selector.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return of.Name + "." + selector.Sel.Name
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest {
			continue
		}
		if s.file.Doc != nil {
			documented[s.folder] = true
		} else if _, seen := documented[s.folder]; !seen {
			documented[s.folder] = false
		}
		for _, declaration := range s.file.Decls {
			undocumented(declaration, func(node ast.Node, name string) {
				t.Errorf("%s: %s has no comment", s.at(node), name)
			})
		}
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("the package in %s has no comment", folder)
		}
	}
}

// undocumented reports the exported names of a declaration that have no comment.
func undocumented(declaration ast.Decl, report func(ast.Node, string)) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && receiverIsExported(d) {
			report(d, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && spec.Doc == nil && d.Doc == nil {
					report(spec, spec.Name.Name)
				}
			case *ast.ValueSpec:
				if spec.Names[0].IsExported() && spec.Doc == nil && spec.Comment == nil && d.Doc == nil {
					report(spec, spec.Names[0].Name)
				}
			}
		}
	}
}

// receiverIsExported tells whether a function is no method of a type that nobody outside sees.
func receiverIsExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported() && d.Name.Name != "Error" && d.Name.Name != "Unwrap"
}

func TestNothingIsLeftForLater(t *testing.T) {
	for _, s := range sources(t) {
		for _, group := range s.file.Comments {
			for _, word := range []string{"TODO", "FIXME", "XXX", "HACK"} {
				if strings.Contains(group.Text(), word) {
					t.Errorf("%s: %s: do it, or leave it", s.at(group), word)
				}
			}
		}
	}
}

// TestTheLedgersCoreIsPureGo keeps files and tables away from what the arithmetic is about.
func TestTheLedgersCoreIsPureGo(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest || !within(s.folder, "transform/bonding") {
			continue
		}
		for _, imported := range imports(s) {
			if strings.Contains(imported, "arrow") || strings.Contains(imported, "duckdb") || imported == "os" || strings.HasPrefix(imported, "net") {
				t.Errorf("%s imports %s", s.path, imported)
			}
		}
	}
}
