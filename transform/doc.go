// Package transform turns the lake into a warehouse, checks it, and publishes it whole.
//
// A Project is the SQL: one file per model, with a YAML header in its leading comment, and beside it reference files, whose
// rows are tables too (reference/<name>.csv, described by reference/<name>.yaml). Build loads the raw streams once,
// builds every model in the order that the models' own references give, runs the checks, and leaves a candidate in
// <home>/build. Publish puts a checked candidate into <home>/publications, names it in publications/CURRENT, and copies it
// to <home>/lakepeer.duckdb:
//
//	candidate, err := transform.Build(ctx, transform.Options{Home: home, Lake: lake, SQL: sqlfiles.Files, …})
//	if err != nil {
//		return err // *CheckError: a check failed, the last publication stands
//	}
//	publication, err := transform.Publish(ctx, home, candidate, transform.PublishOptions{})
//
// A build reads no clock: what "now" is to a model is the variable as_of. A model whose statement, inputs and
// surroundings are those of the present publication is copied from it; the result is the same as if it were built.
//
// Only the holder of the home's lock (load.Lock) may call Build, Publish, Repair and Rollback. Everybody may read.
package transform
