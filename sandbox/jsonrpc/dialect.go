package jsonrpc

import (
	"net/http"
	"strconv"
	"strings"
)

// Dialect names a provider whose error texts a server uses.
type Dialect string

// The providers whose texts are known.
const (
	Nitro      Dialect = "nitro"
	Alchemy    Dialect = "alchemy"
	Infura     Dialect = "infura"
	QuickNode  Dialect = "quicknode"
	Chainstack Dialect = "chainstack"
	DRPC       Dialect = "drpc"
	Ankr       Dialect = "ankr"
	BlockPI    Dialect = "blockpi"
	OneRPC     Dialect = "1rpc"
	PublicNode Dialect = "publicnode"
	Reth       Dialect = "reth"
	Erigon     Dialect = "erigon"
	Coinbase   Dialect = "coinbase"
)

// Dialects lists every dialect, for tests that go through all of them.
func Dialects() []Dialect {
	return []Dialect{
		Nitro, Alchemy, Infura, QuickNode, Chainstack, DRPC, Ankr, BlockPI, OneRPC, PublicNode, Reth, Erigon, Coinbase,
	}
}

// refusal is one error text with its code and HTTP status. In the text stand for: {limit} the limit, {limit,} with
// thousands separators, {range} the number of blocks asked for, {from} and {to} the suggested range in hex,
// {from10} and {to10} in decimal.
type refusal struct {
	status int
	code   int
	text   string
	// data adds the suggested range as a data object.
	data bool
}

// texts are the refusals of one provider. A refusal without a text is answered in Nitro's words.
type texts struct {
	results   refusal
	span      refusal
	addresses refusal
	timeout   refusal
	rate      refusal
	beyond    refusal
}

// dialects holds the texts as the providers write them (2024 to 2026).
var dialects = map[Dialect]texts{
	Nitro: {
		results:   refusal{code: -32000, text: "logs matched by query exceeds limit of {limit}"},
		span:      refusal{code: -32000, text: "exceed maximum block range: {limit}"},
		addresses: refusal{code: -32602, text: "exceed max addresses"},
		timeout:   refusal{code: -32000, text: "log query timed out"},
		rate:      refusal{status: http.StatusTooManyRequests, code: 429, text: "Too Many Requests"},
		beyond:    refusal{code: -32000, text: "block range extends beyond current head block"},
	},
	Alchemy: {
		results: refusal{code: -32602, text: "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and " +
			"no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters " +
			"and the response size limit, this block range should work: [{from}, {to}]"},
		span: refusal{code: -32600, text: "Under the Free tier plan, you can make eth_getLogs requests with up to a {limit} block range. " +
			"Based on your parameters, this block range should work: [{from}, {to}]. Upgrade to PAYG for expanded block range."},
		timeout: refusal{code: -32602, text: "Query timeout exceeded. Consider reducing your block range. Based on your parameters " +
			"and the response size limit, this block range should work: [{from}, {to}]"},
		rate: refusal{status: http.StatusTooManyRequests, code: 429, text: "Your app has exceeded its compute units per second capacity. " +
			"If you have retries enabled, you can safely ignore this message."},
	},
	Infura: {
		results: refusal{code: -32005, text: "query returned more than {limit} results. Try with this block range [{from}, {to}].", data: true},
		span:    refusal{code: -32602, text: "range {range} exceeds limit of {limit}"},
		timeout: refusal{code: -32005, text: "query timeout exceeded"},
		rate:    refusal{status: http.StatusTooManyRequests, code: -32005, text: "daily request count exceeded, request rate limited"},
	},
	QuickNode: {
		results: refusal{code: -32005, text: "query returned more than {limit} results"},
		span:    refusal{status: http.StatusRequestEntityTooLarge, code: -32614, text: "eth_getLogs is limited to a {limit,} range"},
		rate:    refusal{status: http.StatusTooManyRequests, code: 429, text: "request limit reached"},
	},
	Chainstack: {
		span: refusal{code: -32602, text: "Block range limit exceeded."},
		rate: refusal{status: http.StatusTooManyRequests, code: -32005, text: "You've exceeded the RPS limit available on the current plan."},
	},
	DRPC: {
		results: refusal{code: -32602, text: "query exceeds max results {limit}"},
		span:    refusal{code: 35, text: "ranges over {limit} blocks are not supported on freetier"},
		timeout: refusal{status: http.StatusRequestTimeout, code: 30, text: "Request timeout on the free tier, please upgrade your tier to the paid one"},
		rate:    refusal{status: http.StatusTooManyRequests, code: 15, text: "Too many request, try again later"},
	},
	Ankr: {
		results: refusal{code: -32000, text: "query returned more than {limit} results"},
		span:    refusal{code: -32600, text: "block range is too wide"},
		rate:    refusal{status: http.StatusTooManyRequests, code: -32029, text: "Too many requests"},
	},
	BlockPI: {
		results: refusal{code: -32602, text: "query returned more than {limit} results"},
		span:    refusal{code: -32602, text: "eth_getLogs is limited to {limit} block range. Please use the archive mode or check your parameters."},
		rate:    refusal{status: http.StatusTooManyRequests, code: 429, text: "rate limit exceeded"},
	},
	OneRPC: {
		span: refusal{code: -32602, text: "eth_getLogs block range exceeds the range allowed for your plan ({range} > {limit})."},
		rate: refusal{status: http.StatusTooManyRequests, code: -32001, text: "rate limit exceeded, please slow down"},
	},
	PublicNode: {
		span: refusal{code: -32701, text: "maximum block range: {limit}"},
		rate: refusal{status: http.StatusTooManyRequests, code: -32005, text: "rate limit exceeded"},
	},
	Reth: {
		results: refusal{code: -32602, text: "query exceeds max results {limit}, retry with the range {from10}-{to10}"},
		span:    refusal{code: -32602, text: "query exceeds max block range {limit}"},
	},
	Erigon: {
		results: refusal{code: -32000, text: "query exceeds max results {limit}"},
		span:    refusal{code: -32602, text: "query block range exceeds server limit"},
	},
	Coinbase: {
		results: refusal{code: -32000, text: "backend response too large"},
		span:    refusal{code: -32602, text: "please limit the query to at most {limit} blocks"},
	},
}

// texts gives the dialect's refusals, in Nitro's words where the dialect has none of its own.
func (d Dialect) texts() texts {
	own, base := dialects[d], dialects[Nitro]
	for _, pair := range []struct{ own, base *refusal }{
		{&own.results, &base.results},
		{&own.span, &base.span},
		{&own.addresses, &base.addresses},
		{&own.timeout, &base.timeout},
		{&own.rate, &base.rate},
		{&own.beyond, &base.beyond},
	} {
		if pair.own.text == "" {
			*pair.own = *pair.base
		}
	}
	return own
}

// asked is what a refusal's text speaks of.
type asked struct {
	limit    int64
	span     int64
	from, to int64
}

// refuse renders the refusal.
func (r refusal) refuse(a asked) *failure {
	limit := strconv.FormatInt(a.limit, 10)
	f := &failure{status: r.status, Code: r.code, Message: strings.NewReplacer(
		"{limit}", limit,
		"{limit,}", thousands(limit),
		"{range}", strconv.FormatInt(a.span, 10),
		"{from}", hexQuantity(a.from),
		"{to}", hexQuantity(a.to),
		"{from10}", strconv.FormatInt(a.from, 10),
		"{to10}", strconv.FormatInt(a.to, 10),
	).Replace(r.text)}
	if r.data {
		f.Data = map[string]any{"from": hexQuantity(a.from), "to": hexQuantity(a.to), "limit": a.limit}
	}
	return f
}

func hexQuantity(n int64) string { return "0x" + strconv.FormatInt(n, 16) }

// thousands sets commas into a decimal number: 10,000.
func thousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
