package chain

import (
	"context"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// The names of the streams of the token's logs.
const (
	transfersName    = "lpt_transfers"
	transfersAllName = "lpt_transfers_all"
)

// Transfers is a stream of the token's logs. chain.lpt_transfers has those that concern the protocol: what changes
// the supply and who may, and what the Treasury and the Minters send and receive. No log is in two of its parts.
// chain.lpt_transfers_all has every log of the token.
type Transfers struct {
	events
}

var (
	_ extract.IntervalStream = (*Transfers)(nil)
	_ extract.Anchored       = (*Transfers)(nil)
	_ extract.Estimator      = (*Transfers)(nil)
	_ extract.Identified     = (*Transfers)(nil)
	_ extract.Metered        = (*Transfers)(nil)
)

func transfersOf(config Config, name string) *Transfers {
	return &Transfers{events: newEvents(config, name)}
}

// Parts gives the lake's parts, and new ones for the token and for accounts that none of them covers: "mints", then
// the transfers to the accounts ("to"), then those from them ("from") that are not to one. All begin where the token
// does.
func (t *Transfers) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	parts, err := lake.Parts(t.id)
	if err != nil {
		return nil, err
	}
	known, err := parseTransfers(parts)
	if err != nil {
		return nil, err
	}
	token, _ := t.config.Deployment.Contract(livepeer.LivepeerToken)
	for _, next := range t.wanted(token, known) {
		part, err := t.newPart(next.family, token.FirstBlock, next.asks)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// coverage is what the lake's parts ask for already.
type coverage struct {
	token map[string]bool // the token's addresses, by which a part asks for more than accounts' transfers
	to    []string        // words of accounts whose incoming transfers are asked for
	from  []string        // and whose outgoing ones are
}

func parseTransfers(parts []load.Part) (coverage, error) {
	c := coverage{token: map[string]bool{}}
	for _, part := range parts {
		a, err := parseAsks(part)
		if err != nil {
			return c, err
		}
		switch {
		case len(a.Topics) > 2:
			c.to = append(c.to, a.Topics[2]...)
		case len(a.Topics) > 1:
			c.from = append(c.from, a.Topics[1]...)
		default:
			c.token[a.Contracts[0].Address] = true
		}
	}
	return c, nil
}

// family is a definition to be made a part.
type family struct {
	family string
	asks   asks
}

// wanted gives what no part covers.
func (t *Transfers) wanted(token livepeer.Contract, known coverage) []family {
	contracts := []livepeer.Contract{token}
	if t.id.Stream == transfersAllName {
		if known.token[token.Address] {
			return nil
		}
		return []family{{"token", asks{Contracts: contracts}}}
	}
	var more []family
	if !known.token[token.Address] {
		more = append(more, family{"mints", asks{Contracts: contracts, Topics: topics{supplyTopics()}}})
	}
	var accounts []string
	for _, contract := range t.config.Deployment.Contracts {
		word := wordOf(contract.Address)
		if (contract.Name == livepeer.Treasury || contract.Name == livepeer.Minter) && !slices.Contains(known.to, word) {
			accounts = append(accounts, word)
		}
	}
	if len(accounts) == 0 {
		return more
	}
	slices.Sort(accounts)
	transfer := []string{topicOf(livepeer.LivepeerToken, "Transfer")}
	to := family{"to", asks{Contracts: contracts, Topics: topics{transfer, nil, accounts}}}
	if len(known.from) > 0 {
		to.asks.Except = topics{nil, known.from}
	}
	from := family{"from", asks{
		Contracts: contracts, Topics: topics{transfer, accounts}, Except: topics{nil, nil, slices.Concat(known.to, accounts)},
	}}
	return append(more, to, from)
}

// supplyTopics are the first topics of what changes the token's supply, and of what lets an account change it.
func supplyTopics() []string {
	var found []string
	for _, event := range []string{"Mint", "Burn", "RoleGranted", "RoleRevoked", "RoleAdminChanged"} {
		found = append(found, topicOf(livepeer.LivepeerToken, event))
	}
	return found
}

// topicOf gives the first topic of a contract's event.
func topicOf(contract, event string) string {
	if e := livepeer.EventNamed(event); e != nil && e.EmittedBy(contract) {
		return e.Topic0.Hex()
	}
	return ""
}

// wordOf gives an address as it stands in a topic.
func wordOf(address string) string {
	return "0x" + strings.Repeat("0", 24) + strings.TrimPrefix(address, "0x")
}
