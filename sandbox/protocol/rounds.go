package protocol

import "github.com/ethereum/go-ethereum/common"

// RoundsManager counts rounds in L1 blocks.
type RoundsManager struct {
	c               *Contracts
	length          uint64
	lock            uint64
	lastSetRound    uint64
	lastSetBlock    uint64
	lastInitialized uint64
	hashes          map[uint64]common.Hash
}

// Current gives the round that the block is in, initialised or not.
func (r *RoundsManager) Current() uint64 {
	return r.lastSetRound + (r.c.block-r.lastSetBlock)/r.length
}

// StartBlock gives the L1 block in which the current round began.
func (r *RoundsManager) StartBlock() uint64 {
	return r.lastSetBlock + (r.c.block-r.lastSetBlock)/r.length*r.length
}

// Length gives the length of a round in L1 blocks.
func (r *RoundsManager) Length() uint64 { return r.length }

// Initialized tells whether the current round is initialised.
func (r *RoundsManager) Initialized() bool { return r.lastInitialized == r.Current() }

// Locked tells whether the current round is so near its end that cuts can't change.
func (r *RoundsManager) Locked() bool {
	locked := r.length * r.lock / 1e6
	return r.c.block-r.StartBlock() >= r.length-locked
}

// BlockHash gives the hash that a round was initialised with; zero means that it never was.
func (r *RoundsManager) BlockHash(round uint64) common.Hash { return r.hashes[round] }

// InitializeRound starts the current round. Anyone may; until someone does, stakes don't move. Logs, in order:
// ParameterUpdate if the treasury's rate changes, SetCurrentRewardTokens, NewRound.
func (r *RoundsManager) InitializeRound() error {
	round := r.Current()
	if r.lastInitialized >= round {
		return revert("round already initialized")
	}
	r.lastInitialized = round
	r.hashes[round] = r.c.config.BlockHash(r.c.block - 1)
	r.c.Bonding.startRound(round)
	r.c.Minter.setCurrentRewardTokens()
	r.c.emit(r.address(), eventNewRound, ix(count(round)), hash(r.hashes[round]))
	return nil
}

// setRoundLength changes the length from the current round on; the first time, rounds count from block 0.
func (r *RoundsManager) setRoundLength(length uint64) {
	if r.length == 0 {
		r.length = length
		r.lastSetRound, r.lastSetBlock = r.Current(), r.StartBlock()
	} else {
		r.lastSetRound, r.lastSetBlock = r.Current(), r.StartBlock()
		r.length = length
	}
	r.c.parameterUpdate(r.address(), "roundLength")
}

func (r *RoundsManager) setRoundLockAmount(lock uint64) {
	r.lock = lock
	r.c.parameterUpdate(r.address(), "roundLockAmount")
}

func (r *RoundsManager) address() common.Address { return r.c.config.Addresses.RoundsManager }
