package livepeer

import (
	"encoding/json"
	"strconv"

	"github.com/holiman/uint256"
)

// Value is one argument's value. Which fields count, the argument's kind says.
type Value struct {
	// Fits tells whether an integer fits its column. If not, Text has it in decimal and Int, Hi and Lo are 0.
	// True for every other kind.
	Fits bool
	// Bool is the value of a Bool.
	Bool bool
	// Int is the value of an Int.
	Int int64
	// Hi and Lo are the value of a Wei, Hi * 2^64 + Lo, below 1e38.
	Hi, Lo uint64
	// Text is the value of an Address, Wide, Bytes, Text or List.
	Text string
}

// Limits of the columns, exclusive. A share is kept in DECIMAL(9,6), amounts in DECIMAL(38,0).
var (
	weiLimit = new(uint256.Int).Exp(uint256.NewInt(10), uint256.NewInt(38))
	intLimit = uint256.NewInt(1 << 63)
	ppmLimit = uint256.NewInt(1_000_000_000)
)

// integerValue keeps a number the way the argument's kind says.
func integerValue(a *Arg, n *uint256.Int) Value {
	switch {
	case a.Kind == Wei && n.Lt(weiLimit):
		return Value{Fits: true, Hi: n[1], Lo: n[0]}
	case a.Unit == UnitPPM && n.Lt(ppmLimit), a.Unit != UnitPPM && a.Kind == Int && n.Lt(intLimit):
		return Value{Fits: true, Int: int64(n[0])}
	case a.Kind == Wide:
		return Value{Fits: true, Text: n.Dec()}
	default:
		return Value{Text: n.Dec()}
	}
}

func textValue(text string) Value { return Value{Fits: true, Text: text} }

// wideValues gives the JSON object of the numbers that don't fit, by column, or "".
func wideValues(args []Arg, values []Value) string {
	wide := map[string]string{}
	for i := range values {
		if !values[i].Fits {
			wide[args[i].Column] = values[i].Text
		}
	}
	if len(wide) == 0 {
		return ""
	}
	text, err := json.Marshal(wide)
	if err != nil {
		return "" // a map of texts always has a JSON form
	}
	return string(text)
}

// Format gives a value of that kind as text: an integer in decimal, whether it fits its column or not, a Bool as true
// or false, anything else as it is.
func (v Value) Format(k Kind) string {
	switch {
	case !v.Fits:
		return v.Text
	case k == Int:
		return strconv.FormatInt(v.Int, 10)
	case k == Wei:
		return (&uint256.Int{v.Lo, v.Hi}).Dec()
	case k == Bool:
		return strconv.FormatBool(v.Bool)
	default:
		return v.Text
	}
}
