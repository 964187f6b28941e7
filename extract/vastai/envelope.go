package vastai

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// envelope is what an answer says besides its list.
type envelope struct {
	// at is the answer's own time as sent; "" if it has none.
	at string
	// count is how many rows it says that it has, nil if it doesn't say.
	count *int64
}

// readEnvelope reads an answer: an object with one list, whose elements are handed over one at a time. Any other answer
// is an error that says what came instead; so is one that isn't complete.
func readEnvelope(body io.Reader, listName string, each func(json.RawMessage) error) (envelope, error) {
	var e envelope
	decoder := json.NewDecoder(body)
	if err := expect(decoder, '{'); err != nil {
		return e, err
	}
	found := false
	others := map[string]json.RawMessage{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return e, err
		}
		if name == listName && !found {
			found = true
			err = elements(decoder, each)
		} else {
			var value json.RawMessage
			if err = decoder.Decode(&value); err == nil {
				others[fmt.Sprint(name)] = value
			}
		}
		if err != nil {
			return e, err
		}
	}
	if err := expect(decoder, '}'); err != nil {
		return e, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return e, errors.New("more follows the answer")
	}
	if !found {
		return e, refusal(others, listName)
	}
	return e, e.read(others)
}

func elements(decoder *json.Decoder, each func(json.RawMessage) error) error {
	if err := expect(decoder, '['); err != nil {
		return err
	}
	for decoder.More() {
		var element json.RawMessage
		if err := decoder.Decode(&element); err != nil {
			return err
		}
		if err := each(element); err != nil {
			return err
		}
	}
	return expect(decoder, ']')
}

func expect(decoder *json.Decoder, delim json.Delim) error {
	token, err := decoder.Token()
	if err != nil {
		return fmt.Errorf("it is not the JSON that was expected: %w", err)
	}
	if token != delim {
		return fmt.Errorf("it is not the JSON that was expected: there is no %s where one must be", delim)
	}
	return nil
}

// refusal says what an answer without its list says instead.
func refusal(members map[string]json.RawMessage, listName string) error {
	for _, name := range []string{"msg", "error", "message", "detail"} {
		var said string
		if json.Unmarshal(members[name], &said) == nil && said != "" {
			return fmt.Errorf("there are no %s, it says: %.200s", listName, dottedQuad.ReplaceAllString(said, hidden))
		}
	}
	return fmt.Errorf("there are no %s in it", listName)
}

// read takes time and count out of the members beside the list. Vast.AI has an empty list for keys of which it wants more,
// and says so there.
func (e *envelope) read(members map[string]json.RawMessage) error {
	if string(members["needs_machine"]) == "true" || string(members["success"]) == "false" {
		return errors.New("its list isn't the market: it says that the key needs more than it has")
	}
	if raw, ok := members["timestamp"]; ok {
		if json.Unmarshal(raw, &e.at) != nil {
			return fmt.Errorf("its timestamp is %.40s", raw)
		}
		if _, err := time.Parse(time.RFC3339Nano, e.at); err != nil {
			return fmt.Errorf("its timestamp is %.40q, not a time of RFC 3339", e.at)
		}
	}
	raw, ok := members["count"]
	if !ok {
		return nil
	}
	count, err := parseInteger(raw)
	if err != nil {
		return fmt.Errorf("its count is %.40s", raw)
	}
	n, _ := count.(int64) // what parseInteger gives
	e.count = &n
	return nil
}
