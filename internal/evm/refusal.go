package evm

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// RefusalError is the error object that a node answered with. Codes mean different things to different providers.
type RefusalError struct {
	Code    int64  `json:"code"`
	Message string `json:"message"`
}

// Error gives the message and the code.
func (e *RefusalError) Error() string { return fmt.Sprintf("%s (code %d)", e.Message, e.Code) }

// IsRevert tells whether the contract itself refused.
func (e *RefusalError) IsRevert() bool {
	return e.Code == 3 || strings.Contains(strings.ToLower(e.Message), "revert")
}

// What refusals say: too many requests; a node that doesn't keep the state of the block; a node behind a balancer that
// hasn't the block yet.
var (
	oftenText   = regexp.MustCompile(`(?i)too many requests|rate.?limit|requests per|throttl|quota|limit exceeded|capacity`)
	prunedText  = regexp.MustCompile(`(?i)missing trie node|state.*(not|un)available|historical state|pruned|archive`)
	laggingText = regexp.MustCompile(`(?i)header not found|unknown block|block not found|could not find block|block.*not available`)
)

func (e *RefusalError) isRate() bool { return e.Code == -32005 || oftenText.MatchString(e.Message) }

func (e *RefusalError) isLagging() bool {
	return laggingText.MatchString(e.Message) || prunedText.MatchString(e.Message)
}

// HasNoState tells whether an error of Call or Batch says that the node doesn't have the state of the block that was asked
// about: it was never there, isn't yet, or is no longer kept.
func HasNoState(err error) bool {
	var refusal *RefusalError
	var failure *httpclient.Error
	switch {
	case errors.As(err, &refusal):
		return refusal.isLagging()
	case errors.As(err, &failure):
		return failure.Class == httpclient.Server && (&RefusalError{Message: failure.Cause}).isLagging()
	default:
		return false
	}
}
