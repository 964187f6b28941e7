// Package sqlfiles carries the project's SQL inside the binary: the models of staging and marts, the checks, the macros
// and the reference files. What a file holds and how its header reads is told by package transform, which loads them.
package sqlfiles

import "embed"

// Files holds staging/<source>__<noun>.sql, marts/<name>.sql, checks/<name>.sql, macros/<name>.sql, and reference/<name>.csv with
// reference/<name>.yaml.
//
//go:embed */*.sql reference/*.csv reference/*.yaml
var Files embed.FS
