package chain

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// FuzzScan compares the scanner with encoding/json on all that is JSON; on anything else it must not panic.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`{"a":"\"\\","b":[1,{"c":"]"}],"":null}`, ` [ 1 , "x,]" , {} ] `, `{}`, `[]`, `{"a"`, `["\\\"", true]`, `{"a":1}}`, `[1 2]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var pieces []string
		keep := func(piece string) error { //nolint:unparam // the form that elements takes
			pieces = append(pieces, piece)
			return nil
		}
		listErr := elements(text, keep)
		var fields []string
		objectErr := members(text, func(name, value string) error { fields = append(fields, name); return keep(value) })
		if !json.Valid([]byte(text)) {
			return
		}
		var list []json.RawMessage
		var object map[string]json.RawMessage
		switch trimmed := strings.TrimLeft(text, " \t\r\n"); trimmed[0] {
		case '[':
			if json.Unmarshal([]byte(text), &list) != nil || listErr != nil || len(list) != len(pieces) {
				t.Fatalf("elements(%q) gives %q, %v", text, pieces, listErr)
			}
			for i := range list {
				if !bytes.Equal(bytes.TrimSpace(list[i]), []byte(pieces[i])) {
					t.Fatalf("element %d of %q is %q, want %q", i, text, pieces[i], list[i])
				}
			}
		case '{':
			if json.Unmarshal([]byte(text), &object) != nil || objectErr != nil || len(fields) < len(object) {
				t.Fatalf("members(%q) gives %q, %v", text, fields, objectErr)
			}
		}
	})
}

const goodLog = `{"address":"0x00000000000000000000000000000000000000B0","topics":["0x619caafabdd75649b302ba8419e48cccf64f37f1983ac4727cfb38b57703ffc9","0x00000000000000000000000000000000000000000000000000000000000000ff"],` +
	`"data":"0x00000000000000000000000000000000000000000000000000000000000000ff","blockNumber":"0x3f2","blockHash":"0x0000000000000000000000000000000000000000000000000000000000000001",` +
	`"transactionHash":"0x0000000000000000000000000000000000000000000000000000000000000002","transactionIndex":"0x0","logIndex":"0x3","removed":false}`

func TestReaderRejects(t *testing.T) {
	tests := []struct {
		name, old, new string
		reason         string // "" if the log is good
		position       int64
	}{
		{"as it should be", "", "", "", 0},
		{"upper case is lowered", "00b0", "00B0", "", 0},
		{"time of zero", `"removed"`, `"blockTimestamp":"0x0","removed"`, "", 0},
		{"unknown field", `"removed"`, `"l1Batch":{"n":1},"removed"`, "", 0},
		{"anonymous", `"topics":["0x619caafabdd75649b302ba8419e48cccf64f37f1983ac4727cfb38b57703ffc9","0x00000000000000000000000000000000000000000000000000000000000000ff"]`, `"topics":[]`, "", 0},
		{"unknown event", "0x619caaf", "0x719caaf", "", 0},
		{"no block", `"blockNumber":"0x3f2",`, "", "no valid blockNumber", -1},
		{"block as number", `"0x3f2"`, "1010", "blockNumber: 1010 is not a hex quantity", -1},
		{"block before the range", `"0x3f2"`, `"0x1"`, "block 1 was not asked for", -1},
		{"block beyond 63 bits", `"0x3f2"`, `"0x8000000000000000"`, "not a hex quantity of 63 bits", -1},
		{"no index", `"logIndex":"0x3",`, "", "no valid logIndex", 1010},
		{"pending", `"blockHash":"0x0000000000000000000000000000000000000000000000000000000000000001"`, `"blockHash":null`, "blockHash: null is not 0x", 1010},
		{"odd hex", `00ff","blockNumber"`, `0ff","blockNumber"`, "data: ", 1010},
		{"not hex", `00ff","blockNumber"`, `00fg","blockNumber"`, "other than hex digits", 1010},
		{"short data", `"data":"0x00`, `"data":"0x`, "the event needs 32", 1010},
		{"short topic", `00ff"],`, `00"],`, "is 31 bytes long instead of 32", 1010},
		{"five topics", `00ff"],`, `00ff"` + strings.Repeat(`,"0x`+strings.Repeat("0", 64)+`"`, 3) + `],`, "more than 4 topics", 1010},
		{"removed", "false", "true", "removed: true instead of false", 1010},
		{"time as number", `"removed"`, `"blockTimestamp":5,"removed"`, "blockTimestamp: 5 is not a hex quantity", 1010},
		{"foreign address", "00B0", "00C0", "was not asked for", 1010},
		{"not an object", goodLog, "null", "not well-formed", -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := newReader(asks{Contracts: deployment().Contracts})
			if err != nil {
				t.Fatal(err)
			}
			log := goodLog
			if test.old != "" {
				log = strings.Replace(goodLog, test.old, test.new, 1)
			}
			if err := r.read("["+log+"]", load.Interval{From: 1000, To: 2000}); err != nil {
				t.Fatal(err)
			}
			if test.reason == "" {
				if len(r.rejects) != 0 || len(r.rows) != 1 {
					t.Fatalf("rejected: %+v", r.rejects)
				}
				return
			}
			if len(r.rejects) != 1 || len(r.rows) != 0 {
				t.Fatalf("%d rows and rejects %+v, want 1 reject", len(r.rows), r.rejects)
			}
			got := r.rejects[0]
			if !strings.Contains(got.Reason, test.reason) || got.Position != test.position || string(got.Original) != log {
				t.Errorf("got %+v, want reason %q at %d", got, test.reason, test.position)
			}
		})
	}
}

func TestReaderKeepsUnknownFields(t *testing.T) {
	log, err := parseRow(strings.Replace(goodLog, `"removed"`, `"z":[1, 2],"\u0061":null,"removed"`, 1))
	if err != nil || log.extra != `{"a":null,"z":[1, 2]}` {
		t.Errorf("extra is %s, %v", log.extra, err)
	}
}

func TestReaderSeparatesClashes(t *testing.T) {
	r, err := newReader(asks{Contracts: deployment().Contracts})
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(goodLog, `00ff","blockNumber"`, `0001","blockNumber"`, 1)
	third := strings.Replace(goodLog, `"logIndex":"0x3"`, `"logIndex":"0x4"`, 1)
	within := load.Interval{From: 1000, To: 2000}
	if err := r.read("["+goodLog+","+third+","+third+","+other+"]", within); err != nil {
		t.Fatal(err)
	}
	r.separate(within)
	if len(r.rejects) != 2 || len(r.rows) != 2 {
		t.Errorf("%d rejected and %d kept, want both of the clash and both of the duplicate", len(r.rejects), len(r.rows))
	}
}

// FuzzReader lets any text stand in a log's place: it is a row or a reject, never a panic, and a row has what every
// log has.
func FuzzReader(f *testing.F) {
	f.Add(goodLog)
	f.Add(`{"topics":[[]],"data":{"a":"`)
	contracts := []livepeer.Contract{{Name: livepeer.BondingManager, Address: "0x00000000000000000000000000000000000000b0"}}
	f.Fuzz(func(t *testing.T, log string) {
		r, err := newReader(asks{Contracts: contracts})
		if err != nil {
			t.Fatal(err)
		}
		if r.read("["+log+"]", load.Interval{From: 0, To: 1 << 40}) != nil {
			return
		}
		for _, row := range r.rows {
			if len(row.address) != 42 || len(row.blockHash) != 66 || len(row.txHash) != 66 || row.data == "" || row.block < 0 || row.index < 0 {
				t.Errorf("accepted %+v", row)
			}
		}
	})
}
