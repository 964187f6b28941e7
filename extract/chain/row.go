package chain

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// row is one log as it is landed. Its texts are pieces of the reply, so that a row takes no memory of its own.
type row struct {
	block, index, transaction int64
	time                      int64 // 0: the log carries none
	blockHash, txHash         string
	address, data             string
	topics                    [4]string
	topicCount                int
	extra                     string // "": no unknown field
	original                  string
}

// reader takes replies to a part's questions apart. It is reused from reply to reply.
type reader struct {
	decoder *livepeer.Decoder
	asks    asks
	asked   map[string]bool // addresses
	seen    int64           // logs of the reply, kept or not
	rows    []row
	values  []livepeer.Value
	places  map[[2]int64]int
	rejects []load.RejectedRow
}

func newReader(a asks) (*reader, error) {
	decoder, err := livepeer.NewDecoder(a.Contracts)
	if err != nil {
		return nil, err
	}
	asked := make(map[string]bool, len(a.Contracts))
	for _, c := range a.Contracts {
		asked[c.Address] = true
	}
	return &reader{decoder: decoder, asks: a, asked: asked, places: map[[2]int64]int{}}, nil
}

// reset forgets the rows and rejects of the reply before.
func (r *reader) reset() {
	r.rows, r.rejects, r.seen = r.rows[:0], nil, 0
}

// read appends the logs of a result, but those that the part leaves to another one. What is wrong with a log rejects
// that log alone; the error is not nil only if the result is no list.
func (r *reader) read(result string, within load.Interval) error {
	return elements(result, func(original string) error {
		r.seen++
		log, err := parseRow(original)
		if err == nil {
			err = r.check(log, within)
		}
		if err != nil {
			r.reject(log, within, err.Error(), original)
			return nil
		}
		if !r.asks.Except.any(log.topics[:log.topicCount]) {
			r.rows = append(r.rows, log)
		}
		return nil
	})
}

// parseRow reads the fields of a log. With an error the row still has what could be read.
func parseRow(original string) (row, error) {
	log := row{original: original, block: -1, index: -1, transaction: -1}
	var wrong []error
	var extra map[string]json.RawMessage
	err := members(original, func(name, value string) error {
		var err error
		switch name {
		case "address":
			log.address, err = parseBytes(value, 20)
		case "topics":
			err = log.parseTopics(value)
		case "data":
			log.data, err = parseBytes(value, -1)
		case "blockNumber":
			log.block, err = parsePosition(value)
		case "logIndex":
			log.index, err = parsePosition(value)
		case "transactionIndex":
			log.transaction, err = parsePosition(value)
		case "blockHash":
			log.blockHash, err = parseBytes(value, 32)
		case "transactionHash":
			log.txHash, err = parseBytes(value, 32)
		case "blockTimestamp":
			if value != "null" {
				log.time, err = parseQuantity(value)
			}
		case "removed":
			if value != "false" {
				err = fmt.Errorf("%s instead of false", short(value))
			}
		default:
			if extra == nil {
				extra = map[string]json.RawMessage{}
			}
			extra[unquote(name)] = json.RawMessage(value)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
		return nil
	})
	if err != nil {
		return log, err
	}
	log.extra = object(extra)
	if len(wrong) == 0 {
		return log, log.missing()
	}
	return log, oneLine(wrong)
}

// oneLine makes one error of several, on one line: it becomes a sentence of the report.
func oneLine(several []error) error {
	texts := make([]string, len(several))
	for i, err := range several {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}

func parsePosition(value string) (int64, error) {
	n, err := parseQuantity(value)
	if err != nil {
		return -1, err
	}
	return n, nil
}

func (l *row) parseTopics(list string) error {
	return elements(list, func(element string) error {
		topic, err := parseBytes(element, 32)
		if err != nil {
			return err
		}
		if l.topicCount == len(l.topics) {
			return errors.New("more than 4 topics")
		}
		l.topics[l.topicCount] = topic
		l.topicCount++
		return nil
	})
}

// missing names the fields that every log must have and this one lacks.
func (l *row) missing() error {
	var names []string
	for _, field := range []struct {
		name   string
		absent bool
	}{
		{"address", l.address == ""},
		{"data", l.data == ""},
		{"blockHash", l.blockHash == ""},
		{"transactionHash", l.txHash == ""},
		{"blockNumber", l.block < 0},
		{"logIndex", l.index < 0},
		{"transactionIndex", l.transaction < 0},
	} {
		if field.absent {
			names = append(names, field.name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("no valid %s", strings.Join(names, ", "))
}

// check compares a log with what was asked for, and tries to decode it.
func (r *reader) check(log row, within load.Interval) error {
	if log.block < within.From || log.block >= within.To {
		return fmt.Errorf("block %d was not asked for (%d to %d)", log.block, within.From, within.To-1)
	}
	if !r.asked[log.address] {
		return fmt.Errorf("address %s was not asked for", log.address)
	}
	if !r.asks.Topics.all(log.topics[:log.topicCount]) {
		return errors.New("its topics were not asked for")
	}
	decoded, err := r.decoder.Decode(livepeer.Log{Address: log.address, Topics: log.topics[:log.topicCount], Data: log.data}, r.values)
	if decoded.Values != nil {
		r.values = decoded.Values
	}
	return err
}

// reject quarantines a log at its own block. A block that can't be read, or that wasn't asked for, says nothing of
// where the log belongs, and the begin of the request would say something else the next time.
func (r *reader) reject(log row, within load.Interval, reason, original string) {
	position := log.block
	if position < within.From || position >= within.To {
		position = -1
	}
	r.rejects = append(r.rejects, load.RejectedRow{Position: position, Reason: reason, Original: []byte(original)})
}

// separate rejects the logs of one reply that claim the same place with different content: one of them is wrong,
// and nobody can say which.
func (r *reader) separate(within load.Interval) {
	if slices.IsSortedFunc(r.rows, func(a, b row) int {
		if a.block < b.block || a.block == b.block && a.index < b.index {
			return -1
		}
		return 1
	}) {
		return
	}
	clear(r.places)
	clash := map[[2]int64]bool{}
	for i, log := range r.rows {
		place := [2]int64{log.block, log.index}
		if first, seen := r.places[place]; !seen {
			r.places[place] = i
		} else if !same(r.rows[first], log) {
			clash[place] = true
		}
	}
	if len(clash) == 0 {
		return
	}
	r.rows = slices.DeleteFunc(r.rows, func(log row) bool {
		if !clash[[2]int64{log.block, log.index}] {
			return false
		}
		r.reject(log, within, fmt.Sprintf("another log of the same reply has block %d and index %d too, with other content", log.block, log.index), log.original)
		return true
	})
}

func same(a, b row) bool {
	a.original, b.original = "", ""
	return a == b
}

// object gives the JSON text of unknown fields, names sorted; "" if there is none.
func object(fields map[string]json.RawMessage) string {
	if len(fields) == 0 {
		return ""
	}
	var b strings.Builder
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		if i == 0 {
			b.WriteByte('{')
		} else {
			b.WriteByte(',')
		}
		quoted, _ := json.Marshal(name) // a text always has a JSON form
		b.Write(quoted)
		b.WriteByte(':')
		b.Write(fields[name])
	}
	b.WriteByte('}')
	return b.String()
}

// unquote resolves the escapes of a member's name.
func unquote(name string) string {
	var plain string
	if strings.Contains(name, `\`) && json.Unmarshal([]byte(`"`+name+`"`), &plain) == nil {
		return plain
	}
	return name
}
