package explorer

import (
	"encoding/json"
	"fmt"
	"time"
)

// lookupKind is one route that answers about one thing at a time.
type lookupKind struct {
	stream  string
	service service
	// route is the route's pattern, for the part's definition; what says in an error's words what is read.
	route, what string
	// path gives the route of a key.
	path func(key) string
	// wants says which keys are asked for.
	wants want
	// patience is how long after the end of a parent's slice its keys are still asked for; 0 is for ever.
	patience time.Duration
	decode   func(*sheet, key, answer) error
	// refused makes a row of the refusal to answer for a key; nil rejects it.
	refused func(k key, says string) map[string]any
}

const (
	// presentPatience is for routes that answer of the present: a run that began before midnight may end after it.
	presentPatience = 24 * time.Hour
	// runPatience keeps single tests to those of the last days: the past is there added up.
	runPatience = 3 * 24 * time.Hour
)

// lookupKinds are the lookup streams.
func lookupKinds() []lookupKind {
	return []lookupKind{
		{
			stream: "score", service: site, route: "/score/{address}", what: "the score", wants: ofTested{}, patience: presentPatience,
			path: func(k key) string { return "/score/" + k.subject }, decode: whole("orchestrator"),
		},
		{
			stream: "pending_stake", service: site, route: "/pending-stake/{address}", what: "the pending stake", wants: ofTested{}, patience: presentPatience,
			path: func(k key) string { return "/pending-stake/" + k.subject }, decode: whole("account"),
		},
		{
			stream: "ens", service: site, route: "/ens-data/{address}", what: "the ENS name", wants: ofOrchestrators{},
			path: func(k key) string { return "/ens-data/" + k.subject }, decode: whole("address"),
			refused: func(k key, says string) map[string]any {
				return map[string]any{"address": k.subject, askedFor: k.day, "refusal": says}
			},
		},
		{
			stream: "proposal_state", service: site, route: "/treasury/proposal/{id}/state", what: "the state of proposal", wants: ofOpenProposals{},
			path:   func(k key) string { return "/treasury/proposal/" + k.subject + "/state" },
			decode: decodeState,
		},
		{
			stream: "proposal_votes", service: site, route: "/treasury/proposal/{id}/votes/{address}", what: "a voter's power at proposal", wants: ofVoters{},
			path:   func(k key) string { return "/treasury/proposal/" + k.subject + "/votes/" + k.voter },
			decode: decodePower,
		},
		{
			stream: "leaderboard_raw", service: board, route: "/raw_stats", what: "the transcoding tests", wants: ofTests{"leaderboard_stats"},
			patience: runPatience, path: rawPath, decode: decodeRuns,
		},
		{
			stream: "leaderboard_ai_raw", service: aiBoard, route: "/raw_stats", what: "the AI tests", wants: ofTests{"leaderboard_ai_stats"},
			patience: runPatience, path: rawPath, decode: decodeRuns,
		},
		{
			stream: "top_ai_score", service: aiBoard, route: "/top_ai_score", what: "the best AI score", wants: ofTested{}, patience: presentPatience,
			path:   func(k key) string { return "/top_ai_score?orchestrator=" + k.subject },
			decode: whole("orchestrator"),
		},
	}
}

// rawPath asks for the tests of one day; of one pipeline and model where the key names them.
func rawPath(k key) string {
	query := window(k.begin())
	query.Set("orchestrator", k.subject)
	if k.pipeline != "" {
		query.Set("pipeline", k.pipeline)
		query.Set("model", k.model)
	}
	return "/raw_stats?" + query.Encode()
}

// whole reads an object that is the row.
func whole(subject string) func(*sheet, key, answer) error {
	return func(s *sheet, k key, a answer) error {
		fields, err := fieldsOf(a.body)
		if err == nil {
			s.add(-1, json.RawMessage(a.body), fields, a.stamped(map[string]any{subject: k.subject, askedFor: k.day}))
		}
		return err
	}
}

// decodeState reads the state of a proposal, with its votes.
func decodeState(s *sheet, k key, a answer) error {
	fields, err := fieldsOf(a.body, "votes")
	if err != nil {
		return err
	}
	if id, _ := (column{kind: decimal}).parse(orMissing(fields["id"])); id != nil && id != k.subject {
		return fmt.Errorf("it is about proposal %v", id)
	}
	s.add(-1, json.RawMessage(a.body), fields, a.stamped(map[string]any{"proposal_id": k.subject, askedFor: k.day}))
	return nil
}

// orMissing gives null for no value.
func orMissing(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

// decodePower reads the voting power of a voter and of its delegate, which a voter without one doesn't have.
func decodePower(s *sheet, k key, a answer) error {
	fields, err := fieldsOf(a.body, "self", "delegate")
	if err != nil {
		return err
	}
	delete(fields, "delegate") // null
	s.add(-1, json.RawMessage(a.body), fields, a.stamped(map[string]any{"proposal_id": k.subject, "voter": k.voter}))
	return nil
}

// decodeRuns reads {"<region>": [test, …]}.
func decodeRuns(s *sheet, k key, a answer) error {
	regions, err := members(a.body)
	for _, region := range regions {
		tests, err := elements(region.value)
		if err != nil {
			s.reject(-1, fmt.Sprintf("%s, region %.40s: %v", k, region.name, err), region.value)
			continue
		}
		for _, test := range tests {
			s.object(test, a.stamped(map[string]any{
				"orchestrator": k.subject, askedFor: k.day, "asked_pipeline": k.pipeline, "asked_model": k.model,
			}))
		}
	}
	return err
}
