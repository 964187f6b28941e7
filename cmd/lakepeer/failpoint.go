package main

import (
	"strconv"
	"strings"
	"sync/atomic"
)

// failpointVariable names the environment variable with which a test ends the process at a chosen instruction:
// "load.after-fsync" for the first time that it gets there, "load.after-fsync:3" for the third.
const failpointVariable = "LAKEPEER_FAILPOINT"

// hook gives the function that the packages call at their failpoints; nil if none is asked for.
func (a *app) hook() func(point string) {
	spec, ok := a.lookup(failpointVariable)
	if !ok || spec == "" {
		return nil
	}
	name, times, _ := strings.Cut(spec, ":")
	wanted, err := strconv.ParseInt(times, 10, 64)
	if err != nil {
		wanted = 1
	}
	var reached atomic.Int64
	return func(point string) {
		if point == name && reached.Add(1) == wanted {
			a.kill()
		}
	}
}
