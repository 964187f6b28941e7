package decode

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// batchRows bounds the rows in memory at once, besides the compressed pages of a row group.
	batchRows = 4 << 10
	// rowGroupRows is the length of the decoded files' row groups.
	rowGroupRows = 64 << 10
	// pageBytes is the length of a page before compression. Each of the many columns holds one while it is written.
	pageBytes = 256 << 10
	// statsKey is where a decoded file keeps its Stats.
	statsKey = "lakepeer.decode"
)

// File decodes a lake file of the streams chain.logs and chain.lpt_transfers and writes the rows, in the lake file's order,
// to out as Parquet with the columns of Schema. What the contracts are, it takes from the part's definition; the chain id
// too, and where that has none (see ChainID) from the file's metadata. Memory is bounded, whatever the file's length. The error names the lake file.
func File(ctx context.Context, in load.File, out io.Writer) (Stats, error) {
	to := &sink{Writer: out}
	stats, err := decodeFile(ctx, in, to)
	switch {
	case err == nil:
		return stats, nil
	case to.failed || ctx.Err() != nil:
		return Stats{}, fmt.Errorf("decode %s: %w", in.Path, err)
	default:
		return Stats{}, fmt.Errorf("decode %s: %w: the file is damaged: delete it, and the next run reads its slice again (lakepeer verify --lake tells of others)", in.Path, err)
	}
}

// sink tells whether writing failed, and so reading didn't.
type sink struct {
	io.Writer
	failed bool
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	s.failed = s.failed || err != nil
	return n, err
}

func decodeFile(ctx context.Context, in load.File, out io.Writer) (stats Stats, err error) {
	t, err := newTranslator(in)
	if err != nil {
		return Stats{}, err
	}
	defer t.out.release()
	defer rescue(&err)
	writer, err := pqarrow.NewFileWriter(Schema(), out, WriterProperties(dictionaryColumns()), pqarrow.DefaultWriterProps())
	if err != nil {
		return Stats{}, err
	}
	if err := t.translate(ctx, in.Path, writer); err != nil {
		return Stats{}, errors.Join(err, writer.Close())
	}
	t.stats.Unknown = t.unknown.list()
	text, err := json.Marshal(t.stats)
	if err != nil {
		return Stats{}, errors.Join(err, writer.Close())
	}
	if err := writer.AppendKeyValueMetadata(statsKey, string(text)); err != nil {
		return Stats{}, errors.Join(err, writer.Close())
	}
	return t.stats, writer.Close()
}

// asks is the definition of a part of chain.logs or chain.lpt_transfers.
type asks struct {
	Contracts []livepeer.Contract `json:"contracts"`
	// ChainID is the EVM chain id where it isn't that of the home's network.
	ChainID uint64 `json:"chain_id"`
}

func readAsks(part load.Part) (asks, error) {
	var a asks
	if err := json.Unmarshal(part.Asks, &a); err != nil {
		return a, fmt.Errorf("read the definition of part %s: %w", part.Name, err)
	}
	return a, nil
}

// ChainID gives the EVM chain id of a part's logs: "chain_id" in the part's definition, which stands there if the instance
// is of another chain than the home's network, else the network's.
func ChainID(part load.Part, network load.Network) (uint64, error) {
	a, err := readAsks(part)
	if err != nil {
		return 0, err
	}
	return cmp.Or(a.ChainID, network.ChainID), nil
}

// Contracts gives the contracts that a part of chain.logs or chain.lpt_transfers asks for.
func Contracts(part load.Part) ([]livepeer.Contract, error) {
	a, err := readAsks(part)
	return a.Contracts, err
}

func newTranslator(in load.File) (*translator, error) {
	a, err := readAsks(in.Part)
	if err != nil {
		return nil, err
	}
	decoder, err := livepeer.NewDecoder(a.Contracts)
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", in.Part.Name, err)
	}
	meta, err := load.ReadMeta(in.Path)
	if err != nil {
		return nil, err
	}
	return &translator{
		decoder: decoder, stream: in.Part.Stream, chainID: int64(cmp.Or(a.ChainID, meta.Network.ChainID)), out: newBatch(), unknown: unknownCounts{},
	}, nil
}

// translate reads the lake file batch by batch and writes the decoded rows.
func (t *translator) translate(ctx context.Context, path string, writer *pqarrow.FileWriter) error {
	return eachBatch(ctx, path, logColumns(), func(b arrow.RecordBatch) error {
		l, err := newLogs(b)
		if err != nil {
			return err
		}
		for row := range int(b.NumRows()) {
			if err := t.row(&l, row); err != nil {
				return err
			}
		}
		decoded := t.out.finish()
		defer decoded.Release()
		return writer.WriteBuffered(decoded)
	})
}

// WriterProperties says how the build's own Parquet files are written; the named columns, whose values repeat, have a dictionary.
func WriterProperties(dictionary []string) *parquet.WriterProperties {
	options := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd),
		parquet.WithCompressionLevel(1),
		parquet.WithMaxRowGroupLength(rowGroupRows),
		parquet.WithDictionaryDefault(false),
		parquet.WithDataPageSize(pageBytes),
	}
	for _, name := range dictionary {
		options = append(options, parquet.WithDictionaryFor(name, true))
	}
	return parquet.NewWriterProperties(options...)
}

// ReadStats reads the stats of a decoded file from its footer. It fails on any file that File hasn't written to its
// end.
func ReadStats(path string) (stats Stats, err error) {
	defer rescue(&err)
	source, err := file.OpenParquetFile(path, false)
	if err != nil {
		return Stats{}, fmt.Errorf("read decoded file %s: %w", path, err)
	}
	defer source.Close()
	text := source.MetaData().KeyValueMetadata().FindValue(statsKey)
	if text == nil {
		return Stats{}, fmt.Errorf("read decoded file %s: it has no %s: delete it", path, statsKey)
	}
	if err := json.Unmarshal([]byte(*text), &stats); err != nil {
		return Stats{}, fmt.Errorf("read decoded file %s: %s: %w", path, statsKey, err)
	}
	return stats, nil
}

// rescue turns a panic of the Parquet reader, which some damaged files cause, into an error.
func rescue(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}
