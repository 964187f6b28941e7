package subgraph

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// zeroAddress is the address that stands for nobody.
const zeroAddress = "0x0000000000000000000000000000000000000000"

// event is a log while the mappings work on it.
type event struct {
	*Transaction
	log     Log
	decoded livepeer.Decoded
	// row is the event's own row, nil if it gets none.
	row graphnode.Entity
}

// whole are the fields of events that are numbers in answers; every other integer is text.
var whole = []string{"unbondingLockId", "oldUnbondingLockId", "newUnbondingLockId"}

// fields gives the fields of the event's row: names of arguments, or field=argument, with spaces between them. An amount
// becomes whole tokens.
func (e *event) fields(names string) graphnode.Entity {
	row := graphnode.Entity{}
	for _, name := range strings.Fields(names) {
		field, argument, renamed := strings.Cut(name, "=")
		if !renamed {
			argument = field
		}
		a, v := e.argument(argument)
		switch {
		case a.Kind == livepeer.Wei:
			row[field] = tokens(e.wei(argument)).String()
		case slices.Contains(whole, field):
			row[field] = v.Int
		default:
			row[field] = v.Format(a.Kind)
		}
	}
	return row
}

// argument finds an argument by its name in the contract's source.
func (e *event) argument(name string) (livepeer.Arg, livepeer.Value) {
	i := slices.IndexFunc(e.decoded.Event.Args, func(a livepeer.Arg) bool { return a.Name == name })
	return e.decoded.Event.Args[i], e.decoded.Values[i]
}

// text gives an argument as text: an address in lower case, a number in decimal.
func (e *event) text(name string) string {
	a, v := e.argument(name)
	return v.Format(a.Kind)
}

// wei gives an amount.
func (e *event) wei(name string) *big.Int {
	n, _ := new(big.Int).SetString(e.text(name), 10) // an amount is always written in decimal
	return n
}

// integer gives a small number.
func (e *event) integer(name string) int64 {
	_, v := e.argument(name)
	return v.Int
}

// list gives the members of an array.
func (e *event) list(name string) (members []string, err error) {
	err = json.Unmarshal([]byte(e.text(name)), &members)
	return members, err
}

// at gives the instant of the event's block.
func (e *event) at() time.Time { return time.Unix(e.Block.Time, 0) }

// day gives the Unix seconds at which the event's day begins.
func (e *event) day() int64 { return e.Block.Time / daySeconds * daySeconds }

const daySeconds = 86400

func lower(a common.Address) string { return strings.ToLower(a.Hex()) }

func decimalText(n int64) string { return strconv.FormatInt(n, 10) }

// orNil gives nil for a text that is empty: a field without a value.
func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
