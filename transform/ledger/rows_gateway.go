package ledger

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// fees is what redeemed tickets become.
func fees() layout[bonding.Fee] {
	type row = bonding.Fee
	return newLayout("fee",
		place(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			address("orchestrator", func(r *row) *common.Address { return &r.Orchestrator }),
			address("gateway", func(r *row) *common.Address { return &r.Gateway }),
			amount("face_wei", func(r *row) *uint256.Int { return &r.Face }),
			amount("paid_wei", func(r *row) *uint256.Int { return &r.Paid }),
			amount("from_reserve_wei", func(r *row) *uint256.Int { return &r.FromReserve }),
			amount("commission_wei", func(r *row) *uint256.Int { return &r.Commission }),
			amount("own_wei", func(r *row) *uint256.Int { return &r.Own }),
			amount("delegators_wei", func(r *row) *uint256.Int { return &r.Delegators }),
			flag("is_active", func(r *row) bool { return r.IsActive }),
		},
	)
}

// gatewayBalances is what gateways' balances become.
func gatewayBalances() layout[bonding.GatewayBalance] {
	type row = bonding.GatewayBalance
	return newLayout("gateway_balance",
		place(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			address("gateway", func(r *row) *common.Address { return &r.Gateway }),
			text("kind", func(r *row) string { return r.Kind }),
			amount("deposit_wei", func(r *row) *uint256.Int { return &r.Deposit }),
			amount("reserve_wei", func(r *row) *uint256.Int { return &r.Reserve }),
			count("withdraw_round", func(r *row) uint64 { return r.WithdrawRound }),
		},
	)
}
