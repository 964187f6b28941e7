package load

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
)

// Meta is what a committed file says about itself, in the key-value metadata of its Parquet footer. The keys are
// "lakepeer." and the snake_case names of the fields; Extra is under "lakepeer.extra.<key>".
type Meta struct {
	// Network is the network that the home is about.
	Network Network
	// Stream, Part and Slice (a file name) repeat where the file lies.
	Stream StreamID
	Part   string
	Slice  string
	// SchemaVersion is the version of the stream's schema that the file was written with.
	SchemaVersion int
	// Columns are the file's columns with their types, as written: "block_number int64, topic0 utf8 null, …". They
	// guard the footer's own list of columns, which nothing else would.
	Columns string
	// Endpoint is where the rows come from, without secrets.
	Endpoint string
	// RunID is the run that committed the file; ExtractedAt the one instant of all its rows (microseconds, UTC).
	RunID       string
	ExtractedAt time.Time
	// Rows is the number of rows in the file, Rejected of those beside it in the quarantine, Duplicates of those
	// that were read more than once and are kept once.
	Rows, Rejected, Duplicates int64
	// Checksum is the hex SHA-256 of the content: rows in key order and rejected rows, without _instance,
	// _extracted_at and _run_id.
	Checksum string
	// Extra is what the committer added: the anchor of a chain slice.
	Extra map[string]string
}

const (
	metaPrefix  = "lakepeer."
	extraPrefix = "lakepeer.extra."
)

// ReadMeta reads the metadata of a committed file from its footer, without reading rows. The error names the file.
func ReadMeta(path string) (m Meta, err error) {
	defer rescue(path, &err)
	r, err := file.OpenParquetFile(path, false)
	if err != nil {
		return Meta{}, fmt.Errorf("read the metadata of %s: %w", path, err)
	}
	defer r.Close()
	if m, err = parseMeta(r.MetaData().KeyValueMetadata()); err != nil {
		return Meta{}, fmt.Errorf("read the metadata of %s: %w", path, err)
	}
	return m, nil
}

// pairs gives the metadata as key-value pairs, without the prefix of their keys.
func (m Meta) pairs() (map[string]string, error) {
	network, err := json.Marshal(m.Network)
	if err != nil {
		return nil, err
	}
	pairs := map[string]string{
		"network":        string(network),
		"source":         m.Stream.Source,
		"instance":       m.Stream.Instance,
		"stream":         m.Stream.Stream,
		"part":           m.Part,
		"slice":          m.Slice,
		"schema_version": strconv.Itoa(m.SchemaVersion),
		"columns":        m.Columns,
		"endpoint":       m.Endpoint,
		"run_id":         m.RunID,
		"extracted_at":   m.ExtractedAt.UTC().Format(time.RFC3339Nano),
		"rows":           strconv.FormatInt(m.Rows, 10),
		"rejected":       strconv.FormatInt(m.Rejected, 10),
		"duplicates":     strconv.FormatInt(m.Duplicates, 10),
		"checksum":       m.Checksum,
	}
	for key, value := range m.Extra {
		pairs["extra."+key] = value
	}
	return pairs, nil
}

func parseMeta(pairs metadata.KeyValueMetadata) (Meta, error) {
	m := Meta{Extra: map[string]string{}}
	missing := ""
	text := func(key string) string {
		value := pairs.FindValue(metaPrefix + key)
		if value == nil {
			missing = metaPrefix + key
			return ""
		}
		return *value
	}
	var failed error
	number := func(key string) int64 {
		n, err := strconv.ParseInt(text(key), 10, 64)
		if err != nil {
			failed = fmt.Errorf("%s%s: %w", metaPrefix, key, err)
		}
		return n
	}
	if err := json.Unmarshal([]byte(text("network")), &m.Network); err != nil {
		failed = fmt.Errorf("%snetwork: %w", metaPrefix, err)
	}
	m.Stream = StreamID{Source: text("source"), Instance: text("instance"), Stream: text("stream")}
	m.Part, m.Slice, m.Columns = text("part"), text("slice"), text("columns")
	m.Endpoint, m.RunID, m.Checksum = text("endpoint"), text("run_id"), text("checksum")
	m.SchemaVersion = int(number("schema_version"))
	m.Rows, m.Rejected, m.Duplicates = number("rows"), number("rejected"), number("duplicates")
	var err error
	if m.ExtractedAt, err = time.Parse(time.RFC3339Nano, text("extracted_at")); err != nil {
		failed = fmt.Errorf("%sextracted_at: %w", metaPrefix, err)
	}
	if missing != "" {
		return Meta{}, fmt.Errorf("it is no file of a lake: it has no %s", missing)
	}
	if failed != nil {
		return Meta{}, failed
	}
	for i, key := range pairs.Keys() {
		if name, ok := strings.CutPrefix(key, extraPrefix); ok {
			m.Extra[name] = pairs.Values()[i]
		}
	}
	return m, nil
}

// rescue turns a panic of the Parquet reader into an error about the file: it panics on some damaged input.
func rescue(path string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("read %s: the file is damaged: %v", path, p)
	}
}
