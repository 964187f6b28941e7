package devchain

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// Recording is the chain with the answers.
type Recording struct {
	*jsonrpc.Replay
	// Checkpoints are the answers at the ends of rounds, in order.
	Checkpoints []Checkpoint
	// Final are the answers at the end: the state, all pools, rounds and proposals.
	Final Checkpoint

	contracts map[string]contract
	deployer  common.Address
}

// contract is where a contract is and the code behind it, if it is a proxy.
type contract struct {
	Address    common.Address `json:"address"`
	Target     common.Address `json:"target"`
	StartBlock int64          `json:"startBlock"`
}

// Load reads the recording from its folder.
func Load(dir string) (*Recording, error) {
	replay, err := jsonrpc.LoadDevchain(dir)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, "answers.json"))
	if err != nil {
		return nil, fmt.Errorf("read the recorded answers: %w", err)
	}
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("read the recorded answers of %s: %w", dir, err)
	}
	r := &Recording{Replay: replay, contracts: f.Contracts, deployer: f.People.Deployer}
	for _, s := range f.Checkpoints {
		c, err := s.checkpoint()
		if err != nil {
			return nil, fmt.Errorf("read the answers of round %d: %w", s.Round, err)
		}
		r.Checkpoints = append(r.Checkpoints, c)
	}
	if r.Final, err = f.final(); err != nil {
		return nil, fmt.Errorf("read the last answers: %w", err)
	}
	return r, nil
}

// Contracts gives the deployment's contracts with their first blocks, sorted by name.
func (r *Recording) Contracts() []livepeer.Contract {
	known := livepeer.ContractNames()
	var all []livepeer.Contract
	for name, c := range r.contracts {
		if slices.Contains(known, name) {
			all = append(all, livepeer.Contract{Name: name, Address: strings.ToLower(c.Address.Hex()), FirstBlock: c.StartBlock})
		}
	}
	slices.SortFunc(all, func(a, b livepeer.Contract) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// L1Block gives the L1 block number that the contracts saw in a block: its own.
func (r *Recording) L1Block(block int64) uint64 { return uint64(block) }

// Config deploys a model where and as the contracts were deployed, without the LPT that exist from the start.
func (r *Recording) Config() protocol.Config {
	at := func(name string) common.Address { return r.contracts[name].Address }
	target := func(name string) common.Address { return r.contracts[name].Target }
	return protocol.Config{
		Deployer: r.deployer,
		Addresses: protocol.Addresses{
			Controller: at("Controller"), LivepeerToken: at("LivepeerToken"), Minter: at("Minter"),
			TicketBroker: at("TicketBroker"), TicketBrokerTarget: target("TicketBroker"),
			BondingManager: at("BondingManager"), BondingManagerTarget: target("BondingManager"),
			BondingVotes: at("BondingVotes"), BondingVotesTarget: target("BondingVotes"),
			RoundsManager: at("RoundsManager"), RoundsManagerTarget: target("RoundsManager"),
			ServiceRegistry: at("ServiceRegistry"), ServiceRegistryTarget: target("ServiceRegistry"),
			LivepeerGovernor: at("LivepeerGovernor"), LivepeerGovernorTarget: target("LivepeerGovernor"),
			L2LPTDataCache: at("L2LPTDataCache"), Governor: at("Governor"), Treasury: at("Treasury"),
			PollCreator: at("PollCreator"),
		},
		Parameters: protocol.Parameters{
			RoundLength: 100, RoundLockAmount: 100000, UnbondingPeriod: 3, UnlockPeriod: 2, TicketValidityPeriod: 2,
			PoolSize: 4, TreasuryRate: power(26), TreasuryCeiling: lpt(4000),
			Inflation: 218500, InflationChange: 500, TargetBondingRate: 500000000,
			VotingDelay: 1, VotingPeriod: 4, ProposalThreshold: lpt(100), Quorum: 333300, Quota: 500000,
		},
		BlockHash: func(block uint64) common.Hash {
			b, _ := r.Block(int64(block))
			return b.Hash
		},
	}
}

func lpt(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), power(18)) }

// power gives a power of ten.
func power(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }
