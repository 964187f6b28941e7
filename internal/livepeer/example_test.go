package livepeer_test

import (
	"fmt"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

func ExampleDecoder_Decode() {
	decoder, err := livepeer.NewDecoder(livepeer.ArbitrumOne().Contracts)
	if err != nil {
		fmt.Println(err)
		return
	}
	decoded, err := decoder.Decode(livepeer.Log{
		Address: "0x35bcf3c30594191d53231e4ff333e8a770453e40",
		Topics: []string{
			"0x619caafabdd75649b302ba8419e48cccf64f37f1983ac4727cfb38b57703ffc9",
			"0x000000000000000000000000525419ff5707190389bfb5c87c375d710f5fcb0e",
		},
		Data: "0x0000000000000000000000000000000000000000000000015af1d78b58c40000",
	}, nil)
	if err != nil {
		fmt.Println(err) // a known event whose topics or data are malformed
		return
	}
	fmt.Println(decoded.Contract, decoded.Event.Signature)
	for i, arg := range decoded.Event.Args {
		fmt.Printf("%s = %s\n", arg.Column, decoded.Values[i].Format(arg.Kind))
	}
	// Output:
	// BondingManager Reward(address,uint256)
	// transcoder = 0x525419ff5707190389bfb5c87c375d710f5fcb0e
	// amount = 25000000000000000000
}
