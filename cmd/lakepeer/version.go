package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of Lakepeer, DuckDB and Go",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := map[string]string{"lakepeer": version(), "duckdb": pipeline.DuckDBVersion, "go": runtime.Version()}
			if a.json {
				return json.NewEncoder(a.stdout).Encode(v)
			}
			fmt.Fprintf(a.stdout, "lakepeer %s (DuckDB %s, %s)\n", v["lakepeer"], v["duckdb"], v["go"])
			return nil
		},
	}
}

// version is the module's version as the build recorded it: a tag, a commit, or "devel".
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
