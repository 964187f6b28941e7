package load

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// logSchema is like that of chain.logs; a row of it takes about 700 bytes.
var logSchema = arrow.NewSchema([]arrow.Field{
	{Name: "block_number", Type: arrow.PrimitiveTypes.Int64},
	{Name: "log_index", Type: arrow.PrimitiveTypes.Int64},
	{Name: "block_hash", Type: arrow.BinaryTypes.String},
	{Name: "transaction_hash", Type: arrow.BinaryTypes.String},
	{Name: "address", Type: arrow.BinaryTypes.String},
	{Name: "topic0", Type: arrow.BinaryTypes.String},
	{Name: "topic1", Type: arrow.BinaryTypes.String},
	{Name: "data", Type: arrow.BinaryTypes.String},
}, nil)

// logBatch gives the logs of n blocks from the given one on, one log a block.
func logBatch(from, n int) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, logSchema)
	defer b.Release()
	text := func(column int, value string) { b.Field(column).(*array.StringBuilder).Append("0x" + value) }
	for block := from; block < from+n; block++ {
		sum := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(block)))
		hash := hex.EncodeToString(sum[:])
		b.Field(0).(*array.Int64Builder).Append(int64(block))
		b.Field(1).(*array.Int64Builder).Append(int64(block % 7))
		text(2, hash)
		text(3, hash[32:]+hash[:32])
		text(4, strings.Repeat("ab", 20))
		text(5, strings.Repeat(strconv.Itoa(block%9), 64))
		text(6, strings.Repeat("0", 24)+hash[:40])
		text(7, strings.Repeat(strings.Repeat("0", 48)+hash[:16], 5))
	}
	return b.NewRecordBatch()
}

// BenchmarkCommit lands slices of 131,072 rows of about 700 bytes, in batches of 2,000, and reports the rows per
// second and the highest resident memory of the process so far.
func BenchmarkCommit(b *testing.B) {
	for _, order := range []string{"rising", "falling"} {
		b.Run(order, func(b *testing.B) {
			f := newFixture(b)
			const rows, batch = 128 << 10, 2000
			first := 0
			for b.Loop() {
				w, err := f.lake.NewWriter(WriterOptions{
					Part: f.part, Schema: logSchema, Key: []string{"block_number", "log_index"}, Dictionary: []string{"address", "topic0"},
					SchemaVersion: 1, RunID: "0190-aa", ExtractedAt: testInstant,
				})
				f.must(err)
				for at := 0; at < rows; at += batch {
					from := first + at
					if order == "falling" {
						from = first + rows - at - min(batch, rows-at)
					}
					logs := logBatch(from, min(batch, rows-at))
					f.must(w.Append(logs))
					logs.Release()
				}
				_, _, err = w.Commit(b.Context(), blocks(int64(first), int64(first+rows)), nil)
				f.must(err)
				first += rows
			}
			b.ReportMetric(float64(first)/b.Elapsed().Seconds(), "rows/s")
			if peak := peakMemory(); peak > 0 {
				b.ReportMetric(peak, "peak-MiB")
			}
		})
	}
}

// peakMemory gives the highest resident memory of the process in MiB, 0 where the system doesn't tell.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || runtime.GOOS != "linux" {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kib, err := strconv.ParseFloat(strings.Fields(after + " 0")[0], 64)
	if err != nil {
		return 0
	}
	return kib / 1024
}
