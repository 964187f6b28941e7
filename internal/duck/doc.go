// Package duck opens DuckDB with the project's settings, parses SQL without running it, and reads published files for
// strangers' SQL.
//
// Every connection is closed to the outside but for the files that the caller attaches or reads: no extension is
// installed or loaded on its own, the time zone is UTC, memory is limited, and what doesn't fit is spilled into a
// folder of its own. An instance is private (in memory); files are attached to it, so that what is a database's name
// in SQL never depends on a file's name:
//
//	db, err := duck.Open(ctx, duck.Options{MemoryLimit: 1 << 30})
//	…
//	defer db.Close()
//	err = db.Exec(ctx, "attach "+duck.Literal(path)+" as warehouse (read_only)")
//
// SQL that a person types goes to a Reader instead, which refuses everything but one SELECT over the published file.
package duck
