package chain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// growAfter is after how many answered batches a refused size is tried again.
const growAfter = 16

// lookup is what the streams that ask by key have in common.
type lookup struct {
	node
	// size is how many calls go into the next request, answered how many requests of that size were answered.
	size, answered int
}

func newLookup(config Config, stream string) lookup {
	return lookup{node: newNode(config, stream), size: config.BatchSize}
}

// Axis is the set of keys.
func (l *lookup) Axis() load.Axis { return load.AxisKeys }

// Estimate gives the requests that so many keys take at the present batch size.
func (l *lookup) Estimate(length int64) int64 {
	return (length + int64(l.size) - 1) / int64(l.size)
}

// parts gives the one part that has this definition. A part of another definition, as an earlier version of the
// program may have left one, is not wanted any more; its rows stay.
func (l *lookup) parts(definition any) ([]load.Part, error) {
	text, err := json.Marshal(definition)
	if err != nil {
		return nil, fmt.Errorf("define the part of %s: %w", l.id, err)
	}
	sum := sha256.Sum256(text)
	name := l.id.Stream + "-" + hex.EncodeToString(sum[:4])
	return []load.Part{{Stream: l.id, Name: name, Axis: load.AxisKeys, Asks: text}}, nil
}

// key is what stands behind a wanted key's text, "<block number>:<hash>".
type key struct {
	block int64
	hash  string
}

func (k key) String() string { return strconv.FormatInt(k.block, 10) + ":" + k.hash }

func parseKey(text string) (key, error) {
	number, hash, ok := strings.Cut(text, ":")
	block, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return key{}, fmt.Errorf("%q is no key of this stream: a key is a block number, a colon and a hash", text)
	}
	return key{block, hash}, nil
}

// sortedKeys gives the texts of the keys, each once.
func sortedKeys(keys map[key]bool) []string {
	texts := make([]string, 0, len(keys))
	for k := range keys {
		texts = append(texts, k.String())
	}
	slices.Sort(texts)
	return texts
}

// inquiry is one call and what it is for, for messages.
type inquiry struct {
	op string
	question
}

// subject is what one kind of row is asked for with, and made of.
type subject[R any] struct {
	columns []column[R]
	extra   func(*R) string
	ask     func(key) inquiry
	// read makes a row of a result. A *reorganisedError stops the lookup; any other error rejects the result.
	read func(k key, result string) (R, error)
}

// lookUp appends the rows of the keys, request by request.
func lookUp[R any](ctx context.Context, l *lookup, s subject[R], keys []string, sink extract.Sink) error {
	for len(keys) > 0 {
		now := keys[:min(l.size, len(keys))]
		keys = keys[len(now):]
		asked := make([]key, len(now))
		inquiries := make([]inquiry, len(now))
		for i, text := range now {
			k, err := parseKey(text)
			if err != nil {
				return err
			}
			asked[i], inquiries[i] = k, s.ask(k)
		}
		results, err := l.results(ctx, inquiries, 0)
		if err != nil {
			return err
		}
		if err := s.append(asked, results, sink); err != nil {
			return err
		}
	}
	return nil
}

// append hands the rows of one request to the sink.
func (s subject[R]) append(asked []key, results []string, sink extract.Sink) error {
	rows := make([]R, 0, len(results))
	for i, result := range results {
		row, err := s.read(asked[i], result)
		switch {
		case err == nil:
			rows = append(rows, row)
		case errors.As(err, new(*reorganisedError)):
			return err
		default:
			sink.Reject(load.RejectedRow{Position: -1, Reason: fmt.Sprintf("%s: %v", asked[i], err), Original: []byte(result)})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	batch := batchOf(s.columns, s.extra, rows)
	defer batch.Release()
	return sink.Append(batch)
}

// results gives the results of the inquiries, in their order. What a batch leaves open is asked for singly, and a
// batch that isn't answered in halves.
func (l *lookup) results(ctx context.Context, inquiries []inquiry, guesses int) ([]string, error) {
	if len(inquiries) == 1 {
		result, err := l.single(ctx, inquiries[0])
		return []string{result}, err
	}
	questions := make([]question, len(inquiries))
	for i := range inquiries {
		questions[i] = inquiries[i].question
	}
	op := fmt.Sprintf("%s and %d more", inquiries[0].op, len(inquiries)-1)
	replies, err := l.rpc.batch(ctx, op, questions)
	if err != nil {
		return l.halves(ctx, inquiries, guesses, err)
	}
	l.grow()
	results := make([]string, len(replies))
	for i, r := range replies {
		if results[i] = r.result; r.absent() {
			if results[i], err = l.single(ctx, inquiries[i]); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// single asks for one thing, again and again while the endpoint doesn't have it.
func (l *lookup) single(ctx context.Context, i inquiry) (string, error) {
	return l.rpc.ask(ctx, ask{op: i.op, question: i.question, mustExist: true})
}

// halves asks in two requests for what one wasn't answered with, if that can help.
func (l *lookup) halves(ctx context.Context, inquiries []inquiry, guesses int, err error) ([]string, error) {
	var failed *httpclient.Error
	switch {
	case errors.As(err, new(*mixedError)):
	case errors.As(err, new(*RPCError)):
		l.shrink(len(inquiries))
	case !errors.As(err, &failed):
		return nil, err
	case failed.Class == httpclient.TooLarge || failed.Class == httpclient.BadRequest:
		l.shrink(len(inquiries))
	case failed.Class == httpclient.Timeout || failed.Class == httpclient.Server || failed.Class == httpclient.CutBody || failed.Class == httpclient.Rate:
		// It was tried again several times already; every call of a batch may count against a rate.
		if guesses++; guesses > maxGuesses {
			return nil, err
		}
	default:
		return nil, err
	}
	half := len(inquiries) / 2
	first, err := l.results(ctx, inquiries[:half], guesses)
	if err != nil {
		return nil, err
	}
	second, err := l.results(ctx, inquiries[half:], guesses)
	return append(first, second...), err
}

func (l *lookup) shrink(refused int) {
	l.size, l.answered = max(1, min(l.size, refused/2)), 0
}

func (l *lookup) grow() {
	if l.answered++; l.answered >= growAfter && l.size < l.config.BatchSize {
		l.size, l.answered = min(2*l.size, l.config.BatchSize), 0
	}
}

// reorganisedError says that the chain has another block than the one that committed logs are of.
type reorganisedError struct{ what string }

func (e *reorganisedError) Error() string {
	return e.what + ": the chain was reorganised after the logs were read; run again, and the logs of the last 7 days are compared with the chain and read again where it differs"
}
