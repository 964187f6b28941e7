package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lakepeer/lakepeer/load"
)

func covering(from, to int64) load.File {
	return load.File{Slice: load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: from, To: to}, Revision: 1}}
}

func TestPlan(t *testing.T) {
	missing := func(from, to int64) Task { return Task{load.Interval{From: from, To: to}, Missing} }
	again := map[int64]Reason{}
	tests := []struct {
		name  string
		files []load.File
		again map[int64]Reason // by the begin of the file
		want  []Task
	}{
		{"nothing there", nil, again, []Task{missing(50, 100), missing(100, 200), missing(200, 250)}},
		{"all there", []load.File{covering(50, 100), covering(100, 250)}, again, nil},
		{"a hole", []load.File{covering(50, 80), covering(120, 250)}, again, []Task{missing(80, 100), missing(100, 120)}},
		{
			"a reason to read again",
			[]load.File{covering(50, 80), covering(120, 250)},
			map[int64]Reason{120: Changed},
			[]Task{missing(80, 100), missing(100, 120), {load.Interval{From: 120, To: 250}, Changed}},
		},
		{"a file beyond what is settled", []load.File{covering(50, 200), covering(200, 300)}, map[int64]Reason{200: Rejected}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Plan(test.files, load.Interval{From: 50, To: 250}, 100, func(f load.File) (Reason, error) {
				return test.again[f.Slice.Interval.From], nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("plan differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlanCoversExactlyWhatIsMissing: files and tasks together cover every wanted position once, and no task crosses
// a grid line.
func TestPlanCoversExactlyWhatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grid := rapid.Int64Range(1, 40).Draw(t, "grid")
		want := load.Interval{From: rapid.Int64Range(0, 50).Draw(t, "from"), To: rapid.Int64Range(0, 200).Draw(t, "to")}
		covered := map[int64]int{}
		var files []load.File
		for at := want.From; at < want.To; {
			length := rapid.Int64Range(1, 30).Draw(t, "length")
			if rapid.Bool().Draw(t, "there") {
				f := covering(at, min(at+length, want.To))
				files = append(files, f)
				for p := f.Slice.Interval.From; p < f.Slice.Interval.To; p++ {
					covered[p]++
				}
			}
			at += length
		}
		tasks, err := Plan(files, want, grid, func(load.File) (Reason, error) { return "", nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			if i := task.Interval; i.Empty() || i.From/grid != (i.To-1)/grid {
				t.Fatalf("task %v crosses a multiple of %d", i, grid)
			}
			for p := task.Interval.From; p < task.Interval.To; p++ {
				covered[p]++
			}
		}
		for p := want.From; p < want.To; p++ {
			if covered[p] != 1 {
				t.Fatalf("position %d is covered %d times", p, covered[p])
			}
		}
	})
}
