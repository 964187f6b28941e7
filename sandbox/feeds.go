package sandbox

import (
	"bytes"
	"errors"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

var _ jsonrpc.Caller = (*World)(nil)

// feeds gives the contracts that state prices.
func (w *World) feeds() livepeer.PriceFeeds {
	return livepeer.PriceFeeds{ChainlinkETHUSD: lower(w.otherContract("chainlink")), LPTWETHPool: lower(w.otherContract("pool"))}
}

// otherContract makes the address of a contract that isn't Livepeer's up.
func (w *World) otherContract(name string) common.Address {
	h := digest("contract "+name, w.config.Seed, 0)
	return common.BytesToAddress(h[12:])
}

// weth is the address of WETH: above that of LPT, so that LPT is the pool's token 0.
func (w *World) weth() common.Address {
	address := w.otherContract("weth")
	copy(address[:], bytes.Repeat([]byte{0xff}, 8))
	return address
}

// Call asks the Chainlink feed or the Uniswap V3 pool at a block, or one of Livepeer's contracts at a block near the end of
// the history. Other addresses answer nothing.
func (w *World) Call(to common.Address, input []byte, block int64) ([]byte, error) {
	at := time.Unix(blockTime(block), 0)
	switch to {
	case w.otherContract("chainlink"):
		return w.askFeed(input, at)
	case w.otherContract("pool"):
		return w.askPool(input, at)
	}
	return w.askContracts(to, input, block)
}

// calls tells whether input calls the function of that signature.
func calls(input []byte, signature string) bool {
	return bytes.HasPrefix(input, crypto.Keccak256([]byte(signature))[:4])
}

var errNoFunction = errors.New("function selector was not recognized")

// askFeed answers as Chainlink's proxy does.
func (w *World) askFeed(input []byte, at time.Time) ([]byte, error) {
	switch {
	case calls(input, "decimals()"):
		return jsonrpc.Words(big.NewInt(market.FeedDecimals)), nil
	case calls(input, "latestRoundData()"):
		r := w.market.FeedRound(at)
		updated := big.NewInt(r.UpdatedAt)
		return jsonrpc.Words(r.ID, r.Answer, updated, updated, r.ID), nil
	default:
		return nil, errNoFunction
	}
}

// askPool answers as a Uniswap V3 pool does.
func (w *World) askPool(input []byte, at time.Time) ([]byte, error) {
	switch {
	case calls(input, "token0()"):
		return jsonrpc.Words(jsonrpc.AddressWord(w.addresses.LivepeerToken)), nil
	case calls(input, "token1()"):
		return jsonrpc.Words(jsonrpc.AddressWord(w.weth())), nil
	case calls(input, "slot0()"):
		s := w.market.PoolSlot(at)
		cardinality := big.NewInt(s.Cardinality)
		return jsonrpc.Words(s.SqrtPriceX96, big.NewInt(s.Tick), big.NewInt(at.Unix()/600%s.Cardinality), cardinality, cardinality, new(big.Int), big.NewInt(1)), nil
	case calls(input, "observe(uint32[])"):
		return w.observe(input[4:], at)
	default:
		return nil, errNoFunction
	}
}

// observe gives the tick cumulatives and (as if liquidity never changed) the seconds per liquidity of some seconds ago.
func (w *World) observe(arguments []byte, at time.Time) ([]byte, error) {
	const head = 2 * 32
	if len(arguments) < head {
		return nil, errors.New("calldata is too short")
	}
	count := int(new(big.Int).SetBytes(arguments[32:head]).Int64())
	if count < 0 || count > 1000 || len(arguments) < head+32*count {
		return nil, errors.New("calldata is too short")
	}
	ticks, liquidity := []*big.Int{big.NewInt(int64(count))}, []*big.Int{big.NewInt(int64(count))}
	for i := range count {
		ago := new(big.Int).SetBytes(arguments[head+32*i : head+32*(i+1)])
		when := at.Add(-time.Duration(ago.Int64()) * time.Second)
		sum, ok := w.market.TickCumulative(when)
		if !ok {
			return nil, errors.New("OLD")
		}
		ticks = append(ticks, big.NewInt(sum))
		liquidity = append(liquidity, new(big.Int).Lsh(big.NewInt(when.Unix()), 60))
	}
	offsets := jsonrpc.Words(big.NewInt(head), big.NewInt(int64(head+32*(count+1))))
	return append(append(offsets, jsonrpc.Words(ticks...)...), jsonrpc.Words(liquidity...)...), nil
}
