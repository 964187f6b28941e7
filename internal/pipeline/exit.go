package pipeline

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// The exit codes.
const (
	// ExitDone: everything that was asked for is done.
	ExitDone = 0
	// ExitFailed: it failed, and nothing was published.
	ExitFailed = 1
	// ExitUsage: the command line or the configuration is wrong.
	ExitUsage = 2
	// ExitPartly: published, but something is missing, and named.
	ExitPartly = 3
	// ExitCheck: a check failed, and nothing was published.
	ExitCheck = 4
	// ExitLocked: another run holds the home.
	ExitLocked = 5
)

// ConfigError is a mistake in what the pipeline was told, other than in a file's form.
type ConfigError struct{ Problem string }

func (e *ConfigError) Error() string { return e.Problem }

// PartlyError says what is missing of a run that published what there is.
type PartlyError struct {
	// Missing names each thing, one sentence each.
	Missing []string
}

func (e *PartlyError) Error() string {
	return fmt.Sprintf("partly done: %s; run again to fetch what is missing", strings.Join(e.Missing, "; "))
}

// NothingError says that a run has nothing to build from.
type NothingError struct {
	// Missing names what could not be extracted, one sentence each.
	Missing []string
}

func (e *NothingError) Error() string {
	return "nothing is published: the lake is empty, and nothing could be extracted: " + strings.Join(e.Missing, "; ")
}

// ExitCode gives the code for how a stage ended.
func ExitCode(err error) int {
	var (
		file    *strictyaml.Error
		told    *ConfigError
		input   *InputError
		network *load.NetworkError
		serves  *extract.WrongNetworkError
		many    *extract.EstimateError
		id      *transform.UnknownPublicationError
		partly  *PartlyError
		check   *transform.CheckError
		locked  *load.LockedError
	)
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &locked):
		return ExitLocked
	case errors.As(err, &file), errors.As(err, &told), errors.As(err, &input), errors.As(err, &network), errors.As(err, &serves),
		errors.As(err, &many), errors.As(err, &id):
		return ExitUsage
	case errors.As(err, &check):
		return ExitCheck
	case errors.As(err, &partly):
		return ExitPartly
	default:
		return ExitFailed
	}
}
