package evm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Answer is what came of one question of a batch: a result, or a refusal.
type Answer struct {
	Result  json.RawMessage
	Refusal *RefusalError
}

// Batch gives the answers in the order of the questions, whatever order they come in. A batch that isn't taken is asked in
// halves; a question that a backend which is behind refuses is asked again by itself. op says what is being done, for
// errors.
func (n *Node) Batch(ctx context.Context, op string, questions []Question) ([]Answer, error) {
	if len(questions) == 1 {
		answer, err := n.single(ctx, op, questions[0])
		return []Answer{answer}, err
	}
	answers, err := n.whole(ctx, op, questions)
	if err != nil {
		if !isTooMuch(err) {
			return nil, err
		}
		half := len(questions) / 2
		first, err := n.Batch(ctx, op, questions[:half])
		if err != nil {
			return nil, err
		}
		second, err := n.Batch(ctx, op, questions[half:])
		return append(first, second...), err
	}
	for i, answer := range answers {
		if answer.Refusal == nil || !laggingText.MatchString(answer.Refusal.Message) {
			continue
		}
		if answers[i], err = n.single(ctx, op, questions[i]); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// single asks one question.
func (n *Node) single(ctx context.Context, op string, q Question) (Answer, error) {
	result, err := n.Call(ctx, op, q.Method, q.Params...)
	var refusal *RefusalError
	if errors.As(err, &refusal) {
		return Answer{Refusal: refusal}, nil
	}
	return Answer{Result: result}, err
}

// mixedError says that the replies of a batch aren't those to its questions.
type mixedError struct{ problem string }

func (e *mixedError) Error() string { return e.problem }

// isTooMuch tells whether a batch failed in a way that a smaller one may not.
func isTooMuch(err error) bool {
	var failure *httpclient.Error
	if errors.As(err, &failure) {
		return failure.Class == httpclient.TooLarge || failure.Class == httpclient.BadRequest
	}
	return errors.As(err, new(*RefusalError)) || errors.As(err, new(*mixedError))
}

// whole asks all questions in one request.
func (n *Node) whole(ctx context.Context, op string, questions []Question) ([]Answer, error) {
	first := n.lastID + 1
	requests := make([]request, len(questions))
	for i, q := range questions {
		requests[i] = n.request(q)
	}
	body, err := n.post(ctx, op, requests, judgeBatch)
	if err != nil {
		return nil, err
	}
	if refused, err := parseReply(body); err == nil && refused.Error != nil {
		return nil, n.redacted(refused.Error)
	}
	answers, err := n.match(body, first, len(questions))
	if err != nil {
		return nil, fmt.Errorf("%s: read the replies of %s: %w", op, n.endpoint, err)
	}
	return answers, nil
}

// match puts the replies of a batch into the order of its questions, whose ids count from first.
func (n *Node) match(body []byte, first int64, count int) ([]Answer, error) {
	var replies []reply
	if err := json.Unmarshal(body, &replies); err != nil {
		return nil, &mixedError{"they are no JSON-RPC replies: " + err.Error()}
	}
	answers, known := make([]Answer, count), make([]bool, count)
	for _, r := range replies {
		var id int64
		if err := json.Unmarshal(r.ID, &id); err != nil || id < first || id >= first+int64(count) || known[id-first] {
			return nil, &mixedError{fmt.Sprintf("request %s was not asked, or is answered twice", short(string(r.ID)))}
		}
		if len(r.Result) == 0 && r.Error == nil {
			return nil, &mixedError{fmt.Sprintf("the reply to request %d has neither a result nor an error", id)}
		}
		if r.Error != nil {
			r.Error = n.redacted(r.Error)
		}
		answers[id-first], known[id-first] = Answer{r.Result, r.Error}, true
	}
	if len(replies) < count {
		return nil, &mixedError{fmt.Sprintf("%d of %d requests are not answered", count-len(replies), count)}
	}
	return answers, nil
}

// judgeBatch tells the HTTP client what the reply to a batch is. One call that came too often has the whole batch asked
// again, after a wait.
func judgeBatch(status int, body []byte) httpclient.Verdict {
	var replies []reply
	if err := json.Unmarshal(body, &replies); err != nil {
		return judge(status, body)
	}
	for _, r := range replies {
		if r.Error != nil && r.Error.isRate() {
			return httpclient.Verdict{Class: httpclient.Rate, Cause: r.Error.Message}
		}
	}
	return httpclient.Verdict{Answer: status < 500 && status != http.StatusTooManyRequests}
}
