package config

import _ "embed" // template.yaml

//go:embed template.yaml
var template string

// Template is a lakepeer.yaml with a comment on every key, which says what [Default] says. It names the environment
// variables that keys come from only in comments, so that it can be read where none of them is set.
func Template() string { return template }
