package faults

// Kind is what a fault does.
type Kind string

// Faults in place of an answer.
const (
	// TooManyRequests answers HTTP 429 in the service's own form.
	TooManyRequests Kind = "too-many-requests"
	// TooManyRequestsText answers HTTP 429 with plain text.
	TooManyRequestsText Kind = "too-many-requests-text"
	// ServerError answers a status of 500 or above with plain text.
	ServerError Kind = "server-error"
	// HTML answers HTTP 200 with a web page.
	HTML Kind = "html"
	// ResetConnection closes the connection without an answer.
	ResetConnection Kind = "reset-connection"
)

// Faults of the body.
const (
	// CutBody sends half of the announced body and closes the connection.
	CutBody Kind = "cut-body"
	// SlowBody sends the body in 8 pieces with a delay between them.
	SlowBody Kind = "slow-body"
	// StalledBody sends half of the body and then nothing until the client gives up.
	StalledBody Kind = "stalled-body"
)

// Faults of the content.
const (
	// NewField adds a field that nobody knows yet to a row, or to the answer.
	NewField Kind = "new-field"
	// MissingField leaves a required field of one row out.
	MissingField Kind = "missing-field"
	// WrongType puts an object in place of a required field's value in one row.
	WrongType Kind = "wrong-type"
	// DuplicatedPage states all rows twice.
	DuplicatedPage Kind = "duplicated-page"
	// EmptyList states no rows although there are some.
	EmptyList Kind = "empty-list"
)

// SpoilsBody tells whether the fault is one of the body.
func (k Kind) SpoilsBody() bool { return k == CutBody || k == SlowBody || k == StalledBody }

// spoilsContent tells whether the fault is one of the content.
func (k Kind) spoilsContent() bool {
	switch k {
	case NewField, MissingField, WrongType, DuplicatedPage, EmptyList:
		return true
	}
	return false
}

// kinds lists what a level draws from, what is frequent more than once.
func (l Level) kinds() []Kind {
	every := []Kind{
		TooManyRequests, TooManyRequests, ServerError, ServerError, CutBody, CutBody, SlowBody, SlowBody, ResetConnection, NewField, NewField,
	}
	switch l {
	case Light:
		return every
	case Heavy:
		return append(append(every, every...), TooManyRequestsText, TooManyRequestsText, HTML, HTML, StalledBody,
			MissingField, MissingField, WrongType, WrongType, DuplicatedPage, DuplicatedPage, EmptyList, EmptyList)
	default:
		return nil
	}
}
