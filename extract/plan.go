package extract

import (
	"slices"

	"github.com/lakepeer/lakepeer/load"
)

// Reason says why an interval is read.
type Reason string

// The reasons to read an interval.
const (
	// Missing: no slice covers it.
	Missing Reason = "missing"
	// Rejected: the slice has rejected rows, which may be well-formed now.
	Rejected Reason = "rejected"
	// Changed: the source states another anchor for the slice's end than when it was read.
	Changed Reason = "changed"
)

// Task is an interval of a part that has to be read, and why. One that isn't Missing is read as a revision of
// the slice that covers exactly this interval.
type Task struct {
	Interval load.Interval
	Reason   Reason
}

// Plan gives what of a part has to be read, oldest first: what of want no file covers, cut at the multiples of
// grid, and the files that again finds a reason to read again ("" leaves a file as it is). Files that reach past
// want are left alone: the source doesn't stand by those positions now.
func Plan(files []load.File, want load.Interval, grid int64, again func(load.File) (Reason, error)) ([]Task, error) {
	var tasks []Task
	for _, gap := range load.Gaps(files, want) {
		for from := gap.From; from < gap.To; {
			to := min(gap.To, (from/grid+1)*grid)
			tasks = append(tasks, Task{load.Interval{From: from, To: to}, Missing})
			from = to
		}
	}
	for _, file := range files {
		if file.Slice.Interval.To > want.To {
			continue
		}
		reason, err := again(file)
		if err != nil {
			return nil, err
		}
		if reason != "" {
			tasks = append(tasks, Task{file.Slice.Interval, reason})
		}
	}
	slices.SortStableFunc(tasks, func(a, b Task) int { return int(a.Interval.From - b.Interval.From) })
	return tasks, nil
}
