package prices

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/evm"
)

// block is the block that a snapshot is taken at.
type block struct{ number, time int64 }

// answers is the results of a snapshot's calls, as JSON.
type answers struct {
	block                           block
	round, decimals, slot0, observe json.RawMessage // observe is nil where the pool doesn't remember
}

// original gives the results as they came, for the quarantine.
func (a answers) original() []byte {
	lines := []string{
		fmt.Sprintf("block %d of %d", a.block.number, a.block.time),
		"latestRoundData " + string(a.round), "decimals " + string(a.decimals), "slot0 " + string(a.slot0), "observe " + string(a.observe),
	}
	return []byte(strings.Join(lines, "\n"))
}

// stated is what the contracts state.
type stated struct {
	roundID, answer              string // uint80 and int256
	decimals                     int64
	startedAt, updatedAt         int64  // Unix seconds
	sqrtPrice                    string // uint160: the square root of WETH per LPT, times 2^96
	tick, cardinality            int64
	cumulativeFrom, cumulativeTo *int64 // nil where the pool doesn't remember
}

// decodeAnswers reads the calls' results. The error names every result that isn't of its function's form, or that can't
// be true.
func decodeAnswers(a answers) (stated, error) {
	var s stated
	errs := []error{s.readRound(a.round), s.readDecimals(a.decimals), s.readSlot(a.slot0)}
	if a.observe != nil {
		errs = append(errs, s.readObserve(a.observe))
	}
	var texts []string
	for _, err := range errs {
		if err != nil {
			texts = append(texts, err.Error())
		}
	}
	if len(texts) > 0 {
		return stated{}, errors.New(strings.Join(texts, "; "))
	}
	return s, nil
}

// readRound reads latestRoundData: roundId, answer, startedAt, updatedAt, answeredInRound.
func (s *stated) readRound(result json.RawMessage) error {
	words, err := readWords(result, 5)
	if err != nil {
		return fmt.Errorf("latestRoundData: %w", err)
	}
	s.roundID, s.answer = words[0].String(), signed(words[1]).String()
	s.startedAt, s.updatedAt = clamp(words[2]), clamp(words[3])
	switch {
	case words[0].BitLen() > 80:
		return errors.New("latestRoundData: the round is wider than 80 bits")
	case signed(words[1]).Sign() <= 0:
		return fmt.Errorf("latestRoundData: the answer %s is no price", s.answer)
	case s.updatedAt == 0 || s.updatedAt > lastSecond || s.startedAt > lastSecond:
		return errors.New("latestRoundData: the round was never updated")
	}
	return nil
}

func (s *stated) readDecimals(result json.RawMessage) error {
	words, err := readWords(result, 1)
	if err == nil && (words[0].BitLen() > 8 || words[0].Int64() > 30) {
		err = fmt.Errorf("%s decimals", words[0])
	}
	if err != nil {
		return fmt.Errorf("decimals: %w", err)
	}
	s.decimals = words[0].Int64()
	return nil
}

// readSlot reads slot0: sqrtPriceX96, tick, observationIndex, observationCardinality, and three more.
func (s *stated) readSlot(result json.RawMessage) error {
	words, err := readWords(result, 7)
	if err != nil {
		return fmt.Errorf("slot0: %w", err)
	}
	tick := signed(words[1])
	s.sqrtPrice, s.tick, s.cardinality = words[0].String(), clamp(tick), clamp(words[3])
	if words[0].Sign() == 0 || words[0].BitLen() > 160 || tick.BitLen() > 23 || words[3].BitLen() > 16 {
		return fmt.Errorf("slot0: square root %s, tick %s and %s observations are no pool's price", words[0], tick, words[3])
	}
	return nil
}

// readObserve reads the list of two tick sums; the second list, of liquidity, isn't needed. It begins with the places of
// both lists.
func (s *stated) readObserve(result json.RawMessage) error {
	words, err := readWords(result, 8)
	if err != nil {
		return fmt.Errorf("observe: %w", err)
	}
	from, to := signed(words[3]), signed(words[4])
	if words[0].Cmp(big.NewInt(64)) != 0 || words[2].Cmp(big.NewInt(2)) != 0 || from.BitLen() > 55 || to.BitLen() > 55 {
		return errors.New("observe: it is no pair of tick sums")
	}
	first, last := from.Int64(), to.Int64()
	s.cumulativeFrom, s.cumulativeTo = &first, &last
	return nil
}

// readWords reads a result of so many 32-byte words.
func readWords(result json.RawMessage, count int) ([]*big.Int, error) {
	data, err := evm.Bytes(result)
	if err != nil {
		return nil, err
	}
	if len(data) != 32*count {
		return nil, fmt.Errorf("%d bytes instead of %d", len(data), 32*count)
	}
	words := make([]*big.Int, count)
	for i := range words {
		words[i] = new(big.Int).SetBytes(data[32*i : 32*i+32])
	}
	return words, nil
}

// signed reads a word as a two's complement number.
func signed(word *big.Int) *big.Int {
	if word.Bit(255) == 0 {
		return word
	}
	return new(big.Int).Sub(word, new(big.Int).Lsh(big.NewInt(1), 256))
}

// clamp gives a number as an int64, and one that doesn't fit as a value beyond every bound that is checked.
func clamp(n *big.Int) int64 {
	if !n.IsInt64() {
		return 1<<63 - 1
	}
	return n.Int64()
}

// decodeBlock reads the number and the time of a block.
func decodeBlock(result json.RawMessage) (block, error) {
	var fields struct{ Number, Timestamp json.RawMessage }
	if err := json.Unmarshal(result, &fields); err != nil {
		return block{}, fmt.Errorf("it is no block: %w", err)
	}
	number, err := evm.Quantity(fields.Number)
	if err != nil {
		return block{}, fmt.Errorf("number: %w", err)
	}
	time, err := evm.Quantity(fields.Timestamp)
	if err != nil {
		return block{}, fmt.Errorf("timestamp: %w", err)
	}
	return block{number, time}, nil
}

func onchainFields() []arrow.Field {
	number, text := arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String
	return []arrow.Field{
		{Name: "block_number", Type: number},
		{Name: "block_timestamp", Type: number},
		{Name: "chainlink_address", Type: text},
		{Name: "chainlink_round_id", Type: text},
		{Name: "chainlink_answer", Type: text},
		{Name: "chainlink_decimals", Type: number},
		{Name: "chainlink_started_at", Type: number},
		{Name: "chainlink_updated_at", Type: number},
		{Name: "pool_address", Type: text},
		{Name: "pool_sqrt_price_x96", Type: text},
		{Name: "pool_tick", Type: number},
		{Name: "pool_observation_cardinality", Type: number},
		{Name: "pool_tick_cumulative_from", Type: number, Nullable: true},
		{Name: "pool_tick_cumulative_to", Type: number, Nullable: true},
		{Name: "pool_window_seconds", Type: number},
	}
}
