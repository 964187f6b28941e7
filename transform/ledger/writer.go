package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/transform/bonding"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// batchRows bounds a table's rows in memory, besides the compressed pages of a row group.
const batchRows = 4 << 10

// sink takes rows of one kind.
type sink interface {
	// take takes a row if it is of the kind, and tells whether it is.
	take(row bonding.Row) bool
	// flush has the rows written that are still in memory.
	flush()
	// close ends the file, durably, and says what is in it.
	close() (File, error)
	// abandon gives up the file.
	abandon()
}

// File is a table's file.
type File struct {
	// Table is the table's name: "ledger__round".
	Table string `json:"table"`
	// Rows is how many rows it has, Size its length in bytes, SHA256 the hash of them.
	Rows   int64  `json:"rows"`
	Size   int64  `json:"size_bytes"`
	SHA256 string `json:"sha256"`
}

// name gives the file's name in its folder.
func (f File) name() string { return f.Table + ".parquet" }

// digest sums up what is written.
type digest interface {
	io.Writer
	Sum(b []byte) []byte
}

// tableFile writes the rows R of a table.
type tableFile[R any] struct {
	layout[R]
	out     *os.File
	sum     digest
	writer  *pqarrow.FileWriter
	batch   *array.RecordBuilder
	queue   *queue
	pending int
	rows    int64
}

func (l layout[R]) open(dir string, q *queue) (sink, error) {
	schema := l.table().Schema
	out, err := os.Create(filepath.Join(dir, File{Table: l.name}.name()))
	if err != nil {
		return nil, err
	}
	f := &tableFile[R]{layout: l, out: out, sum: sha256.New(), queue: q}
	// A plain Writer, because Parquet writers close whatever has a Close method.
	to := struct{ io.Writer }{io.MultiWriter(out, f.sum)}
	var dictionary []string
	for _, c := range l.columns {
		if c.isFewValued {
			dictionary = append(dictionary, c.name)
		}
	}
	if f.writer, err = pqarrow.NewFileWriter(schema, to, decode.WriterProperties(dictionary), pqarrow.DefaultWriterProps()); err != nil {
		return nil, errors.Join(fmt.Errorf("begin the table %s: %w", l.name, err), out.Close())
	}
	f.batch = array.NewRecordBuilder(memory.DefaultAllocator, schema)
	return f, nil
}

func (f *tableFile[R]) take(row bonding.Row) bool {
	r, ok := row.(*R)
	if !ok {
		return false
	}
	for i := range f.columns {
		f.columns[i].add(f.batch.Field(i), r)
	}
	f.rows++
	if f.pending++; f.pending == batchRows {
		f.flush()
	}
	return true
}

// flush has the rows in memory written.
func (f *tableFile[R]) flush() {
	if f.pending == 0 {
		return
	}
	f.pending = 0
	batch := f.batch.NewRecordBatch()
	f.queue.add(func() error {
		defer batch.Release()
		if err := f.writer.WriteBuffered(batch); err != nil {
			return fmt.Errorf("write the table %s: %w", f.name, err)
		}
		return nil
	})
}

func (f *tableFile[R]) close() (File, error) {
	defer f.batch.Release()
	err := f.writer.Close()
	if err == nil {
		err = f.out.Sync()
	}
	size, tellErr := f.out.Seek(0, io.SeekCurrent)
	err = errors.Join(err, tellErr, f.out.Close())
	return File{Table: f.name, Rows: f.rows, Size: size, SHA256: hex.EncodeToString(f.sum.Sum(nil))}, err
}

func (f *tableFile[R]) abandon() {
	f.batch.Release()
	// The folder is removed; what closing says of half a file tells nothing.
	_, _ = f.writer.Close(), f.out.Close()
}

// sinks are the files of all tables.
type sinks struct {
	each  []sink
	queue *queue
}

// openSinks begins the files of all tables in a folder.
func openSinks(dir string) (*sinks, error) {
	s := &sinks{queue: newQueue()}
	for _, k := range kinds() {
		one, err := k.open(dir, s.queue)
		if err != nil {
			s.abandon()
			return nil, err
		}
		s.each = append(s.each, one)
	}
	return s, nil
}

// take writes a row to its table. What goes wrong with writing comes out of close.
func (s *sinks) take(row bonding.Row) error {
	for _, one := range s.each {
		if one.take(row) {
			return nil
		}
	}
	return fmt.Errorf("the ledger gives out a %T, for which there is no table", row)
}

// close writes what is still in memory and ends all files.
func (s *sinks) close() (files []File, err error) {
	for _, one := range s.each {
		one.flush()
	}
	err = s.queue.wait()
	for _, one := range s.each {
		f, closeErr := one.close()
		err = errors.Join(err, closeErr)
		files = append(files, f)
	}
	return files, err
}

// abandon gives up all files.
func (s *sinks) abandon() {
	// The folder is removed; what went wrong with half a file tells nothing.
	_ = s.queue.wait()
	for _, one := range s.each {
		one.abandon()
	}
}
