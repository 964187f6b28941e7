package jsonrpc

import (
	"sync"

	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// injector decides which fault strikes.
type injector struct {
	noise Noise

	mu      sync.Mutex
	faults  []armed
	counted uint64
}

// armed is a scripted fault with what it has seen.
type armed struct {
	fault  Fault
	seen   int
	struck int
}

func newInjector(scripted []Fault, noise Noise) *injector {
	in := &injector{noise: noise}
	for _, f := range scripted {
		if spoilsLog(f.Kind) {
			f.Method = "eth_getLogs"
		}
		in.faults = append(in.faults, armed{fault: f})
	}
	return in
}

// next counts a request and gives the fault that strikes at it, nil for none. Scripted faults of a log aren't
// among them: they strike where a log is written, see poison.
func (in *injector) next(calls []call) *Fault {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.counted++
	var struck *Fault
	for i := range in.faults {
		a := &in.faults[i]
		if !a.concerns(calls) {
			continue
		}
		a.seen++
		if struck == nil && !spoilsLog(a.fault.Kind) && a.due() {
			a.struck++
			struck = &a.fault
		}
	}
	if struck == nil {
		struck = in.random()
	}
	return struck
}

// random draws the fault of the noise for the request just counted.
func (in *injector) random() *Fault {
	drawn, strikes := faults.Draw(in.noise.Seed, in.counted, in.noise.Share, len(in.noise.Faults))
	if !strikes {
		return nil
	}
	return &in.noise.Faults[drawn]
}

// poison gives the kind of the scripted fault that spoils a log, which is the middle one of its result or not, and
// counts the strike.
func (in *injector) poison(block int64, middle bool) (Kind, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for i := range in.faults {
		a := &in.faults[i]
		if !spoilsLog(a.fault.Kind) || !a.due() {
			continue
		}
		if a.fault.Block == block || a.fault.Block == 0 && middle {
			a.struck++
			return a.fault.Kind, true
		}
	}
	return "", false
}

// poisoned tells whether any scripted fault of a log is due.
func (in *injector) poisoned() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	for i := range in.faults {
		if spoilsLog(in.faults[i].fault.Kind) && in.faults[i].due() {
			return true
		}
	}
	return false
}

func (a *armed) concerns(calls []call) bool {
	if a.fault.Method == "" {
		return true
	}
	for i := range calls {
		if calls[i].Method == a.fault.Method {
			return true
		}
	}
	return false
}

// due tells whether the fault strikes at the request last seen.
func (a *armed) due() bool {
	f := a.fault
	switch {
	case f.Times > 0 && a.struck >= f.Times:
		return false
	case f.At > 0:
		return a.seen == f.At
	case f.Every > 0:
		return a.seen > 0 && a.seen%f.Every == 0
	default:
		return true
	}
}
