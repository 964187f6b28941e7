// Package sqlfiles carries the project's SQL inside the binary: the models of staging and marts, the checks and the
// macros. What a file holds and how its header reads is told by package transform, which loads them.
package sqlfiles

import "embed"

// Files holds staging/<source>__<noun>.sql, marts/<name>.sql, checks/<name>.sql and macros/<name>.sql.
//
//go:embed */*.sql
var Files embed.FS
