package livepeer

import (
	"fmt"
	"strings"
)

// Log is what a decoder reads of a log. All is hex text after 0x, in either case.
type Log struct {
	Address string
	// Topics are the log's topics, 0 to 4.
	Topics []string
	Data   string
}

// Decoded is what a decoder makes of a log.
type Decoded struct {
	// Contract is the name of the contract that emitted the log; "" if the decoder doesn't have the address.
	Contract string
	// Event is the event, or nil if the catalogue has none of that topic for the contract.
	Event *Event
	// Values are the arguments' values, one for each of Event.Args.
	Values []Value
	// WideValues is a JSON object of the numbers that don't fit their column, as decimal text by column; "" if
	// all fit.
	WideValues string
}

// MalformedError says that the log of a known event can't be decoded.
type MalformedError struct {
	// Contract and Event are the names of what the log claims to be.
	Contract, Event string
	// Cause says what is wrong with it.
	Cause error
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("decode %s.%s: %v", e.Contract, e.Event, e.Cause)
}

// Unwrap gives the cause.
func (e *MalformedError) Unwrap() error { return e.Cause }

// Decoder decodes the logs of a set of contracts. It never changes, so that any number of goroutines can use one.
type Decoder struct {
	contracts map[string]string // address → name
}

// NewDecoder makes a decoder for these contracts. It fails if a name isn't in the catalogue, an address isn't one,
// or an address has two names.
func NewDecoder(contracts []Contract) (*Decoder, error) {
	d := &Decoder{contracts: make(map[string]string, len(contracts))}
	for _, c := range contracts {
		if err := checkContractName(c.Name); err != nil {
			return nil, err
		}
		addr, err := ParseAddress(c.Address)
		if err != nil {
			return nil, fmt.Errorf("contract %s: %w", c.Name, err)
		}
		if other, ok := d.contracts[addr]; ok && other != c.Name {
			return nil, fmt.Errorf("contract %s has the address of %s, %s: one address has one name", c.Name, other, addr)
		}
		d.contracts[addr] = c.Name
	}
	return d, nil
}

// Decode decodes a log. The values are appended to buffer[:0], so that a caller in a loop can hand in the values of
// the log before; nil is fine.
//
// An unknown event is not an error: Decoded.Event is then nil. A known one fails with a *MalformedError if it has
// the wrong number of topics, if a topic or the data isn't hex text, or if the data is shorter than the arguments
// need. Data beyond them is ignored, and so is what stands before an address within its word, as every decoder of
// the ABI does.
func (d *Decoder) Decode(log Log, buffer []Value) (Decoded, error) {
	out := Decoded{Contract: d.contracts[strings.ToLower(log.Address)]}
	if len(log.Topics) == 0 {
		return out, nil
	}
	event := EventOf(out.Contract, strings.ToLower(log.Topics[0]))
	if event == nil {
		return out, nil
	}
	values, err := event.decode(log, buffer[:0])
	if err != nil {
		return out, &MalformedError{Contract: out.Contract, Event: event.Name, Cause: err}
	}
	out.Event, out.Values, out.WideValues = event, values, wideValues(event.Args, values)
	return out, nil
}

// Validate tells whether a log can be landed: every part of it is hex text of the right length and, if it is a known
// event of these contracts, it decodes. The error says what is wrong.
func (d *Decoder) Validate(log Log) error {
	if _, err := ParseAddress(log.Address); err != nil {
		return err
	}
	if len(log.Topics) > 4 {
		return fmt.Errorf("the log has %d topics: no log has more than 4", len(log.Topics))
	}
	for _, topic := range log.Topics {
		if _, err := ParseHash(topic); err != nil {
			return err
		}
	}
	if _, err := digits(log.Data); err != nil {
		return fmt.Errorf("the log's data is malformed: %w", err)
	}
	_, err := d.Decode(log, nil)
	return err
}
