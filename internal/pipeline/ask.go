package pipeline

import (
	"context"
	"path/filepath"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/transform"
)

// DuckDBVersion is the engine that builds and answers.
const DuckDBVersion = duck.Version

// Open opens what is published for questions: exactly one SELECT each, nothing can be written or read beside it. With
// raw, the lake's streams are there too, as raw.<source>__<stream>.
func (p *Pipeline) Open(ctx context.Context, raw bool) (*duck.Reader, error) {
	current, err := transform.Current(p.Config.Home)
	if err != nil {
		return nil, err
	}
	var tables []duck.RawTable
	if raw {
		lake, err := p.openExisting()
		if err != nil {
			return nil, err
		}
		if tables, err = transform.RawTables(ctx, lake, schemas(), p.AsOf); err != nil {
			return nil, err
		}
	}
	return p.openPublication(ctx, current, tables)
}

// openPublication opens a publication for questions, with raw tables beside it.
func (p *Pipeline) openPublication(ctx context.Context, of *transform.Publication, raw []duck.RawTable) (*duck.Reader, error) {
	return duck.OpenReader(ctx, duck.ReaderOptions{
		File: of.Path, Raw: raw, MemoryLimit: p.Config.Build.MemoryBytes(), Threads: p.Config.Build.Threads,
		TempDir: filepath.Join(p.Config.Home, "tmp"),
	})
}
