package contracts

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/lakepeer/lakepeer/internal/evm"
)

// batchSize is how many calls go into one request: what every provider takes.
const batchSize = 50

// Inquiry collects questions, to ask them together. What a question gives is filled in by Do.
type Inquiry struct {
	reader  *Reader
	pending []pending
	err     error
}

// pending is a question that is not asked yet.
type pending struct {
	// what names the call for errors: "getDelegator(0x…)".
	what     string
	function function
	question evm.Question
	into     any
}

// Ask begins an inquiry.
func (r *Reader) Ask() *Inquiry { return &Inquiry{reader: r} }

// Count gives the number of questions collected.
func (q *Inquiry) Count() int { return len(q.pending) }

// add collects a question whose answer goes into a struct with a field for every value returned.
func (q *Inquiry) add(into any, name string, arguments ...any) {
	f := q.reader.functions[name]
	contract, ok := q.reader.deployment.Contract(f.contract)
	if !ok {
		q.err = errors.Join(q.err, fmt.Errorf("ask %s.%s: the deployment %s names no such contract", f.contract, name, q.reader.deployment.Name))
		return
	}
	packed, err := f.method.Inputs.Pack(arguments...)
	if err != nil {
		q.err = errors.Join(q.err, fmt.Errorf("encode the call of %s.%s: %w", f.contract, name, err))
		return
	}
	calldata := append(append([]byte{}, f.method.ID...), packed...)
	q.pending = append(q.pending, pending{
		what: fmt.Sprintf("%s.%s%v", f.contract, name, arguments), function: f,
		question: evm.ContractCall(contract.Address, calldata, q.reader.block), into: into,
	})
}

// number collects a question that has one number for an answer.
func (q *Inquiry) number(name string, arguments ...any) *Number {
	n := &Number{new(big.Int)}
	q.add(n, name, arguments...)
	return n
}

// Do asks what was collected. The error is a *StateError if the endpoint doesn't have the block's state; a function that
// reverts, or that the address doesn't have, is an error that names it.
func (q *Inquiry) Do(ctx context.Context) error {
	if q.err != nil {
		return q.err
	}
	for rest := q.pending; len(rest) > 0; {
		now := rest[:min(batchSize, len(rest))]
		rest = rest[len(now):]
		if err := q.do(ctx, now); err != nil {
			return err
		}
	}
	q.pending = nil
	return nil
}

func (q *Inquiry) do(ctx context.Context, asked []pending) error {
	questions := make([]evm.Question, len(asked))
	for i, p := range asked {
		questions[i] = p.question
	}
	op := fmt.Sprintf("ask contracts at block %d, %s and %d more", q.reader.block, asked[0].what, len(asked)-1)
	answers, err := q.reader.node.Batch(ctx, op, questions)
	if err != nil {
		return q.failed(op, err)
	}
	for i, answer := range answers {
		op := fmt.Sprintf("ask %s at block %d", asked[i].what, q.reader.block)
		if answer.Refusal != nil {
			return q.failed(op, answer.Refusal)
		}
		if err := asked[i].read(answer); err != nil {
			return fmt.Errorf("%s: read the answer of %s: %w", op, q.reader.node.Endpoint(), err)
		}
	}
	return nil
}

// failed tells a node without the state from contracts that refuse, and from other failures.
func (q *Inquiry) failed(op string, err error) error {
	var refusal *evm.RefusalError
	switch {
	case evm.HasNoState(err):
		return &StateError{Endpoint: q.reader.node.Endpoint(), Block: q.reader.block, Err: err}
	case errors.As(err, &refusal) && refusal.IsRevert():
		return fmt.Errorf("%s: the contract reverts: %w; its code is another than the one known here", op, err)
	case errors.As(err, &refusal):
		return fmt.Errorf("%s: %s refuses: %w; use an endpoint that answers eth_call", op, q.reader.node.Endpoint(), err)
	default:
		return err
	}
}

// read decodes an answer into where it belongs.
func (p pending) read(answer evm.Answer) error {
	data, err := evm.Bytes(answer.Result)
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return errors.New("it is empty: there is no such contract at this block")
	}
	if want := 32 * len(p.function.method.Outputs); len(data) != want {
		return fmt.Errorf("it has %d bytes in place of %d", len(data), want)
	}
	values, err := p.function.method.Outputs.Unpack(data)
	if err != nil {
		return err
	}
	return p.function.method.Outputs.Copy(p.into, values)
}
