package subgraph

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// signs are what the messages of the gateway and of graph-node say, in the order in which they are looked for, and what follows
// from it. The gateway wraps those of an indexer: bad indexers: {0x…: BadResponse(unattestable response: Query timed out)}.
// What isn't among them is refused for good.
var signs = []struct {
	text  string
	class httpclient.Class
}{
	{"auth error", httpclient.Auth},
	{"must be between 0 and", ""},
	{"Null value resolved", ""},
	{"has no field", ""},
	{"Cannot query field", ""},
	{"indexing_error", ""},
	{"exceeds the limit of", httpclient.TooLarge},
	{"too complex", httpclient.TooLarge},
	{"too expensive", httpclient.TooLarge},
	{"result size", httpclient.TooLarge},
	{"result is too big", httpclient.TooLarge},
	{"timed out", httpclient.Timeout},
	{": Timeout", httpclient.Timeout},
	{"Too many requests", httpclient.Rate},
	{"throttled", httpclient.Rate},
	{"Store error", httpclient.Server},
	{"overloaded", httpclient.Server},
	{"reorganized", httpclient.Server},
	{"internal error", httpclient.Server},
	{"missing block", httpclient.Server},
	{"has only indexed up to block", httpclient.Server},
	{"no indexers found", httpclient.Server},
	{"panic", httpclient.Server},
	{"bad indexers", httpclient.Server},
}

// Judge tells an HTTP client what the errors of a GraphQL answer mean, which come with status 200: whether to ask again, to ask for
// less, or that the key is refused. An answer without errors, and one that is refused for good, is handed on.
func Judge(status int, body []byte) httpclient.Verdict {
	if !bytes.Contains(body, []byte(`"error`)) {
		return httpclient.Verdict{}
	}
	var answer struct {
		Errors []struct{ Message string }
		Error  string
	}
	if json.Unmarshal(body, &answer) != nil {
		return httpclient.Verdict{}
	}
	var messages []string
	for _, e := range answer.Errors {
		messages = append(messages, e.Message)
	}
	if answer.Error != "" {
		messages = append(messages, answer.Error)
	}
	for _, message := range messages {
		for _, sign := range signs {
			if !strings.Contains(message, sign.text) {
				continue
			}
			if sign.class == "" {
				return httpclient.Verdict{Answer: true}
			}
			return httpclient.Verdict{Class: sign.class, Cause: "the subgraph says: " + message}
		}
	}
	return httpclient.Verdict{Answer: status < 500 && len(messages) > 0}
}

// refusalError is what the subgraph refuses for good.
type refusalError struct{ message string }

// Error gives the first message, and what to do about it where that isn't to ask otherwise.
func (e *refusalError) Error() string {
	text := e.message
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "?") + "…"
	}
	switch {
	case strings.Contains(e.message, "indexing_error"):
		text += ": the subgraph stopped at an error of its own; nothing of it is taken over until it is mended"
	case strings.Contains(e.message, "subgraph not found"):
		text += ": check subgraph_id and deployment in the configuration"
	case strings.Contains(e.message, "`startBlock`"):
		text += ": the subgraph has no state of that block"
	}
	return text
}

// isPoisoned tells whether an error says that a row has a relation to what doesn't exist. It spoils the whole answer.
func isPoisoned(err error) bool {
	var refused *refusalError
	return errors.As(err, &refused) && strings.Contains(refused.message, "Null value resolved for non-null field")
}

// isTooMuch tells whether an error says that less has to be asked for, or could help.
func isTooMuch(err error) (slow, large bool) {
	var failed *httpclient.Error
	if !errors.As(err, &failed) {
		return false, false
	}
	return failed.Class == httpclient.Timeout, failed.Class == httpclient.TooLarge
}
