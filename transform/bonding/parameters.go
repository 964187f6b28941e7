package bonding

import (
	"math"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// parameters are the protocol's, as far as logs tell them.
type parameters struct {
	unbondingPeriod, poolSize      parameter // rounds, orchestrators
	ceiling                        parameter // LPT wei
	inflationChange, targetBonding parameter // parts per billion
	unlockPeriod, ticketValidity   parameter // rounds
	roundLength                    parameter // L1 blocks
	ceilingBounds                  ceilingBounds
	// isGoverned says that the Governor owns the Controller: nobody else sets parameters any more.
	isGoverned     bool
	rate, nextRate rate
}

// nextRate is the name of the treasury's rate from the next round on.
const nextRate = "nextRoundTreasuryRewardCutRate"

// parameter is a value that may not be known yet: a log says that it was set, and only the Governor's says to what.
type parameter struct {
	value   uint256.Int
	isKnown bool
}

// number gives a value that is a small number; one that isn't is the greatest there is, which nothing equals.
func (p *parameter) number() uint64 {
	if !p.value.IsUint64() {
		return math.MaxUint64
	}
	return p.value.Uint64()
}

// learn takes over what a consequence of the value shows.
func (p *parameter) learn(value *uint256.Int) { p.value, p.isKnown = *value, true }

// rate is the treasury's part of rewards in parts per 1e27. Where no log states it, it is known from what it led to.
type rate struct {
	parameter
	// least and most bound an unknown rate by the rewards seen.
	least, most uint256.Int
	isSeen      bool
	// follows says that a next rate is the present one.
	follows bool
}

// update is a ParameterUpdate whose value isn't known yet.
type update struct {
	at             At
	contract, name string
	isDone         bool
	value          uint256.Int
	hasValue       bool
	origin         string
}

// The origins of a parameter's value.
const (
	fromGovernor = "governor"
	fromReward   = "reward"
	fromNowhere  = "unknown"
)

// setters gives the parameters' names by the selectors of the calls that set them.
func setters() map[[4]byte]string {
	all := map[[4]byte]string{}
	for name, typ := range map[string]string{
		"UnbondingPeriod": "uint64", "NumActiveTranscoders": "uint256", "TreasuryRewardCutRate": "uint256",
		"TreasuryBalanceCeiling": "uint256", "RoundLength": "uint256", "RoundLockAmount": "uint256", "InflationChange": "uint256",
		"TargetBondingRate": "uint256", "UnlockPeriod": "uint256", "TicketValidityPeriod": "uint256",
	} {
		hash := crypto.Keccak256([]byte("set" + name + "(" + typ + ")"))
		parameter := string(name[0]+'a'-'A') + name[1:]
		if name == "TreasuryRewardCutRate" {
			parameter = nextRate
		}
		all[[4]byte(hash[:4])] = parameter
	}
	return all
}

// parameterUpdate notes ParameterUpdate, whose value a later log of the transaction states, or none.
func (l *Ledger) parameterUpdate() error {
	name, ok := l.text(0)
	if !ok {
		return l.refuse(nil, "its text can't be read")
	}
	contract := l.contracts[l.log.Address]
	if !slices.Contains(parametersOf(contract), name) {
		return l.refuse(nil, "the ledger doesn't know the parameter %q, nor what it changes", name)
	}
	switch isManager := contract == livepeer.BondingManager; {
	case isManager && name == nextRate && (l.tx.arriving != nil || l.tx.minted != nil):
		return l.refuse(nil, "it comes after the reward that it belongs to was minted")
	case isManager && name == "treasuryRewardCutRate":
		if l.tx.rateSwitched || l.tx.hasRewardTokens {
			return l.refuse(nil, "the treasury's rate changes twice in one round, or after its rewards are set")
		}
		l.tx.rateSwitched = true
		return nil
	}
	l.tx.updates = append(l.tx.updates, update{at: l.at(), contract: contract, name: name, origin: fromNowhere})
	return nil
}

// text reads a string whose place a word of the data gives.
func (l *Ledger) text(word int) (string, bool) {
	content, ok := dynamicAt(l.log.Data, word)
	return string(content), ok
}

// dynamicAt reads the bytes whose offset stands in a word of ABI-encoded data.
func dynamicAt(data []byte, word int) ([]byte, bool) {
	offset, ok := smallAt(data, 32*uint64(word))
	if !ok {
		return nil, false
	}
	length, ok := smallAt(data, offset)
	if !ok || offset+32+length > uint64(len(data)) {
		return nil, false
	}
	return data[offset+32 : offset+32+length], true
}

// smallAt reads the small number at an offset of ABI-encoded data.
func smallAt(data []byte, offset uint64) (uint64, bool) {
	if offset+32 > uint64(len(data)) || !isSmall(data[offset:offset+32]) {
		return 0, false
	}
	n := new(uint256.Int).SetBytes(data[offset : offset+32]).Uint64()
	return n, n < 1<<31
}

// updateExecuted takes the values of the transaction's ParameterUpdates from the calls that the Governor made.
func (l *Ledger) updateExecuted() error {
	calls, ok := governorCalls(l.log.Data)
	if !ok {
		return l.refuse(nil, "its calls can't be read")
	}
	for _, c := range calls {
		name, known := l.setters[c.selector]
		contract := l.contracts[c.target]
		if !known || !slices.Contains(parametersOf(contract), name) {
			continue
		}
		i := slices.IndexFunc(l.tx.updates, func(u update) bool { return u.contract == contract && u.name == name && !u.isDone })
		if i < 0 {
			return l.refuse(nil, "the ParameterUpdate of %s.%s is missing before it", contract, name)
		}
		u := &l.tx.updates[i]
		u.isDone, u.value, u.hasValue, u.origin = true, c.value, true, fromGovernor
	}
	return nil
}

// parametersOf gives the names of a contract's parameters.
func parametersOf(contract string) []string {
	return map[string][]string{
		livepeer.BondingManager: {
			"unbondingPeriod", "numActiveTranscoders", "treasuryBalanceCeiling", nextRate, "treasuryRewardCutRate",
		},
		livepeer.RoundsManager: {"roundLength", "roundLockAmount"},
		livepeer.Minter:        {"inflationChange", "targetBondingRate"},
		livepeer.TicketBroker:  {"unlockPeriod", "ticketValidityPeriod"},
	}[contract]
}

// governorCall is one call of an update that the Governor executed.
type governorCall struct {
	target   common.Address
	selector [4]byte
	value    uint256.Int // the call's only argument
}

// governorCalls reads (address[] target, uint256[] value, bytes[] data, uint256 nonce).
func governorCalls(data []byte) ([]governorCall, bool) {
	start, ok := smallAt(data, 0)
	if !ok || start > uint64(len(data)) {
		return nil, false
	}
	tuple := data[start:]
	targets, ok := smallAt(tuple, 0)
	if !ok {
		return nil, false
	}
	payloads, ok := smallAt(tuple, 64)
	if !ok {
		return nil, false
	}
	count, ok := smallAt(tuple, targets)
	if !ok || payloads+32 > uint64(len(tuple)) {
		return nil, false
	}
	var calls []governorCall
	for i := range count {
		word := targets + 32 + 32*i
		payload, ok := dynamicAt(tuple[payloads+32:], int(i))
		if !ok || word+32 > uint64(len(tuple)) {
			return nil, false
		}
		if len(payload) != 36 { // a setter of one value
			continue
		}
		c := governorCall{target: common.BytesToAddress(tuple[word : word+32]), selector: [4]byte(payload[:4])}
		c.value.SetBytes(payload[4:])
		calls = append(calls, c)
	}
	return calls, true
}

// endUpdates applies the transaction's ParameterUpdates.
func (l *Ledger) endUpdates() error {
	for i := range l.tx.updates {
		u := &l.tx.updates[i]
		if u.origin == fromReward {
			continue
		}
		if err := l.setParameter(u); err != nil {
			return err
		}
	}
	return nil
}

// newParameters gives those of contracts that were just made. The Minter's are set by its constructor, which logs nothing;
// the others are 0.
func newParameters() (p parameters) {
	for _, zero := range []*parameter{
		&p.unbondingPeriod, &p.poolSize, &p.ceiling, &p.unlockPeriod, &p.ticketValidity, &p.roundLength, &p.rate.parameter, &p.nextRate.parameter,
	} {
		zero.isKnown = true
	}
	return p
}

// ownerChanged follows who may set parameters.
func (l *Ledger) ownerChanged() error {
	l.parameters.isGoverned = l.contracts[l.topicAddress(2)] == livepeer.Governor
	return nil
}

// setParameter applies one, whose value may be unknown, and hands it out.
func (l *Ledger) setParameter(u *update) error {
	now := parameter{value: u.value, isKnown: u.hasValue}
	p := &l.parameters
	if p.isGoverned && !u.hasValue {
		return l.atEnd(nil, "the Governor's UpdateExecuted that sets %s.%s is missing in its transaction", u.contract, u.name)
	}
	isAmount := u.name == "treasuryBalanceCeiling" || u.name == nextRate
	if u.hasValue && !isAmount && u.value.BitLen() > 32 {
		return l.atEnd(nil, "%s.%s is set to %s", u.contract, u.name, u.value.Dec())
	}
	switch u.name {
	case "unbondingPeriod":
		p.unbondingPeriod = now
	case "numActiveTranscoders":
		if now.isKnown && p.poolSize.isKnown && now.value.Lt(&p.poolSize.value) {
			return l.atEnd(nil, "the active set can only grow, and is set from %s to %s", p.poolSize.value.Dec(), now.value.Dec())
		}
		p.poolSize = now
	case "treasuryBalanceCeiling":
		p.ceiling, p.ceilingBounds = now, ceilingBounds{}
	case nextRate:
		if now.isKnown && now.value.Gt(&l.per27) {
			return l.atEnd(nil, "the treasury's part is set to more than the whole: %s", now.value.Dec())
		}
		p.nextRate = rate{parameter: now}
	case "inflationChange":
		p.inflationChange = now
	case "targetBondingRate":
		p.targetBonding = now
		l.target = bounds{most: math.MaxUint64}
	case "unlockPeriod":
		p.unlockPeriod = now
	case "roundLength":
		p.roundLength = now
	case "ticketValidityPeriod":
		p.ticketValidity = now
	}
	return l.give(&Parameter{At: u.at, Contract: u.contract, Name: u.name, Value: u.value, HasValue: u.hasValue, Origin: u.origin})
}

// unbondingPeriod checks when a lock opens; the first one shows a period that no log states.
func (l *Ledger) unbondingPeriod(a *account, withdrawRound uint64) error {
	p := &l.parameters.unbondingPeriod
	if withdrawRound < l.round.Round {
		return l.refuse(a, "its lock opens in the past, in round %d", withdrawRound)
	}
	if !p.isKnown {
		p.learn(uint256.NewInt(withdrawRound - l.round.Round))
		return nil
	}
	return l.sameNumber(a, "the rounds until its lock opens", p.number(), withdrawRound-l.round.Round)
}
