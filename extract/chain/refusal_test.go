package chain

import "testing"

// TestClassify has every text that providers are known to refuse with.
func TestClassify(t *testing.T) {
	blocks := func(span int64) refusal { return refusal{kind: tooLarge, to: -1, span: span} }
	suggested := func(k kind, from, to int64) refusal { return refusal{kind: k, from: from, to: to} }
	of := func(k kind) refusal { return refusal{kind: k, to: -1} }
	tests := []struct {
		provider, message, data string
		want                    refusal
	}{
		{"nitro", "logs matched by query exceeds limit of 10000", "", of(tooLarge)},
		{"nitro", "log query timed out", "", of(tooSlow)},
		{"alchemy", "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x1f]", "", suggested(tooLarge, 16, 31)},
		{"alchemy, older", "You can make eth_getLogs requests with up to a 2K block range or 10K logs", "", blocks(2000)},
		{"alchemy, free", "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x0, 0x9]. Upgrade to PAYG for expanded block range.", "", suggested(tooLarge, 0, 9)},
		{"alchemy", "Query timeout exceeded. Consider reducing your block range. Based on your parameters, this block range should work: [0x10, 0x1F]", "", suggested(tooSlow, 16, 31)},
		{"alchemy", "Your app has exceeded its compute units per second capacity. If you have retries enabled, you can safely ignore this message.", "", of(tooOften)},
		{"infura", "query returned more than 10000 results. Try with this block range [0x64, 0xC8].", "", suggested(tooLarge, 100, 200)},
		{"infura", "query returned more than 10000 results", `{"from":"0x64","to":"0xc8","limit":10000}`, suggested(tooLarge, 100, 200)},
		{"infura", "range 20000 exceeds limit of 10000", "", blocks(10000)},
		{"infura", "query timeout exceeded", "", of(tooSlow)},
		{"infura", "daily request count exceeded, request rate limited", "", of(tooOften)},
		{"infura", "project ID request rate exceeded", "", of(tooOften)},
		{"quicknode", "eth_getLogs is limited to a 10,000 range", "", blocks(10000)},
		{"quicknode", "eth_getLogs and eth_newFilter are limited to a 1,000,000 blocks range", "", blocks(1000000)},
		{"quicknode", "15/second request limit reached - reduce calls per second or upgrade your account", "", of(tooOften)},
		{"chainstack", "Block range limit exceeded.", "", of(tooLarge)},
		{"chainstack", "You've exceeded the RPS limit available on the current plan.", "", of(tooOften)},
		{"drpc", "ranges over 10000 blocks are not supported on freetier", "", blocks(10000)},
		{"drpc", "Request timeout on the free tier, please upgrade your tier to the paid one", "", of(tooSlow)},
		{"drpc", "Too many request, try again later", "", of(tooOften)},
		{"ankr", "block range is too wide", "", of(tooLarge)},
		{"blockpi", "eth_getLogs is limited to 1024 block range. Please check the parameter requirements", "", blocks(1024)},
		{"1rpc", "eth_getLogs is limited to 0 - 10000 blocks range", "", blocks(10000)},
		{"blast", "block range exceeds the range allowed for your plan (20000 > 10000)", "", blocks(10000)},
		{"publicnode", "exceed maximum block range: 50000", "", blocks(50000)},
		{"publicnode", "maximum block range: 50,000", "", blocks(50000)},
		{"reth", "query exceeds max block range 100000", "", blocks(100000)},
		{"reth", "query exceeds max results 20000, retry with the range 100-200", "", suggested(tooLarge, 100, 200)},
		{"erigon", "query block range exceeds server limit", "", of(tooLarge)},
		{"coinbase", "please limit the query to at most 1000 blocks", "", blocks(1000)},
		{"others", "block range too large", "", of(tooLarge)},
		{"others", "backend response too large", "", of(tooLarge)},
		{"others", "eth_getLogs block range too large, range: 20001, max: 10000", "", of(tooLarge)},
		{"others", "context deadline exceeded", "", of(tooSlow)},
		{"others", "limit exceeded", "", of(tooOften)},
		{"geth", "block range extends beyond current head block", "", of(lagging)},
		{"geth", "header not found", "", of(lagging)},
		{"geth", "invalid argument 0: hex string has length 38, want 40 for common.Address", "", of(unclear)},
		{"geth", "json: value out of range", "", of(unclear)},
		{"anyone", "", "", of(unclear)},
	}
	for _, test := range tests {
		t.Run(test.provider+"/"+short(test.message), func(t *testing.T) {
			if got := classify(test.message, test.data); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("range 9223372036854775807-99999999999999999999 up to 99999999999k blocks", `{"from":"0x","to":1}`)
	f.Add("[0xffffffffffffffff, 0x0]", "")
	f.Fuzz(func(t *testing.T, message, data string) {
		r := classify(message, data)
		if r.span < 0 || r.to >= 0 && r.to < r.from {
			t.Errorf("classify(%q, %q) = %+v", message, data, r)
		}
	})
}
