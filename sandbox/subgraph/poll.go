package subgraph

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// poll is a row of Poll. Its tally follows the voters' stakes until it is over.
type poll struct {
	id, proposal, quorum, quota string
	end                         int64
	// votes are the rows of those who voted, in the order of their first votes, and of those who only have one.
	votes   []*vote
	by      map[string]*vote
	yes, no *big.Int
}

func (p *poll) entity() graphnode.Entity {
	return graphnode.Entity{
		"proposal": p.proposal, "endBlock": decimalText(p.end), "quorum": p.quorum, "quota": p.quota, "tally": p.id,
	}
}

// tally is the row of PollTally of a poll.
type tally struct{ *poll }

func (t tally) entity() graphnode.Entity {
	return graphnode.Entity{"yes": tokens(t.yes).String(), "no": tokens(t.no).String()}
}

// vote is a row of Vote.
type vote struct {
	// voter is who voted, or the zero address in a row that nothing but a change of stake made.
	voter string
	// choice is Yes or No, or "" for who hasn't voted; poll is empty then too.
	choice, poll string
	// stake is what it votes with, taken what its delegators vote with themselves.
	stake, taken *big.Int
	registered   bool
}

func (v *vote) entity() graphnode.Entity {
	return graphnode.Entity{
		"voter": v.voter, "voteStake": tokens(v.stake).String(), "nonVoteStake": tokens(v.taken).String(),
		"choiceID": orNil(v.choice), "poll": orNil(v.poll), "registeredTranscoder": v.registered,
	}
}

// createPoll makes the row of a poll and watches it.
func (x *Index) createPoll(e *event) {
	p := &poll{
		id: e.text("poll"), end: e.integer("endBlock"), quorum: e.text("quorum"), quota: e.text("quota"), by: map[string]*vote{},
	}
	if text, err := hex.DecodeString(strings.TrimPrefix(e.text("proposal"), "0x")); err == nil {
		p.proposal = string(text)
	}
	x.state.polls = append(x.state.polls, p)
	x.page.show("Poll", p.id, p)
	x.watch(livepeer.Contract{Name: livepeer.Poll, Address: p.id})
}

// votePoll notes a vote. One that is neither yes nor no isn't one.
func (x *Index) votePoll(e *event) {
	choice := e.integer("choiceID")
	if choice > 1 {
		e.row = nil
		return
	}
	id, voter := lower(e.log.Address), e.text("voter")
	e.row["poll"] = id
	p := x.state.polls[slices.IndexFunc(x.state.polls, func(p *poll) bool { return p.id == id })]
	v := x.vote(p, voter)
	if v.choice == "" {
		p.votes = append(p.votes, v)
	}
	v.voter, v.poll, v.choice = voter, id, []string{"Yes", "No"}[choice]
	x.count(p)
}

// vote gives an account's row in a poll, for changing it. It is made where it is missing.
func (x *Index) vote(p *poll, account string) *vote {
	v := p.by[account]
	if v == nil {
		v = &vote{voter: zeroAddress, stake: new(big.Int), taken: new(big.Int)}
		p.by[account] = v
	}
	x.page.show("Vote", account+"-"+p.id, v)
	return v
}

// followPolls counts the polls that aren't over again, after an event that changed stakes.
func (x *Index) followPolls(e *event) {
	for _, p := range x.state.polls {
		if len(p.votes) > 0 && p.end >= int64(e.L1Block) {
			x.meet(e, p)
			x.count(p)
		}
	}
}

// meet makes the rows of those whom an event of stakes names, whether they vote or not.
func (x *Index) meet(e *event, p *poll) {
	for _, argument := range []string{"newDelegate", "oldDelegate", "delegate"} {
		if !slices.ContainsFunc(e.decoded.Event.Args, func(a livepeer.Arg) bool { return a.Name == argument }) {
			continue
		}
		account, cause := e.text(argument), PlaceholderVotes
		if account == zeroAddress {
			cause = ZeroAddressRows
		}
		if !x.wrong[cause] || p.by[account] != nil {
			continue
		}
		if account == zeroAddress {
			x.transcoder(e, account)
		}
		x.vote(p, account).registered = x.isRegistered(account)
	}
}

// count counts a poll by the voters' stakes: an orchestrator votes with all that is delegated to it but for what its delegators
// vote with themselves.
func (x *Index) count(p *poll) {
	taken := map[string]*big.Int{}
	for _, v := range p.votes {
		stake, registered, delegate := x.power(v.voter)
		if delegate != "" && !registered {
			taken[delegate] = total(stake, orZero(taken[delegate]))
		}
		if v.stake.Cmp(stake) != 0 || v.registered != registered {
			w := x.vote(p, v.voter)
			w.stake, w.registered = stake, registered
		}
	}
	for account := range taken {
		v := p.by[account]
		if v == nil && x.wrong[PlaceholderVotes] || v != nil && v.voter == zeroAddress {
			v = x.vote(p, account)
			v.voter, v.registered = account, x.isRegistered(account)
		}
	}
	for account, v := range p.by {
		if t := orZero(taken[account]); t.Cmp(v.taken) != 0 {
			x.vote(p, account).taken = t
		}
	}
	x.tally(p)
}

// power gives the stake that an account votes with in LPT wei, whether it is an orchestrator, and its delegate.
func (x *Index) power(account string) (stake *big.Int, registered bool, delegate string) {
	d := x.state.delegators[account]
	switch {
	case d == nil || d.delegate == "":
		return new(big.Int), false, ""
	case d.delegate == account:
		return x.state.transcoders[account].stake, true, account
	default:
		stake, _ = x.options.Views.Bonding.Pending(common.HexToAddress(account))
		return stake, false, d.delegate
	}
}

func (x *Index) isRegistered(account string) bool {
	t := x.state.transcoders[account]
	return t != nil && t.registered
}

// tally sums the votes up.
func (x *Index) tally(p *poll) {
	yes, no := new(big.Int), new(big.Int)
	for _, v := range p.votes {
		power := v.stake
		if v.registered {
			power = difference(power, v.taken)
		}
		if v.choice == "Yes" {
			yes = sum(yes, power)
		} else {
			no = sum(no, power)
		}
	}
	if p.yes == nil || yes.Cmp(p.yes) != 0 || no.Cmp(p.no) != 0 {
		p.yes, p.no = yes, no
		x.page.show("PollTally", p.id, tally{p})
	}
}
