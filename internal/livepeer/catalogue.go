package livepeer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/crypto"
)

// Events gives the catalogue: every event of Livepeer's contracts on Arbitrum, sorted by table name. The entries
// are shared; nobody changes them.
//
// Facts are from the published sources of livepeer/protocol (branch delta, f225b10c), livepeer/arbitrum-lpt-bridge
// (603314d9), OpenZeppelin's contracts that those inherit, and LIP-118 (RewardCallerSet).
func Events() []*Event { return catalogue().events }

// EventOf gives the event that a contract of that name emits with that first topic (0x text in lower case), or nil
// if the catalogue has none.
func EventOf(contract, topic0 string) *Event {
	return catalogue().byContract[contract][topic0]
}

// EventNamed gives the event of that Solidity name, or nil. Names are unique in the catalogue.
func EventNamed(name string) *Event {
	for _, e := range Events() {
		if e.Name == name {
			return e
		}
	}
	return nil
}

type index struct {
	events     []*Event
	byContract map[string]map[string]*Event // contract name → first topic → event
}

// catalogue completes the tables once: signatures and topics are functions of the arguments.
var catalogue = sync.OnceValue(func() index {
	families := [][]Event{
		managerEvents(), bondingEvents(), ticketEvents(), roundEvents(), tokenEvents(), controllerEvents(),
		votesEvents(), governanceEvents(), treasuryEvents(), pollEvents(), migrationEvents(), bridgeEvents(),
	}
	x := index{byContract: map[string]map[string]*Event{}}
	for _, family := range families {
		for _, event := range family {
			event.complete()
			x.events = append(x.events, &event)
			for _, contract := range event.Contracts {
				if x.byContract[contract] == nil {
					x.byContract[contract] = map[string]*Event{}
				}
				x.byContract[contract][event.Topic0.Hex()] = &event
			}
		}
	}
	slices.SortFunc(x.events, func(a, b *Event) int { return cmp.Compare(a.Table, b.Table) })
	return x
})

// complete fills what follows from name and arguments.
func (e *Event) complete() {
	e.Table = Snake(e.Name)
	e.Signature = e.signature()
	e.Topic0 = crypto.Keccak256Hash([]byte(e.Signature))
	for _, a := range e.Args {
		if a.Indexed {
			e.indexed++
		} else if a.Kind == List || a.Type == "bytes" || a.Type == "string" {
			e.dynamic = true
		}
	}
	if e.dynamic {
		e.arguments, e.broken = e.dataArguments()
	}
}

func (e *Event) signature() string {
	types := make([]string, len(e.Args))
	for i, a := range e.Args {
		types[i] = a.Type
	}
	if e.Tuple > 0 {
		tuple := "(" + strings.Join(types[:e.Tuple], ",") + ")"
		types = append([]string{tuple}, types[e.Tuple:]...)
	}
	return e.Name + "(" + strings.Join(types, ",") + ")"
}

// dataArguments describes the event's data to the ABI package. It fails on a type that the ABI doesn't have.
func (e *Event) dataArguments() (abi.Arguments, error) {
	var out abi.Arguments
	add := func(typ string, components []abi.ArgumentMarshaling) error {
		t, err := abi.NewType(typ, "", components)
		out = append(out, abi.Argument{Type: t})
		return err
	}
	if e.Tuple > 0 {
		var components []abi.ArgumentMarshaling
		for i, a := range e.Args[:e.Tuple] {
			components = append(components, abi.ArgumentMarshaling{Name: fmt.Sprintf("field%d", i), Type: a.Type})
		}
		if err := add("tuple", components); err != nil {
			return nil, err
		}
	}
	for _, a := range e.Args[e.Tuple:] {
		if a.Indexed {
			continue
		}
		if err := add(a.Type, nil); err != nil {
			return nil, fmt.Errorf("argument %s: %w", a.Name, err)
		}
	}
	return out, nil
}
