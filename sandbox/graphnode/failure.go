package graphnode

import (
	"encoding/json"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// failure is an error that a client gets to see, in graph-node's words.
type failure struct {
	message      string
	line, column int // of the query, 0 if the error has no place in it
	// attestable says that every node at that block would answer so. The gateway passes such errors on, and takes the
	// others for the indexer's.
	attestable bool
	// missing is the block that the node doesn't have yet, 0 if that isn't what is wrong.
	missing int64
}

// Error gives the message.
func (f *failure) Error() string { return f.message }

// MarshalJSON writes the error as graph-node does: its place, if it has one, and its message.
func (f *failure) MarshalJSON() ([]byte, error) {
	type place struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	var written struct {
		Locations []place `json:"locations,omitempty"`
		Message   string  `json:"message"`
	}
	written.Message = f.message
	if f.line > 0 {
		written.Locations = []place{{f.line, f.column}}
	}
	return json.Marshal(written)
}

// at gives the failure a place in the query.
func (f *failure) at(position *ast.Position) *failure {
	if position != nil {
		f.line, f.column = position.Line, position.Column
	}
	return f
}

// attestablef is an error of the query, which every node would find.
func attestablef(format string, arguments ...any) *failure {
	return &failure{message: fmt.Sprintf(format, arguments...), attestable: true}
}

// nodef is an error of the node, or one that graph-node doesn't vouch for.
func nodef(format string, arguments ...any) *failure {
	return &failure{message: fmt.Sprintf(format, arguments...)}
}

func decodeError(what, why string) *failure {
	return attestablef("Failed to decode `%s` value: `%s`", what, why)
}

func argumentError(name string, value any) *failure {
	text, err := json.Marshal(value)
	if err != nil {
		text = []byte(fmt.Sprint(value))
	}
	return attestablef("Invalid value provided for argument `%s`: %s", name, text)
}

func rangeError(name string, most, actual int64) *failure {
	return nodef("The `%s` argument must be between 0 and %d, but is %d", name, most, actual)
}

func nullError(field *ast.Field) *failure {
	return attestablef("Null value resolved for non-null field `%s`", field.Name).at(field.Position)
}

// blockError is what comes of a block constraint that can't be met.
func blockError(constraint, why string) *failure {
	return nodef("Failed to decode `block.%s` value: `%s`", constraint, why)
}

// validationFailures gives the errors that parsing and validating found.
func validationFailures(found gqlerror.List) []*failure {
	failures := make([]*failure, 0, len(found))
	for _, err := range found {
		f := nodef("%s", err.Message)
		if len(err.Locations) > 0 {
			f.line, f.column = err.Locations[0].Line, err.Locations[0].Column
		}
		failures = append(failures, f)
	}
	return failures
}
