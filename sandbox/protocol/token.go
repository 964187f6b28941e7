package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Token is LPT.
type Token struct {
	c          *Contracts
	supply     *big.Int
	balances   map[common.Address]*big.Int
	allowances map[allowance]*big.Int
}

type allowance struct{ owner, spender common.Address }

// Unlimited is the allowance that isn't used up: 2^256 - 1.
func Unlimited() *big.Int {
	return minus(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
}

var minterRole = crypto.Keccak256Hash([]byte("MINTER_ROLE"))

// Supply gives the LPT wei in existence.
func (t *Token) Supply() *big.Int { return t.supply }

// Balance gives an account's LPT wei, without what it has bonded.
func (t *Token) Balance(account common.Address) *big.Int { return or0(t.balances[account]) }

// Approve lets the spender take up to amount (wei) of the owner's LPT; Unlimited is never used up.
func (t *Token) Approve(owner, spender common.Address, wei *big.Int) {
	t.allowances[allowance{owner, spender}] = wei
	t.c.emit(t.address(), eventApproval, ix(address(owner), address(spender)), amount(wei))
}

// Transfer moves LPT wei between accounts.
func (t *Token) Transfer(from, to common.Address, wei *big.Int) error {
	if less(t.Balance(from), wei) {
		return revert("ERC20: transfer amount exceeds balance")
	}
	t.move(from, to, wei)
	return nil
}

// checkTransferFrom tells whether the spender may take that much from the owner.
func (t *Token) checkTransferFrom(spender, owner common.Address, wei *big.Int) error {
	if less(or0(t.allowances[allowance{owner, spender}]), wei) {
		return revert("ERC20: insufficient allowance")
	}
	if less(t.Balance(owner), wei) {
		return revert("ERC20: transfer amount exceeds balance")
	}
	return nil
}

// transferFrom moves LPT on an allowance; a limited one is used up, which is logged first.
func (t *Token) transferFrom(spender, owner, to common.Address, wei *big.Int) {
	allowed := t.allowances[allowance{owner, spender}]
	if allowed.Cmp(Unlimited()) != 0 {
		t.Approve(owner, spender, minus(allowed, wei))
	}
	t.move(owner, to, wei)
}

func (t *Token) move(from, to common.Address, wei *big.Int) {
	t.balances[from] = minus(t.Balance(from), wei)
	t.balances[to] = plus(t.Balance(to), wei)
	t.c.emit(t.address(), eventTransfer, ix(address(from), address(to)), amount(wei))
}

// mint makes new LPT wei.
func (t *Token) mint(to common.Address, wei *big.Int) {
	t.supply = plus(t.supply, wei)
	t.balances[to] = plus(t.Balance(to), wei)
	t.c.emit(t.address(), eventTransfer, ix(address(common.Address{}), address(to)), amount(wei))
	t.c.emit(t.address(), eventMint, ix(address(to)), amount(wei))
}

// role logs that an account got a role (or lost it) from the sender; roles aren't kept.
func (t *Token) role(event, role common.Hash, account, sender common.Address) {
	t.c.emit(t.address(), event, ix(hash(role), address(account), address(sender)))
}

func (t *Token) address() common.Address { return t.c.config.Addresses.LivepeerToken }

// or0 reads an amount that may never have been written.
func or0(n *big.Int) *big.Int {
	if n == nil {
		return zero
	}
	return n
}
