package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Examine everything that a run needs, and say what to do about what is wrong",
		Long: `Doctor reads the configuration and the input files, asks every endpoint a few cheap questions (is it there, does it
allow what is asked of it, within which limits), compares the clock, and looks at the disk, the home, its lock and the
versions. Each finding is ok, warn or fail, with a way out. It takes some seconds and changes nothing.

Exit codes: 0 all is ok or warned of · 1 something fails`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.sandbox {
				return usageError{errors.New("doctor: it examines the configured endpoints: take --sandbox away")}
			}
			settings, unusable := a.settings()
			if unusable != nil {
				settings.Home = a.home
				settings.File = a.configFile
			}
			diagnosis, err := pipeline.Diagnose(cmd.Context(), pipeline.DoctorOptions{
				Config: settings, ConfigError: unusable, Version: version(), Clock: a.now,
			})
			if err != nil {
				return err
			}
			return a.printDiagnosis(diagnosis)
		},
	}
}

func (a *app) printDiagnosis(diagnosis pipeline.Diagnosis) error {
	if a.json {
		if err := printJSON(a.stdout, diagnosis); err != nil {
			return err
		}
	} else {
		for _, f := range diagnosis.Findings {
			fmt.Fprintf(a.stdout, "%-4s  %-8s  %s: %s\n", f.Level, f.Check, f.Subject, f.Text)
			if f.WayOut != "" {
				fmt.Fprintf(a.stdout, "%18s%s\n", "→ ", f.WayOut)
			}
		}
		fmt.Fprintf(a.stdout, "\n%d ok, %d warned of, %d failed\n",
			diagnosis.Count(pipeline.LevelOK), diagnosis.Count(pipeline.LevelWarn), diagnosis.Count(pipeline.LevelFail))
	}
	if n := diagnosis.Count(pipeline.LevelFail); n > 0 {
		return fmt.Errorf("doctor: %d of %d findings fail", n, len(diagnosis.Findings))
	}
	return nil
}
