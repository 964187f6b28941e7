package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// ledgerInput is what the ledger of an instance is replayed from.
type ledgerInput struct {
	ledger.Input
	// reason says why it can't be, "" if it can.
	reason string
}

// ledgerInput gives the first instance of the network's own chain whose history is complete, or else the first one, with the
// reason why there is no ledger; nil if there is none.
func (b *build) ledgerInput() (first *chainInput, in ledgerInput, err error) {
	in.reason = "no instance of the network's chain is extracted"
	if b.manifest.StandIn != "" {
		in.reason += ": events are those that " + b.manifest.StandIn + " states, which lack what it takes"
	}
	for _, c := range b.chains {
		if c.chainID() != b.opt.Lake.Network().ChainID {
			continue
		}
		next, err := b.ledgerInputOf(c)
		if err != nil || next.reason == "" {
			return c, next, err
		}
		if first == nil {
			first, in = c, next
		}
	}
	return first, in, nil
}

// chainID gives the EVM chain id of the instance's logs.
func (c *chainInput) chainID() uint64 { return c.logs[0].parts[0].ChainID }

// ledgerInputOf gives the input of one instance.
func (b *build) ledgerInputOf(c *chainInput) (in ledgerInput, err error) {
	asked, err := b.askedContracts(c)
	if err != nil {
		return in, err
	}
	preset := presetOf(b.opt.Lake.Network())
	if in.reason = missing(asked, preset, c.horizon()); in.reason != "" {
		return in, nil
	}
	in.Horizon, in.Times, in.Targets = c.horizon(), c.times, preset.Targets
	identity := sha256.New()
	for _, a := range asked {
		in.Contracts = append(in.Contracts, a.Contract)
		fmt.Fprintln(identity, a.Name, a.Address)
	}
	for _, t := range preset.Targets {
		fmt.Fprintln(identity, t.Contract, t.Address)
	}
	for _, s := range c.logs {
		s.identify(identity, true)
		in.Parts = append(in.Parts, s.byPart()...)
	}
	if c.times != nil {
		c.blocks.identify(identity, true)
	}
	in.Identity = hex.EncodeToString(identity.Sum(nil))[:32]
	return in, nil
}

// byPart gives the current files of each part, in the order of their slices.
func (s *streamInput) byPart() (parts [][]load.File) {
	files, _ := s.current()
	for i, f := range files {
		if i == 0 || files[i-1].Part.Name != f.Part.Name {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], f)
	}
	return parts
}

// askedContract is a contract that a part of an instance's logs asks for.
type askedContract struct {
	livepeer.Contract
	// from is the block from which on the part asks for it.
	from int64
}

// askedContracts gives the contracts that an instance's parts ask for, each once.
func (b *build) askedContracts(c *chainInput) (asked []askedContract, err error) {
	for _, s := range c.logs {
		parts, err := b.opt.Lake.Parts(s.id)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			contracts, err := decode.Contracts(part)
			if err != nil {
				return nil, err
			}
			for _, contract := range contracts {
				same := slices.IndexFunc(asked, func(a askedContract) bool { return a.Address == contract.Address })
				switch {
				case same < 0:
					asked = append(asked, askedContract{contract, part.From})
				case s.id.Table() == transfersTable: // its parts make up the token's logs together
					asked[same].from = max(asked[same].from, part.From)
				default:
					asked[same].from = min(asked[same].from, part.From)
				}
			}
		}
	}
	return asked, nil
}

// ledgerNeeds are the contracts without whose logs there is no ledger, on any deployment.
func ledgerNeeds() []string {
	return []string{
		livepeer.LivepeerToken, livepeer.Controller, livepeer.Minter, livepeer.TicketBroker, livepeer.BondingManager, livepeer.RoundsManager,
	}
}

// missing says what of a history up to a horizon a ledger lacks, "" if nothing. The preset is the deployment, if it is a known
// one.
func missing(asked []askedContract, preset livepeer.Deployment, horizon int64) string {
	needed := preset.Contracts
	for _, name := range ledgerNeeds() {
		i := slices.IndexFunc(asked, func(a askedContract) bool { return a.Name == name })
		if i < 0 {
			return fmt.Sprintf("the logs of the %s aren't asked for", name)
		}
		if len(preset.Contracts) == 0 {
			needed = append(needed, asked[i].Contract)
		}
	}
	for _, contract := range needed {
		if !slices.Contains(append(ledgerNeeds(), livepeer.BondingVotes), contract.Name) {
			continue
		}
		i := slices.IndexFunc(asked, func(a askedContract) bool { return a.Address == contract.Address })
		switch {
		case i < 0:
			return fmt.Sprintf("the logs of the %s at %s aren't asked for", contract.Name, contract.Address)
		case asked[i].from > contract.FirstBlock:
			return fmt.Sprintf("the logs of the %s are asked for from block %d on only, and it was deployed at block %d", contract.Name, asked[i].from, contract.FirstBlock)
		case contract.Name != livepeer.BondingVotes && horizon <= contract.FirstBlock:
			return fmt.Sprintf("the history isn't there from the deployment's blocks on: it ends before block %d, and the %s was deployed at block %d", horizon, contract.Name, contract.FirstBlock)
		}
	}
	return ""
}

// presetOf gives the built-in deployment that a network is; one without contracts if it is none.
func presetOf(network load.Network) livepeer.Deployment {
	for _, name := range livepeer.PresetNames() {
		if d, ok := livepeer.Preset(name); ok && d.ChainID == network.ChainID && d.Controller == network.Controller {
			return d
		}
	}
	return livepeer.Deployment{}
}
