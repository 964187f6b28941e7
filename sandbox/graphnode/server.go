package graphnode

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxBody is how many bytes a request may have.
const maxBody = 4 << 20

// NewServer gives a handler that answers queries about a store. They are posted to /subgraphs/id/<deployment> or
// /subgraphs/name/<any name> of a graph-node, to /api/subgraphs/id/<any id> or /api/deployments/id/<deployment> of the
// gateway, there also with the key behind /api, or to /. Nearly every error comes with status 200, as it does there.
func NewServer(s *Store, o Options) http.Handler {
	n := &server{store: s, options: o, rules: queryRules()}
	mux := http.NewServeMux()
	for _, pattern := range []string{
		"POST /{$}", "POST /subgraphs/name/{name...}", "POST /subgraphs/id/{deployment}",
		"POST /api/subgraphs/id/{subgraph}", "POST /api/{key}/subgraphs/id/{subgraph}",
		"POST /api/deployments/id/{deployment}", "POST /api/{key}/deployments/id/{deployment}",
	} {
		mux.HandleFunc(pattern, n.serve)
	}
	if o.Gateway {
		mux.HandleFunc("GET /{$}", say("Ready to roll!"))
		mux.HandleFunc("GET /ready", say("Ready"))
	}
	return shared(mux)
}

// queryRules are GraphQL's rules of validation. Their messages make no suggestions, as graph-node's don't.
func queryRules() *rules.Rules {
	all := rules.NewDefaultRules()
	for _, quiet := range []struct{ rule, instead validator.Rule }{
		{rules.FieldsOnCorrectTypeRule, rules.FieldsOnCorrectTypeRuleWithoutSuggestions},
		{rules.KnownArgumentNamesRule, rules.KnownArgumentNamesRuleWithoutSuggestions},
		{rules.KnownTypeNamesRule, rules.KnownTypeNamesRuleWithoutSuggestions},
		{rules.ScalarLeafsRule, rules.ScalarLeafsRuleWithoutSuggestions},
		{rules.ValuesOfCorrectTypeRule, rules.ValuesOfCorrectTypeRuleWithoutSuggestions},
	} {
		all.RemoveRule(quiet.rule.Name)
		all.AddRule(quiet.instead.Name, quiet.instead.RuleFunc)
	}
	return all
}

func say(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

// shared lets browsers of any origin in.
func shared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			w.Header().Set("Access-Control-Allow-Methods", "POST, OPTIONS")
			w.Header().Set("Access-Control-Allow-Headers", "*")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// server answers requests.
type server struct {
	store   *Store
	options Options
	rules   *rules.Rules
}

func (n *server) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if refused := n.admit(r); refused != nil {
		send(w, answer{errors: []*failure{refused}})
		return
	}
	deployment := n.options.Deployment()
	if wanted := r.PathValue("deployment"); wanted != "" && wanted != deployment {
		send(w, answer{errors: []*failure{n.unknown(wanted)}})
		return
	}
	text, variables, err := readRequest(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		n.sendBadRequest(w, err)
		return
	}
	q := &query{
		store: n.store, options: n.options, rules: n.rules, deployment: deployment, head: n.options.Head(), variables: variables,
		failing: n.options.IndexingError != nil && n.options.IndexingError(),
	}
	a := q.answer(r.Context(), text)
	if n.options.Gateway {
		send(w, a.through(q.head.Number))
		return
	}
	w.Header().Set("graph-attestable", strconv.FormatBool(a.attestable()))
	indexed, _ := json.Marshal(map[string]any{"hash": q.head.Hash, "number": q.head.Number, "timestamp": q.head.Time})
	w.Header().Set("graph-indexed", string(indexed))
	send(w, a)
}

// readRequest reads the query and the variables out of a request's body.
func readRequest(body io.Reader) (text string, variables map[string]any, err error) {
	content, err := io.ReadAll(body)
	if err != nil {
		return "", nil, err
	}
	var request struct {
		Query     *string         `json:"query"`
		Variables json.RawMessage `json:"variables"`
	}
	if err := json.Unmarshal(content, &request); err != nil {
		return "", nil, err
	}
	if request.Query == nil {
		return "", nil, errors.New(`The "query" field is missing in request data`) //nolint:staticcheck // graph-node's text
	}
	if len(request.Variables) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(request.Variables))
		decoder.UseNumber()
		if err := decoder.Decode(&variables); err != nil {
			return "", nil, errVariables
		}
	}
	return *request.Query, variables, nil
}

// errVariables is the gateway's text for variables that are neither an object nor null.
var errVariables = errors.New("Failed to parse variables") //nolint:staticcheck // as it is written there

// sendBadRequest answers a body that holds no query.
func (n *server) sendBadRequest(w http.ResponseWriter, err error) {
	if n.options.Gateway {
		send(w, answer{errors: []*failure{attestablef("bad query: %v", err)}})
		return
	}
	body, _ := json.Marshal(map[string]string{"error": "GraphQL server error (client error): " + err.Error()})
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write(body)
}

// send writes an answer. Who doesn't read it to its end isn't told.
func send(w http.ResponseWriter, a answer) { _, _ = w.Write(a.json()) }
