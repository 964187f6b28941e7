package gpuprices

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Files is the stream gpu_prices.files: the lines of the sheets in a folder.
type Files struct {
	id            load.StreamID
	folder, sheet string
}

var _ extract.LookupStream = (*Files)(nil)

// ID names the stream.
func (f *Files) ID() load.StreamID { return f.id }

// Schema gives a sheet's columns as text, with the file and the line before them.
func (f *Files) Schema() *arrow.Schema { return arrow.NewSchema(sheetFields(), nil) }

// Key is the line's place.
func (f *Files) Key() []string { return []string{"file_name", "line_number"} }

// Dictionary names the columns of which few values exist.
func (f *Files) Dictionary() []string {
	return []string{"file_name", "source", "gpu_model", "price_kind"}
}

// SchemaVersion is 1.
func (f *Files) SchemaVersion() int { return 1 }

// Axis is keys: a sheet in one state of it.
func (f *Files) Axis() load.Axis { return load.AxisKeys }

// Endpoint gives the folder.
func (f *Files) Endpoint() string { return f.folder }

// Parts gives one part.
func (f *Files) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	return []load.Part{{Stream: f.id, Name: "sheets", Axis: load.AxisKeys, Asks: json.RawMessage(`"*.csv"`)}}, nil
}

// Parents gives none: what is wanted is what lies in the folder.
func (f *Files) Parents() []load.StreamID { return nil }

// Wanted gives "<file name>:<SHA-256 of its content>" of every sheet, sorted. A folder that doesn't exist has none.
func (f *Files) Wanted(ctx context.Context, _ load.File) ([]string, error) {
	paths, err := f.sheets()
	if err != nil {
		return nil, fmt.Errorf("list the price sheets: %w", err)
	}
	var keys []string
	for name, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read a price sheet: %w", err)
		}
		keys = append(keys, sheetKey(name, content))
	}
	slices.Sort(keys)
	return keys, ctx.Err()
}

// sheets gives the sheets' paths by their names. Of two of one name that in the folder counts.
func (f *Files) sheets() (map[string]string, error) {
	paths := map[string]string{}
	if _, err := os.Stat(f.sheet); err == nil {
		paths[filepath.Base(f.sheet)] = f.sheet
	}
	entries, err := os.ReadDir(f.folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range entries {
		if strings.EqualFold(filepath.Ext(entry.Name()), ".csv") && !strings.HasPrefix(entry.Name(), ".") && !entry.IsDir() {
			paths[entry.Name()] = filepath.Join(f.folder, entry.Name())
		}
	}
	return paths, nil
}

func sheetKey(name string, content []byte) string {
	sum := sha256.Sum256(content)
	return name + ":" + hex.EncodeToString(sum[:])
}

// Lookup reads the sheets that the keys name. A sheet that isn't one fails with its file and line; a line that isn't one
// is rejected with both.
func (f *Files) Lookup(ctx context.Context, _ load.Part, keys []string, sink extract.Sink) error {
	paths, err := f.sheets()
	if err != nil {
		return fmt.Errorf("list the price sheets: %w", err)
	}
	for _, key := range keys {
		name := key[:max(0, strings.LastIndexByte(key, ':'))]
		path := cmp.Or(paths[name], filepath.Join(f.folder, name))
		content, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read a price sheet: %w", err)
		}
		if sheetKey(name, content) != key {
			return fmt.Errorf("read the price sheet %s: it was changed while it was being read: run again", path)
		}
		lines, rejected, err := decodeSheet(content)
		if err != nil {
			return fmt.Errorf("read the price sheet %s: %w", path, err)
		}
		for _, row := range rejected {
			row.Reason = path + ": " + row.Reason
			sink.Reject(row)
		}
		if err := sheetBatch(name, lines).appendTo(sink); err != nil {
			return err
		}
	}
	return ctx.Err()
}
