// Package extract brings rows from where they are told into the lake.
//
// A source implements [Stream] (and what it can of [Identified], [Anchored], [Estimator] and [Metered]). The
// [Runner] drives any number of streams: it asks what is settled, plans what the lake lacks, has it read, and
// closes a file whenever a mark allows it. What was committed before a failure, a kill or Ctrl-C stays, and the
// next run continues there, because the lake is the only state.
//
//	runner := extract.Runner{Lake: lake, Streams: []extract.Stream{logs}, RunID: id}
//	report, err := runner.Run(ctx)
//	if err == nil && !report.Complete() {
//		fmt.Println(report.Missing())
//	}
package extract
