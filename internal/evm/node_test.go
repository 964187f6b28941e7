package evm_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// asked is a call as a server gets it.
type asked struct {
	ID     int64
	Method string
	Params []json.RawMessage
}

// newNode makes a node that answers single calls and batches by answer, which gives the reply's members besides the id. It
// waits for nothing.
func newNode(t *testing.T, answer func(calls []asked, isBatch bool) any) *evm.Node {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		isBatch := body[0] == '['
		calls := make([]asked, 1)
		var err error
		if isBatch {
			err = json.Unmarshal(body, &calls)
		} else {
			err = json.Unmarshal(body, &calls[0])
		}
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer(calls, isBatch))
	}))
	t.Cleanup(server.Close)
	client := httpclient.New(httpclient.Options{MaxAttempts: 3, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	t.Cleanup(client.Close)
	return evm.NewNode(client, server.URL)
}

func result(c asked) map[string]any {
	return map[string]any{"jsonrpc": "2.0", "id": c.ID, "result": fmt.Sprintf("%s of %s", c.Method, c.Params[0])}
}

func refusal(id any, code int, message string) map[string]any {
	return map[string]any{"jsonrpc": "2.0", "id": id, "error": map[string]any{"code": code, "message": message}}
}

// questions are numbered by their parameter.
func questions(n int) []evm.Question {
	list := make([]evm.Question, n)
	for i := range list {
		list[i] = evm.Question{Method: "ask", Params: []any{i}}
	}
	return list
}

// check fails the test unless answers are those to questions(n), in order.
func check(t *testing.T, answers []evm.Answer, err error, n int) {
	t.Helper()
	if err != nil || len(answers) != n {
		t.Fatalf("%d answers, %v", len(answers), err)
	}
	for i, answer := range answers {
		if want := fmt.Sprintf(`"ask of %d"`, i); string(answer.Result) != want || answer.Refusal != nil {
			t.Errorf("answer %d is %s, %v", i, answer.Result, answer.Refusal)
		}
	}
}

func TestBatchPutsAnswersIntoOrder(t *testing.T) {
	node := newNode(t, func(calls []asked, _ bool) any {
		slices.Reverse(calls)
		replies := make([]any, len(calls))
		for i, c := range calls {
			replies[i] = result(c)
		}
		return replies
	})
	answers, err := node.Batch(t.Context(), "ask", questions(7))
	check(t, answers, err, 7)
}

func TestBatchesThatAreNotTakenAreHalved(t *testing.T) {
	for name, refuse := range map[string]func(calls []asked) any{
		"too large": func([]asked) any {
			return refusal(nil, -32600, "batch of 10 calls is too large, at most 3 are allowed")
		},
		"missing":      func(calls []asked) any { return []any{result(calls[0])} },
		"twice":        func(calls []asked) any { return []any{result(calls[0]), result(calls[0])} },
		"not asked":    func([]asked) any { return []any{result(asked{ID: 9999, Params: []json.RawMessage{nil}})} },
		"without both": func(calls []asked) any { return []any{map[string]any{"id": calls[0].ID}} },
	} {
		t.Run(name, func(t *testing.T) {
			largest := 0
			node := newNode(t, func(calls []asked, isBatch bool) any {
				if len(calls) > 3 {
					return refuse(calls)
				}
				largest = max(largest, len(calls))
				replies := make([]any, len(calls))
				for i, c := range calls {
					replies[i] = result(c)
				}
				if !isBatch {
					return replies[0]
				}
				return replies
			})
			answers, err := node.Batch(t.Context(), "ask", questions(10))
			check(t, answers, err, 10)
			if largest < 2 {
				t.Error("every question was asked by itself")
			}
		})
	}
}

func TestBatchWaitsForWhatComesAndGoes(t *testing.T) {
	requests, singles := 0, 0
	node := newNode(t, func(calls []asked, isBatch bool) any {
		if requests++; requests == 1 {
			return []any{result(calls[0]), refusal(calls[1].ID, -32005, "daily request count exceeded, request rate limited")}
		}
		if !isBatch {
			singles++
			return result(calls[0])
		}
		return []any{result(calls[0]), refusal(calls[1].ID, -32000, "header not found")}
	})
	answers, err := node.Batch(t.Context(), "ask", questions(2))
	check(t, answers, err, 2)
	if requests != 3 || singles != 1 {
		t.Errorf("%d requests, %d of them for one call", requests, singles)
	}
}

func TestBatchKeepsRefusals(t *testing.T) {
	node := newNode(t, func(calls []asked, _ bool) any {
		return []any{refusal(calls[0].ID, 3, "execution reverted"), refusal(calls[1].ID, -32000, "missing trie node ab (path ) state 0xcd is not available"), result(calls[2])}
	})
	answers, err := node.Batch(t.Context(), "ask", questions(3))
	if err != nil {
		t.Fatal(err)
	}
	if !answers[0].Refusal.IsRevert() || evm.HasNoState(answers[0].Refusal) {
		t.Errorf("a revert is %v", answers[0].Refusal)
	}
	if !evm.HasNoState(answers[1].Refusal) || answers[1].Refusal.IsRevert() {
		t.Errorf("a missing state is %v", answers[1].Refusal)
	}
	if string(answers[2].Result) != `"ask of 2"` {
		t.Errorf("the third answer is %s", answers[2].Result)
	}
}

func TestCall(t *testing.T) {
	for _, test := range []struct {
		name  string
		reply func(asked) any
		want  func(error) bool
	}{
		{"result", func(c asked) any { return result(c) }, func(err error) bool { return err == nil }},
		{"refusal", func(c asked) any { return refusal(c.ID, -32601, "the method ask does not exist") }, func(err error) bool {
			var refused *evm.RefusalError
			return errors.As(err, &refused) && refused.Code == -32601 && !evm.HasNoState(err)
		}},
		{"other id", func(asked) any { return result(asked{ID: 77, Params: []json.RawMessage{nil}}) }, func(err error) bool {
			return err != nil && strings.Contains(err.Error(), "it mixes replies up, use another endpoint")
		}},
		{"pruned", func(c asked) any { return refusal(c.ID, -32000, "missing trie node ab") }, evm.HasNoState},
		{"behind", func(c asked) any { return refusal(c.ID, -32000, "header not found") }, evm.HasNoState},
		{"null", func(c asked) any { return map[string]any{"id": c.ID, "result": nil} }, func(err error) bool { return err != nil && !evm.HasNoState(err) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			node := newNode(t, func(calls []asked, _ bool) any { return test.reply(calls[0]) })
			if _, err := node.Call(t.Context(), "ask for it", "ask", 1); !test.want(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestValues(t *testing.T) {
	for text, want := range map[string]int64{`"0x0"`: 0, `"0xa4b1"`: 42161, `"0x7fffffffffffffff"`: 1<<63 - 1} {
		if n, err := evm.Quantity(json.RawMessage(text)); err != nil || n != want {
			t.Errorf("%s is %d, %v", text, n, err)
		}
	}
	for _, text := range []string{`7`, `"7"`, `"0x8000000000000000"`, `"0x"`, `null`, `{}`} {
		if n, err := evm.Quantity(json.RawMessage(text)); err == nil {
			t.Errorf("%s is read as %d", text, n)
		}
	}
	for _, text := range []string{`7`, `"00"`, `"0x0"`, `"0xzz"`} {
		if b, err := evm.Bytes(json.RawMessage(text)); err == nil {
			t.Errorf("%s is read as %x", text, b)
		}
	}
	call := evm.ContractCall("0x00000000000000000000000000000000000000c0", []byte{1, 255}, 255)
	if text, _ := json.Marshal(call.Params); string(text) != `[{"data":"0x01ff","to":"0x00000000000000000000000000000000000000c0"},"0xff"]` {
		t.Errorf("a contract is called with %s", text)
	}
}
