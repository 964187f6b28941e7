package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// lateAfter is how old a chain's settled block may be.
const lateAfter = time.Hour

// chainExam asks one JSON-RPC endpoint.
type chainExam struct {
	*doctor
	config.Chain
	deployment livepeer.Deployment
	subject    string
}

// chain asks for the chain's id, the settled block, logs over ranges until one is accepted, and an eth_call.
func (d *doctor) chain(instance config.Chain) examination {
	return func(ctx context.Context) []Finding {
		exam := chainExam{doctor: d, Chain: instance, deployment: d.deployment, subject: "chain/" + instance.Name}
		if instance.Network != "" {
			var err error
			if exam.deployment, err = resolve(instance.Network); err != nil {
				return []Finding{endpoint(exam.subject, LevelFail, err.Error(), "correct the key network of the instance")}
			}
		} else if !d.hasNetwork {
			return []Finding{endpoint(exam.subject, LevelFail, "it isn't asked, because the network isn't known", "correct the key network")}
		}
		findings := []Finding{exam.identity(ctx)}
		if findings[0].Level == LevelFail {
			return findings
		}
		block, settled := exam.settled(ctx)
		findings = append(findings, settled)
		if block > 0 {
			findings = append(findings, exam.logs(ctx, block))
		}
		return append(findings, exam.call(ctx))
	}
}

func (e chainExam) identity(ctx context.Context) Finding {
	var text string
	if err := e.ask(ctx, &text, "eth_chainId"); err != nil {
		return e.refused(e.subject, err, "")
	}
	id, err := strconv.ParseUint(text, 0, 64)
	switch {
	case err != nil:
		return endpoint(e.subject, LevelFail, fmt.Sprintf("its chain id is %q", text), "check that endpoint is a JSON-RPC address")
	case id != e.deployment.ChainID:
		return endpoint(e.subject, LevelFail, fmt.Sprintf("it serves chain id %d, but %s is on chain id %d", id, e.deployment.Name, e.deployment.ChainID), "correct endpoint or network")
	}
	return endpoint(e.subject, LevelOK, fmt.Sprintf("%s serves chain id %d", httpclient.Redact(e.Endpoint), id), "")
}

// settled gives the block up to which the instance may read, 0 if that can't be known.
func (e chainExam) settled(ctx context.Context) (int64, Finding) {
	tag := "finalized"
	if e.Confirmations != nil {
		tag = "latest"
	}
	var block *struct{ Number, Timestamp string }
	err := e.ask(ctx, &block, "eth_getBlockByNumber", tag, false)
	if err != nil && tag == "finalized" && isRPCError(err) {
		err = e.ask(ctx, &block, "eth_getBlockByNumber", "latest", false)
		if err == nil && block != nil {
			number, _ := strconv.ParseInt(block.Number, 0, 64)
			return number, endpoint(e.subject, LevelWarn, "it doesn't say which block is finalized", "set confirmations to how many blocks below the head are settled (1200 on Arbitrum)")
		}
	}
	if err != nil {
		return 0, e.refused(e.subject, err, "")
	}
	if block == nil {
		return 0, endpoint(e.subject, LevelFail, "it has no "+tag+" block", "its node isn't in step: use another endpoint")
	}
	number, numberErr := strconv.ParseInt(block.Number, 0, 64)
	seconds, timeErr := strconv.ParseInt(block.Timestamp, 0, 64)
	if errors.Join(numberErr, timeErr) != nil {
		return 0, endpoint(e.subject, LevelFail, "its "+tag+" block has no number or time", "use another endpoint")
	}
	at := time.Unix(seconds, 0).UTC()
	text := fmt.Sprintf("its %s block is %d of %s UTC", tag, number, at.Format("2006-01-02 15:04:05"))
	if e.Clock().Sub(at) > lateAfter {
		return number, endpoint(e.subject, LevelWarn, text+", more than an hour ago", "its node isn't in step, or this machine's clock is wrong: compare with another endpoint")
	}
	return number, endpoint(e.subject, LevelOK, text, "")
}

// logs asks for one contract's logs over shorter and shorter ranges, to see which length is accepted.
func (e chainExam) logs(ctx context.Context, upTo int64) Finding {
	contract := e.deployment.Controller
	if manager, ok := e.deployment.Contract(livepeer.BondingManager); ok {
		contract = manager.Address
	}
	var err error
	for _, length := range []int64{10_000, 1_000, 100} {
		filter := map[string]any{
			"address": contract, "fromBlock": fmt.Sprintf("%#x", max(0, upTo-length+1)), "toBlock": fmt.Sprintf("%#x", upTo),
		}
		var logs []json.RawMessage
		if err = e.ask(ctx, &logs, "eth_getLogs", filter); err == nil {
			text := fmt.Sprintf("eth_getLogs answers %d blocks at a time", length)
			if length < 10_000 {
				return endpoint(e.subject, LevelWarn, text+" at most", "a first run will take many requests: use an endpoint with a larger range")
			}
			return endpoint(e.subject, LevelOK, text, "")
		}
		if !isRPCError(err) && class(err) != httpclient.TooLarge && class(err) != httpclient.BadRequest {
			break
		}
	}
	return e.refused(e.subject, fmt.Errorf("eth_getLogs: %w", err), "")
}

// call asks a contract a question, which only on-chain prices need.
func (e chainExam) call(ctx context.Context) Finding {
	const paused = "0x5c975abb"
	var result string
	err := e.ask(ctx, &result, "eth_call", map[string]any{"to": e.deployment.Controller, "data": paused}, "latest")
	if err == nil {
		return endpoint(e.subject, LevelOK, "eth_call is answered", "")
	}
	for _, prices := range e.Config.Sources.Prices {
		if prices.Chain == e.Name {
			return endpoint(e.subject, LevelWarn, "eth_call isn't answered, which on-chain prices need: "+err.Error(), "use an endpoint that allows eth_call, or set chain of prices/"+prices.Name+` to ""`)
		}
	}
	return endpoint(e.subject, LevelOK, "eth_call isn't answered, and nothing needs it", "")
}

// rpcError is an error object that an endpoint answered with.
type rpcError struct {
	Code    int64  `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return fmt.Sprintf("it refuses: %s (code %d)", e.Message, e.Code) }

func isRPCError(err error) bool {
	var refusal *rpcError
	return errors.As(err, &refusal)
}

// ask puts one question. An error object is an *rpcError, whatever the reply's status.
func (e chainExam) ask(ctx context.Context, result any, method string, params ...any) error {
	if params == nil {
		params = []any{}
	}
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return err
	}
	reply, err := e.probe(ctx, httpclient.Request{
		Op: method, URL: e.Endpoint, Body: body, JSON: true,
		Judge: func(status int, body []byte) httpclient.Verdict {
			mayAnswer := status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests
			_, refusal, err := parseAnswer(body)
			return httpclient.Verdict{Answer: mayAnswer && err == nil && refusal != nil}
		},
	})
	if err != nil {
		return err
	}
	answer, refusal, err := parseAnswer(reply.Body)
	switch {
	case err != nil:
		return fmt.Errorf("%s: the reply isn't JSON-RPC", method)
	case refusal != nil:
		return refusal
	}
	return json.Unmarshal(answer, result)
}

func parseAnswer(body []byte) (result json.RawMessage, refusal *rpcError, err error) {
	var envelope struct {
		Result json.RawMessage `json:"result"`
		Error  *rpcError       `json:"error"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, nil, err
	}
	if envelope.Error == nil && envelope.Result == nil {
		return nil, nil, errors.New("it has neither a result nor an error")
	}
	return envelope.Result, envelope.Error, nil
}
