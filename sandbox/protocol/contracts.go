package protocol

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Log is what an action emitted.
type Log struct {
	// Address is the contract's (the proxy's, where there is one).
	Address common.Address
	Topics  []common.Hash
	Data    []byte
}

// Contracts are the deployed contracts with their whole state. They aren't safe for concurrent use.
type Contracts struct {
	Controller       *Controller
	Token            *Token
	Minter           *Minter
	Rounds           *RoundsManager
	Bonding          *BondingManager
	Votes            *BondingVotes
	Broker           *TicketBroker
	Governor         *Governor
	Treasury         *Treasury
	LivepeerGovernor *LivepeerGovernor
	Polls            *PollCreator
	Services         *ServiceRegistry
	AIServices       *ServiceRegistry

	config Config
	// block is the L1 block number that contracts see, time the block's Unix seconds.
	block uint64
	time  int64
	logs  []Log
}

// Config says what is deployed.
type Config struct {
	Addresses  Addresses
	Parameters Parameters
	// Deployer deploys, owns the Governor and receives nothing by itself.
	Deployer common.Address
	// Grants are the LPT that exist from the start.
	Grants []Grant
	// BlockHash answers the blockhash opcode for an L1 block number.
	BlockHash func(l1Block uint64) common.Hash
}

// Grant is an amount of LPT wei minted at deployment.
type Grant struct {
	To     common.Address
	Amount *big.Int
}

// Addresses are where the contracts are; a Target is the code behind a proxy.
type Addresses struct {
	Controller, LivepeerToken, Minter        common.Address
	TicketBrokerTarget, TicketBroker         common.Address
	BondingManagerTarget, BondingManager     common.Address
	BondingVotesTarget, BondingVotes         common.Address
	RoundsManagerTarget, RoundsManager       common.Address
	ServiceRegistryTarget, ServiceRegistry   common.Address
	L2LPTDataCache, Governor, Treasury       common.Address
	LivepeerGovernorTarget, LivepeerGovernor common.Address
	PollCreator, AIServiceRegistry           common.Address
}

// Parameters are the governed values at deployment.
type Parameters struct {
	// RoundLength is in L1 blocks.
	RoundLength uint64
	// RoundLockAmount is the part of a round, in parts per million, at whose end cuts can't change.
	RoundLockAmount uint64
	// UnbondingPeriod, UnlockPeriod and TicketValidityPeriod are in rounds.
	UnbondingPeriod, UnlockPeriod, TicketValidityPeriod uint64
	// PoolSize is the greatest number of orchestrators in the pool.
	PoolSize uint64
	// TreasuryRate is the treasury's part of rewards in parts per 1e27; it takes effect with the next round.
	TreasuryRate *big.Int
	// TreasuryCeiling is the LPT wei at which the treasury's part ends; 0 means never.
	TreasuryCeiling *big.Int
	// Inflation and InflationChange are in parts per billion of the supply per round.
	Inflation, InflationChange uint64
	// TargetBondingRate is in parts per billion of the supply.
	TargetBondingRate uint64
	// VotingDelay and VotingPeriod are in rounds.
	VotingDelay, VotingPeriod uint64
	// ProposalThreshold is in LPT wei of votes.
	ProposalThreshold *big.Int
	// Quorum and Quota are in parts per million.
	Quorum, Quota uint64
}

// At sets the block that the next actions are in: the L1 block number that contracts see and the Unix time.
func (c *Contracts) At(l1Block uint64, time int64) {
	c.block, c.time = l1Block, time
}

// Take gives the logs emitted since it was last called, in order.
func (c *Contracts) Take() []Log {
	logs := c.logs
	c.logs = nil
	return logs
}

// emit logs an event of the contract with its indexed arguments as topics.
func (c *Contracts) emit(contract common.Address, signature common.Hash, indexed []value, arguments ...value) {
	topics := make([]common.Hash, 0, 1+len(indexed))
	topics = append(topics, signature)
	for _, v := range indexed {
		topics = append(topics, common.Hash(v.body))
	}
	c.logs = append(c.logs, Log{Address: contract, Topics: topics, Data: encode(arguments...)})
}

// parameterUpdate logs the event that all managers share: a parameter's name, without its value.
func (c *Contracts) parameterUpdate(contract common.Address, parameter string) {
	c.emit(contract, eventParameterUpdate, nil, text(parameter))
}

// ErrReverted is what every error of an action wraps: the real contract would have reverted.
var ErrReverted = errors.New("execution reverted")

// revert makes the error of an action, in the contract's words.
func revert(reason string) error { return fmt.Errorf("%w: %s", ErrReverted, reason) }

var errNotInitialized = revert("current round is not initialized")

// ix lists indexed arguments.
func ix(indexed ...value) []value { return indexed }
