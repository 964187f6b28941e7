package bonding

import (
	"crypto/sha256"

	"github.com/ethereum/go-ethereum/common"
)

// usedTickets are the tickets that were redeemed, by the round of their making: a ticket pays once.
type usedTickets map[uint64]map[[sha256.Size]byte]struct{}

// ticketRounds is for how many rounds a ticket is remembered. It is good for two.
const ticketRounds = 16

// isUsed tells whether the ticket of a WinningTicketRedeemed was redeemed before, and remembers it.
func (u usedTickets) isUsed(made uint64, log *Log) bool {
	hash := sha256.New()
	for _, topic := range []common.Hash{log.Topics[1], log.Topics[2]} {
		hash.Write(topic[:])
	}
	hash.Write(log.Data)
	id := [sha256.Size]byte(hash.Sum(nil))
	if u[made] == nil {
		u[made] = map[[sha256.Size]byte]struct{}{}
	}
	_, used := u[made][id]
	u[made][id] = struct{}{}
	return used
}

// forget forgets tickets that are too old to be redeemed again.
func (u usedTickets) forget(round uint64) {
	for made := range u {
		if made+ticketRounds < round {
			delete(u, made)
		}
	}
}
