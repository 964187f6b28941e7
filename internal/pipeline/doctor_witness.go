package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// subgraph asks how far the subgraph is. Gateway and graph-node say what is wrong at status 200.
func (d *doctor) subgraph(s config.Subgraph) examination {
	const question = `{"query":"{ _meta { block { number } deployment hasIndexingErrors } }"}`
	return func(ctx context.Context) []Finding {
		subject := "subgraph/" + s.Name
		request := httpclient.Request{
			URL: s.Address(), Body: []byte(question), JSON: true, Header: http.Header{"Content-Type": {"application/json"}},
		}
		if s.Key != "" {
			request.Header.Set("Authorization", "Bearer "+s.Key)
		}
		reply, err := d.probe(ctx, request)
		if err != nil {
			return []Finding{d.refused(subject, err, "")}
		}
		var answer struct {
			Data struct {
				Meta struct {
					Block             struct{ Number int64 }
					Deployment        string
					HasIndexingErrors bool
				} `json:"_meta"`
			}
			Errors []struct{ Message string }
		}
		err = json.Unmarshal(reply.Body, &answer)
		meta := answer.Data.Meta
		switch {
		case err == nil && len(answer.Errors) > 0 && s.Key == "":
			return []Finding{endpoint(subject, LevelWarn, "it refuses: "+d.client.Redact(answer.Errors[0].Message),
				"set key: ${SUBGRAPH_KEY}, or take the instance out: the chain says the same and more")}
		case err == nil && len(answer.Errors) > 0:
			return []Finding{endpoint(subject, LevelFail, "it refuses: "+d.client.Redact(answer.Errors[0].Message), "check endpoint, subgraph_id and what the key allows")}
		case err != nil || meta.Deployment == "":
			return []Finding{endpoint(subject, LevelFail, "it doesn't say how far it is", "check that endpoint, with subgraph_id, is one that answers GraphQL")}
		case meta.HasIndexingErrors:
			return []Finding{endpoint(subject, LevelWarn, "its deployment "+meta.Deployment+" met errors while indexing", "compare with the chain before you rely on it")}
		}
		return []Finding{endpoint(subject, LevelOK, fmt.Sprintf("deployment %s has indexed block %d", meta.Deployment, meta.Block.Number), "")}
	}
}

// answers asks for a page that must be JSON of the given form.
func (d *doctor) answers(subject, page, hint string, form any) examination {
	return func(ctx context.Context) []Finding {
		reply, err := d.probe(ctx, httpclient.Request{URL: page, JSON: true})
		if err != nil {
			return []Finding{d.refused(subject, err, hint)}
		}
		if err := json.Unmarshal(reply.Body, form); err != nil {
			return []Finding{endpoint(subject, LevelFail, page+" answers something else than expected", hint)}
		}
		return []Finding{endpoint(subject, LevelOK, page+" answers", "")}
	}
}

// explorer asks each of the Explorer's four servers for something small.
func (d *doctor) explorer(e config.Explorer, add func(string, examination)) {
	for _, server := range []struct {
		key, address, page string
		form               any
	}{
		{"endpoint", e.Endpoint, "/current-round", &struct{ ID int64 }{}},
		{"leaderboard", e.Leaderboard, "/regions", &struct{ Regions []struct{ ID string } }{}},
		{"ai_leaderboard", e.AILeaderboard, "/regions", &struct{ Regions []struct{ ID string } }{}},
		{"price_list", e.PriceList, "/orchestratorStats", &[]struct{ Address string }{}},
	} {
		subject := "explorer/" + e.Name + " " + server.key
		add(server.address, d.answers(subject, server.address+server.page, "check "+server.key+", or empty it to do without", server.form))
	}
}
