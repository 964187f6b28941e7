package bonding

import (
	"bytes"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// event is what the ledger does with one type of log.
type event struct {
	name   string
	topics int // how many topics it has
	words  int // how many words its data has at least
	// addressTopics and addressWords are where addresses stand: the first 12 bytes are 0.
	addressTopics, addressWords []int
	// endsFunding says that it may belong to the ReserveFunded before.
	endsFunding bool
	// needsRound says that it can't come in a round that isn't initialised.
	needsRound bool
	apply      func(*Ledger) error
}

// eventKey finds an event: who emits it, and its first topic.
type eventKey struct {
	contract string
	topic0   common.Hash
}

// handlers says what the ledger does with which event of which contract. All other logs change nothing that it keeps.
func handlers() map[string]map[string]func(*Ledger) error {
	return map[string]map[string]func(*Ledger) error{
		livepeer.BondingManager: {
			"Bond": (*Ledger).bond, "Unbond": (*Ledger).unbond, "Rebond": (*Ledger).rebond, "TransferBond": (*Ledger).transferBond,
			"WithdrawStake": (*Ledger).withdrawStake, "WithdrawFees": (*Ledger).withdrawFees, "EarningsClaimed": (*Ledger).claim,
			"Reward": (*Ledger).reward, "TreasuryReward": (*Ledger).treasuryReward, "TranscoderUpdate": (*Ledger).cutChange,
			"TranscoderActivated": (*Ledger).activated, "TranscoderDeactivated": (*Ledger).deactivated,
			"TranscoderSlashed": (*Ledger).slashed, "ParameterUpdate": (*Ledger).parameterUpdate,
		},
		livepeer.TicketBroker: {
			"DepositFunded": (*Ledger).depositFunded, "ReserveFunded": (*Ledger).reserveFunded, "ReserveClaimed": (*Ledger).reserveClaimed,
			"WinningTicketTransfer": (*Ledger).ticketTransfer, "WinningTicketRedeemed": (*Ledger).ticketRedeemed,
			"Withdrawal": (*Ledger).withdrawal, "Unlock": (*Ledger).unlock, "UnlockCancelled": (*Ledger).unlockCancelled,
			"ParameterUpdate": (*Ledger).parameterUpdate,
		},
		livepeer.RoundsManager: {"NewRound": (*Ledger).newRound, "ParameterUpdate": (*Ledger).parameterUpdate},
		livepeer.Minter:        {"SetCurrentRewardTokens": (*Ledger).setRewardTokens, "ParameterUpdate": (*Ledger).parameterUpdate},
		livepeer.LivepeerToken: {"Transfer": (*Ledger).tokenTransfer, "Mint": (*Ledger).tokenMint, "Burn": (*Ledger).tokenBurn},
		livepeer.BondingVotes: {
			"DelegateChanged": (*Ledger).delegateChanged, "DelegateVotesChanged": (*Ledger).delegateVotesChanged,
			"DelegatorBondedAmountChanged": (*Ledger).bondedAmountChanged,
		},
		livepeer.LivepeerGovernor: {
			"VotingDelaySet": (*Ledger).votingDelaySet, "VotingPeriodSet": (*Ledger).votingPeriodSet,
			"ProposalThresholdSet": (*Ledger).proposalThresholdSet, "ProposalCreated": (*Ledger).proposalCreated, "VoteCast": (*Ledger).voteCast, "VoteCastWithParams": (*Ledger).voteCast,
		},
		livepeer.Governor:       {"UpdateExecuted": (*Ledger).updateExecuted},
		livepeer.Controller:     {"SetContractInfo": (*Ledger).setContractInfo, "OwnershipTransferred": (*Ledger).ownerChanged},
		livepeer.L2LPTDataCache: {"CacheTotalSupplyFinalized": (*Ledger).supplyCached},
		livepeer.L2LPTGateway:   {"DepositFinalized": (*Ledger).bridgedIn, "WithdrawalInitiated": (*Ledger).bridgedOut},
	}
}

// events compiles the handlers into a table by topic, with the shapes that the catalogue of events knows.
func events() (map[eventKey]*event, error) {
	all := map[eventKey]*event{}
	for contract, byName := range handlers() {
		for _, e := range livepeer.Events() {
			apply, ok := byName[e.Name]
			if !ok || !e.EmittedBy(contract) {
				continue
			}
			all[eventKey{contract, e.Topic0}] = newEvent(contract, e, apply)
			delete(byName, e.Name)
		}
		for name := range byName {
			return nil, fmt.Errorf("the catalogue has no event %s.%s", contract, name)
		}
	}
	return all, nil
}

func newEvent(contract string, e *livepeer.Event, apply func(*Ledger) error) *event {
	made := &event{name: contract + "." + e.Name, topics: 1, apply: apply, endsFunding: e.Name == "DepositFunded" || e.Name == "UnlockCancelled", needsRound: needsRound(contract, e.Name)}
	for _, arg := range e.Args {
		isAddress := arg.Type == "address"
		switch {
		case arg.Indexed && isAddress:
			made.addressTopics = append(made.addressTopics, made.topics)
			made.topics++
		case arg.Indexed:
			made.topics++
		case isAddress && e.Tuple == 0:
			made.addressWords = append(made.addressWords, made.words)
			made.words++
		default:
			made.words++
		}
	}
	if e.Tuple > 0 {
		made.words = 1
	}
	return made
}

// needsRound tells whether the contracts let an event come about in an initialised round only.
func needsRound(contract, name string) bool {
	switch contract {
	case livepeer.BondingManager:
		return name != "ParameterUpdate"
	case livepeer.TicketBroker:
		return name == "WinningTicketTransfer" || name == "WinningTicketRedeemed" || name == "ReserveClaimed"
	}
	return false
}

// Consumes tells whether a ledger does anything with a contract's logs.
func Consumes(contract string) bool { return handlers()[contract] != nil }

// fits checks a log's shape.
func (e *event) fits(log *Log) bool {
	if log.TopicCount != e.topics || len(log.Data) < 32*e.words {
		return false
	}
	for _, i := range e.addressTopics {
		if !bytes.Equal(log.Topics[i][:12], make([]byte, 12)) {
			return false
		}
	}
	for _, i := range e.addressWords {
		if !bytes.Equal(log.Data[32*i:32*i+12], make([]byte, 12)) {
			return false
		}
	}
	return true
}

// topicAddress gives the address in a topic.
func (l *Ledger) topicAddress(i int) common.Address {
	return common.BytesToAddress(l.log.Topics[i][12:])
}

// word gives a word of the present log's data, which is long enough by its event's shape.
func (l *Ledger) word(i int) []byte { return l.log.Data[32*i : 32*i+32] }

// address gives the address in a word.
func (l *Ledger) address(i int) common.Address { return common.BytesToAddress(l.word(i)[12:]) }

// amount gives the LPT or ETH wei in a word. One that fits no DECIMAL(38,0) is none that exists.
func (l *Ledger) amount(i int) (wei uint256.Int, err error) {
	wei.SetBytes32(l.word(i))
	if wei.BitLen() > maxAmountBits {
		return wei, l.refuse(nil, "%s wei is more than there is of anything", wei.Dec())
	}
	return wei, nil
}

// maxAmountBits bounds amounts: 2^126 is less than 1e38.
const maxAmountBits = 126

// number gives the small integer in a word: a round, an id, parts per million.
func (l *Ledger) number(i int) (uint64, error) {
	word := l.word(i)
	if !isSmall(word) {
		return 0, l.refuse(nil, "%s is more than the number can be", new(uint256.Int).SetBytes32(word).Dec())
	}
	return new(uint256.Int).SetBytes32(word).Uint64(), nil
}

// topicNumber gives the small integer in a topic.
func (l *Ledger) topicNumber(i int) (uint64, error) {
	word := l.log.Topics[i][:]
	if !isSmall(word) {
		return 0, l.refuse(nil, "%s is more than the number can be", new(uint256.Int).SetBytes32(word).Dec())
	}
	return new(uint256.Int).SetBytes32(word).Uint64(), nil
}

// isSmall tells whether a word fits 63 bits.
func isSmall(word []byte) bool {
	return bytes.Equal(word[:24], make([]byte, 24)) && word[24] < 0x80
}
