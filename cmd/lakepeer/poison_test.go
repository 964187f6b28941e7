package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestPoisonedLog spoils one log in the middle of the chain. Good logs are landed, the bad one lies in quarantine, the
// tables stop before its block, and exit code, standard error, status and the published file say so. Once the server is
// well the next run makes good for it.
func TestPoisonedLog(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, test := range []struct {
		kind jsonrpc.Kind
		// isPlaced tells that the spoiled log still says which block it belongs to.
		isPlaced bool
		// isBuilt has the tables built too, which takes most of the time.
		isBuilt bool
	}{
		{jsonrpc.LogMissingField, true, false},
		{jsonrpc.LogWrongType, false, false},
		{jsonrpc.LogOddHex, true, false},
		{jsonrpc.LogShortData, true, true},
		{jsonrpc.LogShortTopic, true, false},
		{jsonrpc.LogBadBlockNumber, false, false},
		{jsonrpc.LogForeignAddress, true, false},
		{jsonrpc.LogRemoved, true, false},
		{jsonrpc.LogOutOfRange, false, false},
		{jsonrpc.LogNull, false, true},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			t.Parallel()
			e := serveChain(t, "small", jsonrpc.Options{})
			block := middleBlock(e.chain)
			e.behave(jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: test.kind, Block: block}}})
			p := poisoned{site: newSite(t, e), block: block, isPlaced: test.isPlaced}
			command := map[bool]string{true: "run", false: "extract"}[test.isBuilt]
			got := p.lakepeer(t.Context(), command)
			if got.code != pipeline.ExitPartly || !strings.Contains(got.stderr, "has 1 rejected rows") {
				t.Errorf("exit code %d, standard error %q", got.code, got.stderr)
			}
			horizon := p.quarantined(t)
			if test.isBuilt {
				p.stopped(t, horizon)
			}

			e.behave(jsonrpc.Options{})
			p.must(t, command)
			if got := p.rows(t); got != want.rows {
				t.Errorf("after the recovery the lake holds %s in place of %s", got, want.rows)
			}
			p.recovered(t)
			if test.isBuilt {
				sameTables(t, p.hashes(t), want.hashes)
			}
		})
	}
}

// middleBlock gives the block of a chain's middle log.
func middleBlock(chain jsonrpc.Chain) int64 {
	var blocks []int64
	for log := range chain.Logs(0, chain.Head()) {
		blocks = append(blocks, log.BlockNumber)
	}
	return blocks[len(blocks)/2]
}

// poisoned is a home in whose lake a log of a block is spoiled.
type poisoned struct {
	site
	block    int64
	isPlaced bool
}

// streams gives what status says of the lake.
func (p poisoned) streams(t *testing.T) (streams []pipeline.StreamStatus) {
	t.Helper()
	var status pipeline.Status
	if err := json.Unmarshal([]byte(p.must(t, "status", "--json")), &status); err != nil {
		t.Fatal(err)
	}
	return status.Streams
}

// quarantined checks what lies in the lake and gives the horizon.
func (p poisoned) quarantined(t *testing.T) (horizon int64) {
	t.Helper()
	lake, files := p.logFiles(t)
	var good int64
	var rejected []load.RejectedRow
	var within load.Interval
	for _, file := range files {
		meta, err := load.ReadMeta(file.Path)
		if err != nil {
			t.Fatal(err)
		}
		good += meta.Rows
		rows, err := lake.Rejected(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) > 0 {
			within = file.Slice.Interval
		}
		rejected = append(rejected, rows...)
	}
	if len(rejected) != 1 {
		t.Fatalf("%d rows are in quarantine", len(rejected))
	}
	if want := p.all(t) - 1; good != want {
		t.Errorf("%d good rows are landed in place of %d", good, want)
	}
	horizon = within.From
	if p.isPlaced {
		horizon = p.block
	}
	if position := rejected[0].Position; p.isPlaced && position != p.block || !p.isPlaced && position != -1 {
		t.Errorf("the rejected row is at %d", position)
	}
	var stated, lowest int64 = 0, 1 << 62
	for _, stream := range p.streams(t) {
		stated += stream.Rejected
		if stream.Axis == load.AxisBlock {
			lowest = min(lowest, stream.Horizon)
		}
	}
	if stated != 1 || lowest != horizon {
		t.Errorf("status counts %d rejected rows and a horizon of %d in place of 1 and %d", stated, lowest, horizon)
	}
	return horizon
}

// all counts the logs that a whole lake holds.
func (p poisoned) all(t *testing.T) int64 {
	t.Helper()
	world, err := smallWorld()
	if err != nil {
		t.Fatal(err)
	}
	return askedLogs(world, world.Head()+1)
}

// stopped checks that the published tables hold what is before the horizon, and say so.
func (p poisoned) stopped(t *testing.T, horizon int64) {
	t.Helper()
	file := p.published(t)
	got := file.ask(t, "select horizon_block, is_complete, contains(note, 'can''t be used yet'), horizon_reason is not null from meta.publication").String()
	if want := fmt.Sprintf("%d false true true", horizon); got != want {
		t.Errorf("meta.publication says %q in place of %q", got, want)
	}
	if got := file.ask(t, "select sum(rejected_rows) from meta.stream").String(); got != "1" {
		t.Errorf("meta.stream counts %s rejected rows", got)
	}
	world, err := smallWorld()
	if err != nil {
		t.Fatal(err)
	}
	before := askedLogs(world, horizon)
	if got := file.ask(t, heldLogs).String(); got != fmt.Sprint(before) {
		t.Errorf("staging holds %s logs, %d are before the horizon", got, before)
	}
	if got := file.ask(t, fmt.Sprintf("select count(*) from fct_delegate_activity where block_number >= %d", horizon)).String(); got != "0" {
		t.Errorf("%s events are after the horizon", got)
	}
}

// recovered checks that a second revision without rejected rows has replaced the slice.
func (p poisoned) recovered(t *testing.T) {
	t.Helper()
	_, files := p.files(t)
	revised := 0
	for _, file := range files {
		if file.Slice.Revision == 2 {
			revised++
		}
		if file.RejectedPath != "" {
			t.Errorf("%s still has rejected rows", file.Path)
		}
	}
	if revised != 1 {
		t.Errorf("%d slices are in their second revision", revised)
	}
	for _, stream := range p.streams(t) {
		if stream.Rejected != 0 {
			t.Errorf("status counts %d rejected rows of %s", stream.Rejected, stream.Part)
		}
	}
}
