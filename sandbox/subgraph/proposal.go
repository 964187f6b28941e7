package subgraph

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// supports are the names of what a vote on a proposal says, in the order of the contract's numbers.
var supports = []string{"Against", "For", "Abstain"}

// proposal is a row of TreasuryProposal.
type proposal struct {
	id, proposer, start, end, description string
	targets, values, calls                []string
	// votes are the LPT wei against, for, and abstaining.
	votes [3]*big.Int
}

func (p *proposal) entity() graphnode.Entity {
	return graphnode.Entity{
		"proposer": p.proposer, "targets": p.targets, "values": p.values, "calldatas": p.calls, "voteStart": p.start,
		"voteEnd": p.end, "description": p.description, "againstVotes": tokens(p.votes[0]).String(), "forVotes": tokens(p.votes[1]).String(),
		"abstainVotes": tokens(p.votes[2]).String(), "totalVotes": tokens(total(p.votes[:]...)).String(),
	}
}

// createProposal makes the row of a proposal.
func (x *Index) createProposal(e *event) {
	p := &proposal{
		id: e.text("proposalId"), proposer: e.text("proposer"), start: e.text("voteStart"), end: e.text("voteEnd"),
		description: e.text("description"), votes: [3]*big.Int{new(big.Int), new(big.Int), new(big.Int)},
	}
	for argument, members := range map[string]*[]string{"targets": &p.targets, "values": &p.values, "calldatas": &p.calls} {
		var err error
		if *members, err = e.list(argument); err != nil {
			x.err = fmt.Errorf("%s of proposal %s: %w", argument, p.id, err)
			return
		}
	}
	x.account(e, p.proposer)
	x.state.proposals[p.id] = p
	x.page.show("TreasuryProposal", p.id, p)
}

// voteProposal notes a vote on a proposal, and counts it gross or as the governor does.
func (x *Index) voteProposal(e *event) {
	p, voter, support := x.state.proposals[e.text("proposalId")], e.text("voter"), e.integer("support")
	x.account(e, voter)
	weight := e.wei("weight")
	e.row["support"], e.row["reason"] = supports[support], orNil(e.text("reason"))
	x.page.put("TreasuryVote", p.id+"-"+voter, graphnode.Entity{
		"proposal": p.id, "voter": voter, "support": supports[support], "weight": tokens(weight).String(), "reason": orNil(e.text("reason")),
	})
	if x.wrong[GrossVotes] {
		p.votes[support] = sum(p.votes[support], weight)
	} else {
		p.votes = x.officialVotes(p.id)
	}
	x.page.show("TreasuryProposal", p.id, p)
}

// officialVotes gives the governor's votes on a proposal.
func (x *Index) officialVotes(id string) [3]*big.Int {
	number, _ := new(big.Int).SetString(id, 10) // the id of a decoded event is always a number
	official := x.options.Views.LivepeerGovernor.Proposal(common.BigToHash(number))
	return [3]*big.Int{official.Against, official.For, official.Abstain}
}
