package chain

import (
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

var word = "0x" + strings.Repeat("0", 63) + "1"

var goodBlock = `{"number":"0x3f2","hash":"` + word + `","parentHash":"` + word + `","timestamp":"0x5f5e1000","l1BlockNumber":"0xfc",` +
	`"baseFeePerGas":"0x5f5e100","sendRoot":"0x","transactions":["` + word + `","` + word + `"]}`

var goodReceipt = `{"transactionHash":"` + word + `","blockHash":"` + word + `","blockNumber":"0x3f2","transactionIndex":"0x1",` +
	`"from":"0x00000000000000000000000000000000000000B0","to":null,"type":"0x78","status":"0x1","gasUsed":"0x5208","gasUsedForL1":"0x10",` +
	`"effectiveGasPrice":"0x5f5e100","l1BlockNumber":"0xfc","logsBloom":"0x00","logs":[{"a":[1,2]},{}]}`

func TestBlocksAndReceiptsAreRefused(t *testing.T) {
	tests := []struct{ name, old, new, block, receipt string }{
		{"as it should be", "", "", "", ""},
		{"other hash", word, strings.Replace(word, "1", "2", 1), "the chain was reorganised", "it is of transaction"},
		{"other number", `"0x3f2"`, `"0x3f3"`, "it is block 1011", "is in block 1011, and committed logs have it in 1010: the chain was reorganised"},
		{"number as number", `"0x3f2"`, `1010`, "number: 1010 is not a hex quantity", "blockNumber: 1010 is not a hex quantity"},
		{"number missing", `umber":"0x3f2"`, `umbre":"0x3f2"`, "no number", "no blockNumber"},
		{"short hash", `01"`, `1"`, "hash: ", "transactionHash: "},
		{"list missing", `"transactions":`, `"txs":`, "no transactions", ""},
		{"no list", `"logs":[`, `"logs":7,"x":[`, "", "logs: 7 is no list"},
		{"price beyond 63 bits", `"0x5f5e100"`, `"0x8000000000000000"`, "baseFeePerGas: ", "effectiveGasPrice: "},
		{"several", `"0x3f2"`, `null,"timestamp":1,"gasUsed":1`, "number: null is not a hex quantity; timestamp: 1", "blockNumber: null is not a hex quantity; gasUsed: 1"},
		{"optional is null", `"0x5f5e100"`, `null`, "", ""},
		{"no object", `{"`, `["`, "not well-formed", "not well-formed"},
	}
	k := key{1010, word}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := readBlock(k, strings.Replace(goodBlock, test.old, test.new, 1))
			told(t, "block", err, test.block)
			_, err = readReceipt(k, strings.Replace(goodReceipt, test.old, test.new, 1))
			told(t, "receipt", err, test.receipt)
		})
	}
}

func told(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil && want != "" || err != nil && (want == "" || !strings.Contains(err.Error(), want)) {
		t.Errorf("the %s: got %v, want %q", what, err, want)
	}
}

// FuzzBlock lets any text stand in a block's place: it is a row, a reject or a sign of a reorganisation, never a panic, and
// a row has what every block has.
func FuzzBlock(f *testing.F) {
	f.Add(goodBlock)
	f.Add("null")
	f.Fuzz(func(t *testing.T, text string) {
		rows, rejects := readInto(t, subject[block]{columns: blockColumns(), extra: func(b *block) string { return b.extra }, read: readBlock}, text)
		b, err := readBlock(key{1010, word}, text)
		if rows+rejects != 1 || err == nil && (b.number.n != 1010 || b.hash != word || len(b.parent) != 66 || !b.time.known || !b.transactions.known) {
			t.Errorf("%d rows and %d rejects of %q: %+v", rows, rejects, text, b)
		}
	})
}

// FuzzReceipt is FuzzBlock for receipts.
func FuzzReceipt(f *testing.F) {
	f.Add(goodReceipt)
	f.Add(`{"logs":[`)
	f.Fuzz(func(t *testing.T, text string) {
		rows, rejects := readInto(t, subject[receipt]{columns: receiptColumns(), extra: func(r *receipt) string { return r.extra }, read: readReceipt}, text)
		r, err := readReceipt(key{1010, word}, text)
		if rows+rejects != 1 || err == nil && (r.block.n != 1010 || r.txHash != word || len(r.from) != 42 || !r.gasUsed.known || !r.logs.known) {
			t.Errorf("%d rows and %d rejects of %q: %+v", rows, rejects, text, r)
		}
	})
}

// readInto counts what becomes of one answer; a reorganisation counts as a reject.
func readInto[R any](t *testing.T, s subject[R], text string) (rows, rejects int) {
	sink := &counting{}
	if err := s.append([]key{{1010, word}}, []string{text}, sink); err != nil {
		if !strings.Contains(err.Error(), "reorganised") {
			t.Fatal(err)
		}
		sink.rejects++
	}
	return sink.rows, sink.rejects
}

func TestEveryActionIsAnEventWithItsTopics(t *testing.T) {
	for _, a := range actions() {
		event := livepeer.EventOf(a.Contract, topicOf(a.Contract, a.Event))
		if event == nil {
			t.Errorf("%s has no event %s", a.Contract, a.Event)
			continue
		}
		var indexed []string
		for _, arg := range event.Args {
			if arg.Indexed {
				indexed = append(indexed, arg.Name)
			}
		}
		if a.Same != [2]int{} && (!strings.HasSuffix(strings.ToLower(indexed[a.Same[0]-1]), "delegate") || indexed[a.Same[1]-1] != "delegator") {
			t.Errorf("%s compares %s with %s", a.Event, indexed[a.Same[0]-1], indexed[a.Same[1]-1])
		}
	}
}
