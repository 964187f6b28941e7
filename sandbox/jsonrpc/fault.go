package jsonrpc

import (
	"time"

	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// Kind is what a fault does. Those of the transport are those of package faults.
type Kind = faults.Kind

// Faults in place of an answer.
const (
	// TooManyRequests answers HTTP 429 with a JSON-RPC error in the dialect's words; with RetryAfter, the header too.
	TooManyRequests = faults.TooManyRequests
	// TooManyRequestsText answers HTTP 429 with plain text; with RetryAfter, the header too.
	TooManyRequestsText = faults.TooManyRequestsText
	// RateError answers HTTP 200 with the dialect's rate error in the body.
	RateError Kind = "rate-error"
	// ServerError answers HTTP Status (500 if 0) with plain text.
	ServerError = faults.ServerError
	// HTML answers HTTP 200 with a web page.
	HTML = faults.HTML
	// ResetConnection closes the connection without an answer.
	ResetConnection = faults.ResetConnection
	// TimeoutError lets eth_getLogs fail with the dialect's query time-out.
	TimeoutError Kind = "timeout-error"
)

// Faults of the body.
const (
	// CutBody sends half of the announced body and closes the connection.
	CutBody = faults.CutBody
	// SlowBody sends the body in 8 pieces with Delay between them.
	SlowBody = faults.SlowBody
	// StalledBody sends half of the body and then nothing until the client gives up.
	StalledBody = faults.StalledBody
)

// Faults of a batch; a single call is answered as if there were none.
const (
	// BatchError answers a batch with one error object in place of the array.
	BatchError Kind = "batch-error"
	// WrongID gives one reply of a batch an id that nobody asked with.
	WrongID Kind = "wrong-id"
	// MissingReply leaves one reply of a batch out.
	MissingReply Kind = "missing-reply"
)

// Faults of one log in an eth_getLogs result: the first log of block Fault.Block, or the middle one if that is 0.
const (
	// LogMissingField leaves out the log's data.
	LogMissingField Kind = "log-missing-field"
	// LogWrongType states blockNumber as a JSON number.
	LogWrongType Kind = "log-wrong-type"
	// LogOddHex states data with an odd number of digits.
	LogOddHex Kind = "log-odd-hex"
	// LogShortData cuts the data in the middle of a word; the hex is valid.
	LogShortData Kind = "log-short-data"
	// LogShortTopic states a topic of 31 bytes.
	LogShortTopic Kind = "log-short-topic"
	// LogBadBlockNumber states a blockNumber that isn't hex.
	LogBadBlockNumber Kind = "log-bad-block-number"
	// LogForeignAddress states an address that wasn't asked for.
	LogForeignAddress Kind = "log-foreign-address"
	// LogRemoved states removed as true.
	LogRemoved Kind = "log-removed"
	// LogOutOfRange states a blockNumber after the asked range.
	LogOutOfRange Kind = "log-out-of-range"
	// LogNull puts null in the log's place.
	LogNull Kind = "log-null"
	// LogDuplicated states the log twice; both are well-formed.
	LogDuplicated Kind = "log-duplicated"
	// LogExtraField adds a field that no client knows yet; the log is well-formed.
	LogExtraField Kind = "log-extra-field"
	// LogWithoutTimestamp leaves out the optional blockTimestamp; the log is well-formed.
	LogWithoutTimestamp Kind = "log-without-timestamp"
)

// spoilsLog tells whether the fault is one of a log.
func spoilsLog(k Kind) bool {
	_, ok := poisons[k]
	return ok
}

// Faults of the middle block or receipt among a request's answers.
const (
	// ObjectMissingField leaves out a block's hash or a receipt's gasUsed.
	ObjectMissingField Kind = "object-missing-field"
	// ObjectWrongType states an object in place of a block's hash or a receipt's gasUsed.
	ObjectWrongType Kind = "object-wrong-type"
	// ObjectExtraField adds a field that no client knows yet; block and receipt are well-formed.
	ObjectExtraField Kind = "object-extra-field"
)

// Fault is one scripted misbehaviour. A fault counts the requests that it could befall (all, or those with a call of
// Method) and strikes at those that At or Every names; with neither it strikes at every one. A request meets one
// fault at most, the first in order, but every due fault of a log.
type Fault struct {
	Kind Kind
	// At is the number, from 1, of the one request to strike at.
	At int
	// Every strikes at each Every-th request.
	Every int
	// Method restricts the fault to requests with a call of that method; faults of a log need none.
	Method string
	// Times is the greatest number of strikes; 0 means no limit.
	Times int
	// Block is the block whose first log a fault of a log spoils; 0 means the middle log of each result.
	Block int64
	// RetryAfter is stated in whole seconds, rounded up; 0 states none.
	RetryAfter time.Duration
	// Delay is the time between two pieces of a slow body.
	Delay time.Duration
	// Status is the HTTP status of ServerError; 0 means 500.
	Status int
}

// Noise strikes at random, the same for one seed and order of requests.
type Noise struct {
	Seed uint64
	// Share is the part of the requests, 0 to 1, that meet a fault.
	Share float64
	// Faults are drawn from with equal chance; only what they do counts, not when.
	Faults []Fault
}
