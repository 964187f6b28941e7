package livepeer

import (
	"slices"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
)

// Kind says how an argument's value is kept.
type Kind int

// The kinds. One column name has the same kind in every event.
const (
	// Address is a 20-byte address as lower-case 0x text.
	Address Kind = iota
	// Wei is an amount of LPT or ETH in units of 1e-18, below 1e38: DECIMAL(38,0).
	Wei
	// Int is an integer that fits 64 bits with sign: a round, a block, an id, seconds, parts per million.
	Int
	// Wide is a 256-bit integer as decimal text.
	Wide
	// Bytes is binary data as lower-case 0x text.
	Bytes
	// Text is a string; invalid UTF-8 is replaced by U+FFFD.
	Text
	// Bool is true or false.
	Bool
	// List is an array as JSON text: 0x text for addresses and bytes, decimal text for integers.
	List
)

// String gives the kind's name, for messages.
func (k Kind) String() string {
	names := []string{"address", "wei", "int", "wide", "bytes", "text", "bool", "list"}
	if k < 0 || int(k) >= len(names) {
		return "unknown kind"
	}
	return names[k]
}

// Units of arguments. An argument without a unit has "".
const (
	UnitLPT         = "LPT"          // 1e-18 LPT in the log
	UnitETH         = "ETH"          // 1e-18 ETH in the log
	UnitPPM         = "ppm"          // parts per million
	UnitPPB         = "ppb"          // parts per billion
	UnitRound       = "round"        // number of a round, or a count of rounds
	UnitL1Block     = "L1 block"     // number of a block of Ethereum, or a count of them
	UnitSecond      = "s"            // a duration
	UnitUnixSeconds = "Unix seconds" // an instant
)

// Arg is one argument of an event. The fields of a tuple are arguments of their own.
type Arg struct {
	// Name is the name in the contract's source: "newDelegate".
	Name string
	// Type is the Solidity type: "uint256".
	Type string
	// Indexed arguments stand in the topics, the others in the data.
	Indexed bool
	// Column is the argument's column in the decoded table: "new_delegate".
	Column string
	// Kind says how the value is kept.
	Kind Kind
	// Unit is one of the Unit constants, or "".
	Unit string
	// Description says what the value means, in one sentence or two.
	Description string
}

// Event is one type of event: a name and a first topic. All contracts that emit it share the entry.
type Event struct {
	// Name is the name in the contract's source: "TransferBond".
	Name string
	// Table is the snake_case name; the staging model is staging.chain__<table>.
	Table string
	// Signature is what the first topic is the Keccak-256 hash of: "Reward(address,uint256)".
	Signature string
	// Topic0 is the first topic.
	Topic0 common.Hash
	// Contracts are the names of the contracts that emit the event.
	Contracts []string
	// Description says what happened when the event is emitted.
	Description string
	// Args are the arguments, in order, tuples flattened.
	Args []Arg
	// Tuple is how many arguments, from the first on, are the fields of one tuple; 0 if there is none.
	Tuple int

	indexed   int           // how many arguments stand in the topics
	dynamic   bool          // the data has something of variable length
	arguments abi.Arguments // the data's arguments, for dynamic events
	broken    error         // why there are no arguments; a test holds that this is nil
}

// EmittedBy tells whether a contract of that name emits the event.
func (e *Event) EmittedBy(contract string) bool {
	return slices.Contains(e.Contracts, contract)
}
