package graphnode

import (
	"fmt"
	"net/http"
	"strings"
)

const (
	// indexer is the address of the only indexer that the gateway asks.
	indexer = "0x5e7c0de5e7c0de5e7c0de5e7c0de5e7c0de5e7c0"
	// tolerated is how many blocks an indexer may be behind the one that is asked for and still be asked: about a minute
	// of four blocks a second.
	tolerated = 240
	// maxIndexerText is how many characters of an indexer's error the gateway passes on.
	maxIndexerText = 256
)

// admit checks the key of a request: that of the header or, if there is none, that of the path.
func (n *server) admit(r *http.Request) *failure {
	if n.options.Key == "" {
		return nil
	}
	key := r.PathValue("key")
	if header, given := r.Header["Authorization"]; given {
		bearer, ok := strings.CutPrefix(header[0], "Bearer")
		if !ok {
			return attestablef("auth error: invalid authorization header")
		}
		key = strings.TrimSpace(bearer)
	} else if key == "" {
		return attestablef("auth error: missing authorization header")
	}
	switch {
	case key == "":
		return attestablef("auth error: missing API key")
	case len(key) != 32 || strings.Trim(strings.ToLower(key), "0123456789abcdef") != "":
		return attestablef("auth error: malformed API key")
	case key != n.options.Key:
		return attestablef("auth error: API key not found")
	}
	return nil
}

// unknown is the answer to a request for another deployment.
func (n *server) unknown(deployment string) *failure {
	if n.options.Gateway {
		return attestablef("subgraph not found: %s", deployment)
	}
	return attestablef("deployment `%s` does not exist", deployment)
}

// through gives an answer as it comes through the gateway, which takes an error that not every node would find for its
// indexer's, and has no other one to ask.
func (a answer) through(head int64) answer {
	for _, f := range a.errors {
		if f.attestable {
			continue
		}
		reason := fmt.Sprintf("BadResponse(unattestable response: %s)", shortened(f.message))
		if f.missing > head+tolerated {
			reason = fmt.Sprintf("Unavailable(missing block: %d, latest: %d)", f.missing, head)
		}
		return answer{errors: []*failure{attestablef("bad indexers: {%s: %s}", indexer, reason)}}
	}
	return a
}

// shortened cuts an indexer's text to what the gateway passes on.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > maxIndexerText {
		return string(runes[:maxIndexerText])
	}
	return text
}
