package subgraph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

const (
	// settling is how long after an event its block may still be reorganised, at the very most.
	settling = 30 * time.Minute
	// safety is how many blocks before the head snapshots are taken: about half an hour. The chain's logs of those blocks are
	// final by then, so that a night's snapshots can be compared with the same night's logs.
	safety = 7200
	// lately is how many blocks before that changes are looked at: about 90 days.
	lately = 90 * 345_600
	// fresh is how long what the subgraph says of its head is good enough. The streams of a run share it.
	fresh = time.Hour
)

// node is the subgraph as all streams of an instance ask it. It is safe for concurrent use.
type node struct {
	config   Config
	endpoint string // redacted

	mu    sync.Mutex
	beat  *heartbeat
	types map[string][]served
}

// heartbeat is how far the subgraph is.
type heartbeat struct {
	Number, Time     int64
	Hash, Deployment string
	Failing          bool
	// pinned is the block that snapshots are taken at.
	pinned int64
	// settled is the Unix time before which no event can come or go; round is the start of the newest round that had
	// begun by then, before which all rounds are over.
	settled, round int64
	// asked is when this was.
	asked time.Time
}

func newNode(config Config) *node {
	return &node{config: config, endpoint: config.Client.Redact(config.Endpoint)}
}

// question is a GraphQL request.
type question struct {
	op        string
	query     string
	variables map[string]any
	// sized says that the caller asks for less when this is too much.
	sized bool
	meter *httpclient.Meter
}

// ask gives the data of an answer. What the subgraph refuses for good is a *refusalError; without a key a refused key isn't a failure.
func (n *node) ask(ctx context.Context, q question, into any) error {
	body, err := json.Marshal(map[string]any{"query": q.query, "variables": q.variables})
	if err != nil {
		return fmt.Errorf("%s: write the request: %w", q.op, err)
	}
	request := httpclient.Request{
		Op: q.op, Method: http.MethodPost, URL: n.config.Endpoint, Body: body, JSON: true, Judge: Judge, Meter: q.meter,
		Header: http.Header{"Content-Type": {"application/json"}},
	}
	if n.config.Key != "" {
		request.Header.Set("Authorization", "Bearer "+n.config.Key)
	}
	if q.sized {
		request.Final = []httpclient.Class{httpclient.Timeout, httpclient.TooLarge}
	}
	reply, err := n.config.Client.Do(ctx, request)
	if failed := new(httpclient.Error); errors.As(err, &failed) && failed.Class == httpclient.Auth {
		return n.unavailable(failed)
	}
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
		Error  string
	}
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return fmt.Errorf("%s: read the answer of %s: %w", q.op, n.endpoint, err)
	}
	for _, e := range answer.Errors {
		answer.Error = e.Message
		break
	}
	switch {
	case answer.Error != "":
		return fmt.Errorf("%s: %s refuses: %w", q.op, n.endpoint, &refusalError{n.config.Client.Redact(answer.Error)})
	case len(answer.Data) == 0 || string(answer.Data) == "null":
		return fmt.Errorf("%s: the answer of %s has no data: is it the address of a subgraph?", q.op, n.endpoint)
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		return fmt.Errorf("%s: read the answer of %s: %w", q.op, n.endpoint, err)
	}
	return nil
}

func (n *node) unavailable(err error) error {
	if n.config.Key == "" {
		return &extract.UnavailableError{
			Endpoint: n.endpoint, Optional: true, Err: err,
			WayOut: "the gateway wants an API key: make one at https://thegraph.com/studio and name it as key of the subgraph source, or name an endpoint that wants none",
		}
	}
	return &extract.UnavailableError{Endpoint: n.endpoint, WayOut: "check the key of the subgraph source", Err: err}
}

// heart gives how far the subgraph is. All streams get the same for an hour, so that their snapshots are of one block.
func (n *node) heart(ctx context.Context, meter *httpclient.Meter) (heartbeat, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.beat != nil && n.config.Clock().Sub(n.beat.asked) < fresh {
		return *n.beat, nil
	}
	const op = "ask how far the subgraph is"
	var head struct {
		Meta struct {
			Block struct {
				Number, Timestamp *int64
				Hash              *string
			}
			Deployment        string
			HasIndexingErrors bool
		} `json:"_meta"`
	}
	err := n.ask(ctx, question{op: op, query: headQuery, meter: meter}, &head)
	if err != nil {
		return heartbeat{}, err
	}
	block := head.Meta.Block
	if block.Number == nil || block.Timestamp == nil || head.Meta.Deployment == "" {
		return heartbeat{}, fmt.Errorf("%s: the answer of %s lacks the block's number or time, or the deployment", op, n.endpoint)
	}
	b := heartbeat{
		Number: *block.Number, Time: *block.Timestamp, Deployment: head.Meta.Deployment, Failing: head.Meta.HasIndexingErrors,
		pinned: *block.Number - safety, asked: n.config.Clock(),
	}
	if block.Hash != nil {
		b.Hash = *block.Hash
	}
	b.settled = min(b.Time, b.asked.Unix()) - int64(settling/time.Second)
	var newest struct {
		Rounds []struct{ StartTimestamp int64 }
	}
	err = n.ask(ctx, question{
		op: "ask for the newest round", query: roundQuery, meter: meter, variables: map[string]any{"settled": b.settled, "block": b.Number},
	}, &newest)
	if err != nil {
		return heartbeat{}, err
	}
	if len(newest.Rounds) > 0 {
		b.round = newest.Rounds[0].StartTimestamp
	}
	n.beat = &b
	return b, nil
}

// The questions of a heartbeat.
const (
	headQuery  = `{ _meta { block { number hash timestamp } deployment hasIndexingErrors } }`
	roundQuery = `query Newest($settled: Int!, $block: Int!) {
  rounds(first: 1, orderBy: startTimestamp, orderDirection: desc, where: {startTimestamp_lte: $settled, initialized: true}, block: {number_gte: $block}) {
    startTimestamp
  }
}`
)

// moved forgets how far the subgraph was, if that was said by another deployment than the one that answers now.
func (n *node) moved(answering string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.beat != nil && n.beat.Deployment != answering {
		n.beat, n.types = nil, nil
	}
}

// chain asks the chain's node for its head and for the time of a block, 0 where no node is configured.
func (n *node) chain(ctx context.Context, block int64) (head, at int64, err error) {
	if n.config.RPC == "" {
		return 0, 0, nil
	}
	rpc := evm.NewNode(n.config.Client, n.config.RPC)
	result, err := rpc.Call(ctx, "ask for the chain's head", "eth_blockNumber")
	if err == nil {
		head, err = evm.Quantity(result)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("ask %s how far the chain is: %w", rpc.Endpoint(), err)
	}
	result, err = rpc.Call(ctx, fmt.Sprintf("ask for block %d", block), "eth_getBlockByNumber", evm.BlockTag(block), false)
	var header struct{ Timestamp json.RawMessage }
	if err == nil {
		err = json.Unmarshal(result, &header)
	}
	if err == nil && header.Timestamp != nil {
		at, err = evm.Quantity(header.Timestamp)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("ask %s for the time of block %d: %w", rpc.Endpoint(), block, err)
	}
	return head, at, nil
}
