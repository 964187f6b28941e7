package jsonrpc

import (
	"time"

	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// Misbehave gives options under which a server misbehaves as much as the level says, each seed in its own way: noise
// of its own and the transport's faults, batches out of order and, if it is Heavy, another provider's limits and
// texts and a reorganised head.
func Misbehave(level faults.Level, seed uint64) Options {
	if level.Share() == 0 {
		return Options{}
	}
	const slow = 2 * time.Millisecond
	light := []Fault{
		{Kind: TooManyRequests},
		{Kind: TooManyRequests, RetryAfter: time.Second},
		{Kind: RateError},
		{Kind: ServerError, Status: 502},
		{Kind: ServerError, Status: 503},
		{Kind: CutBody},
		{Kind: SlowBody, Delay: slow},
		{Kind: ResetConnection},
		{Kind: LogExtraField},
		{Kind: ObjectExtraField},
	}
	options := Options{ShuffleSeed: seed + 1, Noise: Noise{Seed: seed, Share: level.Share(), Faults: light}}
	if level != faults.Heavy {
		return options
	}
	// The light faults stand three times: what breaks a part is rarer than what a retry mends.
	options.Noise.Faults = append(append(append(light, light...), light...), []Fault{
		{Kind: TooManyRequestsText},
		{Kind: TooManyRequestsText},
		{Kind: HTML},
		{Kind: HTML},
		{Kind: StalledBody},
		{Kind: TimeoutError},
		{Kind: BatchError},
		{Kind: WrongID},
		{Kind: MissingReply},
		{Kind: LogMissingField},
		{Kind: LogWrongType},
		{Kind: LogNull},
		{Kind: LogDuplicated},
		{Kind: LogShortData},
		{Kind: ObjectMissingField},
		{Kind: ObjectWrongType},
	}...)
	all := Dialects()
	options.Dialect = all[seed%uint64(len(all))]
	options.Limits = Limits{MaxRange: 400_000, MaxResults: 2_000}
	options.Reorganised = true
	return options
}
