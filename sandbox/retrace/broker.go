package retrace

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// stranger funds where nothing says that the gateway does it itself.
var stranger = common.HexToAddress("0x5742616e676572")

func (t *Tracer) redeem(logs []jsonrpc.Log, i int) error {
	l := &logs[i]
	return t.c.Broker.Redeem(protocol.Ticket{
		Sender: topic(l, 1), Recipient: topic(l, 2), FaceValue: word(l, 0), WinProb: word(l, 1),
		SenderNonce: word(l, 2).Uint64(), RecipientRand: word(l, 3), CreationRound: number(blob(l.Data, 4), 0).Uint64(),
	})
}

func (t *Tracer) unlock(logs []jsonrpc.Log, i int) error {
	t.advance(&logs[i], word(&logs[i], 0))
	return t.c.Broker.Unlock(topic(&logs[i], 1))
}

// follows tells whether the log after the i-th is an event of the same gateway.
func (t *Tracer) follows(logs []jsonrpc.Log, i int, event string) bool {
	return i+1 < len(logs) && t.name(&logs[i+1]) == event && topic(&logs[i+1], 1) == topic(&logs[i], 1)
}

// fundDeposit is told by a DepositFunded that nothing of the gateway goes before.
func (t *Tracer) fundDeposit(logs []jsonrpc.Log, i int) error {
	t.c.Broker.FundDeposit(topic(&logs[i], 1), word(&logs[i], 0))
	return nil
}

// fundReserve is told by a ReserveFunded. With a DepositFunded after it both were funded, and by somebody else if the
// gateway's unlock goes on.
func (t *Tracer) fundReserve(logs []jsonrpc.Log, i int) error {
	gateway, reserve := topic(&logs[i], 1), word(&logs[i], 0)
	if !t.follows(logs, i, "DepositFunded") {
		t.c.Broker.FundReserve(gateway, reserve)
		return nil
	}
	t.c.Broker.FundDepositAndReserve(stranger, gateway, word(&logs[i+1], 0), reserve)
	return nil
}

// cancelUnlock is told by an UnlockCancelled: the gateway's own, or that of its funding.
func (t *Tracer) cancelUnlock(logs []jsonrpc.Log, i int) error {
	gateway := topic(&logs[i], 1)
	switch {
	case t.c.Broker.Sender(gateway).WithdrawRound == 0:
	case t.follows(logs, i, "DepositFunded"):
		return t.fundDeposit(logs, i+1)
	case t.follows(logs, i, "ReserveFunded") && t.follows(logs, i+1, "DepositFunded"):
		t.c.Broker.FundDepositAndReserve(gateway, gateway, word(&logs[i+2], 0), word(&logs[i+1], 0))
		return nil
	}
	return t.c.Broker.CancelUnlock(gateway)
}
