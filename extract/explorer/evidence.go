package explorer

import (
	"context"
	"math/big"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

const zeroAddress = "0x0000000000000000000000000000000000000000"

// logs is the stream of the chain's events.
func (c Config) logs() load.StreamID {
	return load.StreamID{Source: "chain", Instance: c.Chain, Stream: "logs"}
}

// ofSubgraph is a stream of the subgraph's.
func (c Config) ofSubgraph(stream string) load.StreamID {
	return load.StreamID{Source: "subgraph", Instance: c.Subgraph, Stream: stream}
}

// everyRow calls visit with some columns of every committed row of a stream.
func (l *Lookup) everyRow(ctx context.Context, id load.StreamID, columns []string, visit func(values []string)) error {
	files, err := filesOf(l.lake, id)
	for _, f := range files {
		if err := scanTexts(ctx, f.Path, columns, visit); err != nil {
			return err
		}
	}
	return err
}

// everyLog calls visit with the first argument's topic and the data of every committed log of the named events.
func (l *Lookup) everyLog(ctx context.Context, events []string, visit func(topic1, data string)) error {
	files, err := filesOf(l.lake, l.config.logs())
	for _, f := range files {
		if err := scanLogs(ctx, f.Path, events, visit); err != nil {
			return err
		}
	}
	return err
}

// scanLogs does so with one file. The topics alone are read first: nearly every file has no such event.
func scanLogs(ctx context.Context, path string, events []string, visit func(topic1, data string)) error {
	topics := map[string]bool{}
	for _, name := range events {
		if event := livepeer.EventNamed(name); event != nil {
			topics[event.Topic0.Hex()] = true
		}
	}
	has := false
	err := scanTexts(ctx, path, []string{"topic0"}, func(values []string) { has = has || topics[values[0]] })
	if err != nil || !has {
		return err
	}
	return scanTexts(ctx, path, []string{"topic0", "topic1", "data"}, func(values []string) {
		if topics[values[0]] {
			visit(values[1], values[2])
		}
	})
}

// addressIn gives the address in a topic, "" if there is none.
func addressIn(topic string) string {
	const digits = 2 + 64
	if len(topic) != digits {
		return ""
	}
	return "0x" + topic[digits-40:]
}

// numberIn gives the first word of a log's data in decimal digits, "" if there is none.
func numberIn(data string) string {
	const digits = 2 + 64
	if len(data) < digits {
		return ""
	}
	n, ok := new(big.Int).SetString(data[2:digits], 16)
	if !ok {
		return ""
	}
	return n.String()
}

// lower gives an address as the routes want it: of mixed case they check the checksum.
func lower(address string) string { return strings.ToLower(address) }
