package jsonrpc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/faults"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestTopicFilters(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{})
	one := common.BigToHash(common.Big1)
	for _, c := range []struct {
		topics string
		want   int
	}{
		{`[]`, 93},
		{`[null]`, 93},
		{`[null,null]`, 93},
		{`[null,null,null]`, 0},
		{fmt.Sprintf(`[%q]`, topicA), 45},
		{fmt.Sprintf(`[[%q]]`, topicB), 48},
		{fmt.Sprintf(`[[%q,%q]]`, topicA, topicB), 93},
		{fmt.Sprintf(`[%q,%q]`, topicA, one), 45},
		{fmt.Sprintf(`[null,[%q,%q]]`, one, topicA), 93},
		{fmt.Sprintf(`[null,%q]`, topicA), 0},
		{fmt.Sprintf(`[[%q],null,[%q]]`, topicA, one), 0},
	} {
		if got := len(e.logs(`{"fromBlock":"0x0","toBlock":"latest","topics":` + c.topics + `}`)); got != c.want {
			t.Errorf("topics %s match %d logs, want %d", c.topics, got, c.want)
		}
	}
}

func TestFaultsOfObjects(t *testing.T) {
	receipt := jsonrpc.NumberedHash(2, 100)
	c := jsonrpc.NewReplay(jsonrpc.Recording{
		ChainID: 777, Head: 100, Blocks: []jsonrpc.Block{{Number: 100, Hash: jsonrpc.NumberedHash(1, 100), Time: 5}},
		Receipts: []jsonrpc.Receipt{{TransactionHash: receipt, BlockNumber: 100, Succeeded: true, GasUsed: 21_000, GasPrice: common.Big1}},
	})
	for method, param := range map[string]string{
		"eth_getBlockByNumber": `["0x64",false]`, "eth_getBlockByHash": fmt.Sprintf(`[%q,false]`, jsonrpc.NumberedHash(1, 100)),
		"eth_getTransactionReceipt": fmt.Sprintf(`[%q]`, receipt),
	} {
		member := "hash"
		if method == "eth_getTransactionReceipt" {
			member = "gasUsed"
		}
		for kind, holds := range map[jsonrpc.Kind]func(object map[string]any) bool{
			jsonrpc.ObjectMissingField: func(o map[string]any) bool { _, has := o[member]; return !has },
			jsonrpc.ObjectWrongType:    func(o map[string]any) bool { _, is := o[member].(map[string]any); return is },
			jsonrpc.ObjectExtraField:   func(o map[string]any) bool { return o["isTimeBoosted"] == false && o[member] != nil },
		} {
			e := serve(t, c, jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: kind}}})
			call := fmt.Sprintf(`{"id":%%d,"method":%q,"params":%s}`, method, param)
			_, _, body, err := e.post("[" + fmt.Sprintf(call+","+call+","+call, 1, 2, 3) + "]")
			var replies []struct{ Result map[string]any }
			if err := errors.Join(err, json.Unmarshal(body, &replies)); err != nil || len(replies) != 3 {
				t.Fatalf("%s: %v: %s", method, err, body)
			}
			if !holds(replies[1].Result) || replies[0].Result[member] == nil || replies[2].Result[member] == nil {
				t.Errorf("%s, %s: %s", method, kind, body)
			}
		}
	}
}

// TestReorganisedHead checks that only what isn't final changes, and that a block still follows its parent.
func TestReorganisedHead(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Confirmations: 100, Reorganised: true})
	hashes := func(number int64) (hash, parent string) {
		r := e.call("eth_getBlockByNumber", fmt.Sprintf(`["0x%x",false]`, number))
		var b struct{ Hash, ParentHash string }
		if err := json.Unmarshal(r.Result, &b); err != nil {
			t.Fatal(err)
		}
		return b.Hash, b.ParentHash
	}
	final, _ := hashes(900)
	if again, _ := hashes(900); again != final {
		t.Error("the final block changes")
	}
	if _, parent := hashes(901); parent != final {
		t.Error("the first block after the final one doesn't follow it")
	}
	one, _ := hashes(950)
	if other, _ := hashes(950); one == other {
		t.Error("a block that isn't final doesn't change")
	}
}

func TestMisbehave(t *testing.T) {
	if o := jsonrpc.Misbehave(faults.None, 1); len(o.Noise.Faults) > 0 || o.ShuffleSeed != 0 || o.Reorganised {
		t.Errorf("none is %+v", o)
	}
	for _, level := range []faults.Level{faults.Light, faults.Heavy} {
		var well [2]int
		var said [2]strings.Builder
		for i := range said {
			o := jsonrpc.Misbehave(level, 7)
			for k := range o.Noise.Faults {
				if o.Noise.Faults[k].Kind == faults.StalledBody {
					o.Noise.Faults[k].Kind = faults.CutBody // nobody waits here
				}
			}
			e := serve(t, chain(), o)
			for range 200 {
				status, _, body, err := e.post(oneCall)
				if err == nil && status == 200 && strings.Contains(string(body), `"result":[{`) {
					well[i]++
				}
				_, _ = fmt.Fprintln(&said[i], status, len(body), err != nil)
			}
		}
		if said[0].String() != said[1].String() || well[0] < 150 || well[0] > 198 {
			t.Errorf("%s: %d and %d of 200 requests are answered well", level, well[0], well[1])
		}
	}
}
