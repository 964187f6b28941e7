package protocol

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// driver does to the model what a recorded transaction did to the contracts. The recording has no calldata; the
// arguments are read from the events, which is possible for every action.
type driver struct {
	*Contracts
	update    Update
	proposals map[common.Hash]*Proposal
}

// event finds the transaction's first log of an event.
func (x *transaction) event(signature common.Hash) *jsonrpc.Log {
	for i := range x.logs {
		if x.logs[i].Topics[0] == signature {
			return &x.logs[i]
		}
	}
	return &jsonrpc.Log{Topics: make([]common.Hash, 4), Data: make([]byte, 512)}
}

// uintAt reads the n-th word of a log's data.
func uintAt(l *jsonrpc.Log, n int) *big.Int { return new(big.Int).SetBytes(l.Data[32*n : 32*n+32]) }

func addressAt(l *jsonrpc.Log, n int) common.Address { return common.BytesToAddress(l.Topics[n][:]) }

// bytesAt reads the byte string that the n-th word of a log's data points at.
func bytesAt(l *jsonrpc.Log, n int) []byte {
	at := uintAt(l, n).Int64()
	length := new(big.Int).SetBytes(l.Data[at : at+32]).Int64()
	return l.Data[at+32 : at+32+length]
}

// claimSelector is the action that may change something without logging anything: it writes a checkpoint.
const claimSelector = "0x24b1babf"

// act does what the transaction did. Creations of contracts and other transactions without logs do nothing.
func (d *driver) act(x *transaction) error {
	if len(x.logs) == 0 && x.Selector != claimSelector {
		return nil
	}
	switch x.Selector {
	case "0x228cb733":
		return d.Bonding.Reward(x.From)
	case "0xd4807fb2":
		return d.Rounds.InitializeRound()
	case "0xec8b3cb6", "0xd01b808e":
		return d.redeem(x)
	case "0x095ea7b3":
		l := x.event(eventApproval)
		d.Token.Approve(x.From, addressAt(l, 2), uintAt(l, 0))
		return nil
	case "0x5f11301b":
		d.Services.SetURI(x.From, string(bytesAt(x.event(eventServiceURIUpdate), 0)))
		return nil
	}
	if known, err := d.stake(x); known {
		return err
	}
	if known, err := d.fund(x); known {
		return err
	}
	return d.govern(x)
}

func (d *driver) stake(x *transaction) (known bool, err error) {
	switch x.Selector {
	case "0xb78d27dc", "0xee4e804a":
		l := x.event(eventBond)
		return true, d.Bonding.BondFor(x.From, addressAt(l, 3), addressAt(l, 1), uintAt(l, 0))
	case "0x27de9e32":
		return true, d.Bonding.Unbond(x.From, uintAt(x.event(eventUnbond), 1))
	case "0xeaffb3f9":
		return true, d.Bonding.Rebond(x.From, uintAt(x.event(eventRebond), 0).Uint64())
	case "0x3a080e93":
		l := x.event(eventRebond)
		return true, d.Bonding.RebondFromUnbonded(x.From, addressAt(l, 1), uintAt(l, 0).Uint64())
	case "0x062e98b8":
		l := x.event(eventTransferBond)
		return true, d.Bonding.TransferBond(x.From, addressAt(l, 2), uintAt(l, 2))
	case "0xad3b1b47":
		l := x.event(eventWithdrawFees)
		return true, d.Bonding.WithdrawFees(x.From, common.BigToAddress(uintAt(l, 0)), uintAt(l, 1))
	case "0x25d5971f":
		return true, d.Bonding.WithdrawStake(x.From, uintAt(x.event(eventWithdrawStake), 0).Uint64())
	case claimSelector:
		return true, d.Bonding.ClaimEarnings(x.From)
	case "0x43d3461a":
		l := x.event(eventTranscoderUpdate)
		return true, d.Bonding.SetCuts(x.From, uintAt(l, 0), uintAt(l, 1))
	}
	return false, nil
}

func (d *driver) fund(x *transaction) (known bool, err error) {
	switch x.Selector {
	case "0x6caa736b":
		d.Broker.FundDeposit(x.From, uintAt(x.event(eventDepositFunded), 0))
	case "0x989f789c", "0x511f4073":
		l := x.event(eventDepositFunded)
		d.Broker.FundDepositAndReserve(x.From, addressAt(l, 1), uintAt(l, 0), uintAt(x.event(eventReserveFunded), 0))
	case "0xa69df4b5":
		return true, d.Broker.Unlock(x.From)
	case "0xc2c4c2c8":
		return true, d.Broker.CancelUnlock(x.From)
	default:
		return false, nil
	}
	return true, nil
}

func (d *driver) redeem(x *transaction) error {
	for i := range x.logs {
		l := &x.logs[i]
		if l.Topics[0] != eventWinningTicketRedeemed {
			continue
		}
		err := d.Broker.Redeem(Ticket{
			Sender: addressAt(l, 1), Recipient: addressAt(l, 2), FaceValue: uintAt(l, 0), WinProb: uintAt(l, 1),
			SenderNonce: uintAt(l, 2).Uint64(), RecipientRand: uintAt(l, 3),
			CreationRound: new(big.Int).SetBytes(bytesAt(l, 4)[:32]).Uint64(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *driver) govern(x *transaction) (err error) {
	switch x.Selector {
	case "0x0d1e4bd3":
		d.update, err = d.Governor.Stage(x.From, stagedCalls(x.event(eventUpdateStaged)), 0)
		return err
	case "0x6b8ace71":
		return d.Governor.Execute(d.update)
	case "0x7d5e81e2":
		l := x.event(eventProposalCreated)
		p, err := d.LivepeerGovernor.Propose(x.From, proposedCalls(l), string(bytesAt(l, 8)))
		if err != nil {
			return err
		}
		d.proposals[p.ID] = p
		return nil
	case "0x160cbed7":
		return d.LivepeerGovernor.Queue(d.proposal(x.event(eventProposalQueued)))
	case "0x2656227d":
		return d.LivepeerGovernor.Execute(d.proposal(x.event(eventProposalExecuted)))
	case "0x56781388", "0x7b3c71d3":
		l := x.event(eventVoteCast)
		return d.LivepeerGovernor.Vote(d.proposal(l), x.From, Support(uintAt(l, 1).Uint64()), string(bytesAt(l, 3)), nil)
	case "0x5f398a14":
		l := x.event(eventVoteCastWithParams)
		return d.LivepeerGovernor.Vote(d.proposal(l), x.From, Support(uintAt(l, 1).Uint64()), string(bytesAt(l, 3)), bytesAt(l, 4))
	case "0x4d2942ab":
		_, err = d.Polls.Create(x.From, string(bytesAt(x.event(eventPollCreated), 0)))
		return err
	case "0x0121b93f":
		return d.Polls.Polls()[0].Vote(x.From, uintAt(x.event(eventVote), 0).Uint64())
	}
	return fmt.Errorf("no action has the selector %s", x.Selector)
}

func (d *driver) proposal(l *jsonrpc.Log) *Proposal { return d.proposals[common.Hash(l.Data[:32])] }

// stagedCalls reads the one call of a staged update; its tuple begins at the third word.
func stagedCalls(l *jsonrpc.Log) []Call {
	inner := &jsonrpc.Log{Data: l.Data[64:]}
	return singleCall(inner, 0, 1, 2)
}

// proposedCalls reads the one call of a proposal.
func proposedCalls(l *jsonrpc.Log) []Call { return singleCall(l, 2, 3, 5) }

// singleCall reads a call from three arrays of one member each, given the words that point at them.
func singleCall(l *jsonrpc.Log, targets, values, data int) []Call {
	at := func(n int) []byte { return l.Data[uintAt(l, n).Int64()+32:] }
	return []Call{{
		Target: common.BytesToAddress(at(targets)[:32]),
		Value:  new(big.Int).SetBytes(at(values)[:32]),
		Data:   bytesAt(&jsonrpc.Log{Data: at(data)}, 0),
	}}
}
