package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// world is everything outside the process that a command may touch.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lookup         func(string) (string, bool)
	now            func() time.Time
	kill           func()
}

// app is one invocation: the world, and the flags that all commands share.
type app struct {
	world
	configFile string
	home       string
	sandbox    bool
	json       bool
	logLevel   string
	noProgress bool
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// execute runs the command line args and gives the exit code; errors are printed on stderr.
func execute(ctx context.Context, args []string, w world) int {
	a := &app{world: w}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(w.stdin)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return pipeline.ExitDone
	}
	var usage usageError
	code := pipeline.ExitCode(err)
	if errors.As(err, &usage) {
		code = pipeline.ExitUsage
	}
	fmt.Fprintf(w.stderr, "lakepeer: %s\n", err)
	return code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "lakepeer",
		Short: "Livepeer's public data, extracted, tested and published as one DuckDB file",
		Long: `Lakepeer extracts what the Livepeer network states about itself into a lake of Parquet files, builds tested fact
tables from it with SQL, and publishes one DuckDB file that any analyst, notebook or BI tool opens.

  lakepeer run --sandbox     a whole run against a simulated network, with nothing configured
  lakepeer run               a whole run against what lakepeer.yaml names
  lakepeer query "select …"  ask the published file

Exit codes: 0 done · 1 failed, nothing published · 2 wrong usage or configuration · 3 partly done: published, with
what is missing named · 4 a check failed: not published · 5 another run holds the home`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	flags := root.PersistentFlags()
	flags.StringVar(&a.configFile, "config", "", "configuration file (default ./"+config.DefaultFile+" if it exists)")
	flags.StringVar(&a.home, "home", "", "folder of the lake and the publications (default ./"+config.DefaultHome+"; with --sandbox ./"+config.DefaultHome+"-sandbox)")
	flags.BoolVar(&a.sandbox, "sandbox", false, "use a simulated Livepeer network and a home of its own")
	flags.BoolVar(&a.json, "json", false, "print the result as JSON")
	flags.StringVar(&a.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.BoolVar(&a.noProgress, "no-progress", false, "log lines in place of progress bars")
	root.AddCommand(
		a.initCommand(), a.runCommand(), a.extractCommand(), a.transformCommand(), a.checkCommand(), a.publishCommand(),
		a.rollbackCommand(), a.statusCommand(), a.queryCommand(), a.sourcesCommand(), a.sandboxCommand(), a.verifyCommand(), a.reconcileCommand(), a.doctorCommand(), a.versionCommand(),
	)
	for _, cmd := range root.Commands() {
		cmd.Args = usageArgs(cmd.Args)
	}
	root.Args = usageArgs(root.Args)
	return root
}

// usageArgs makes complaints about arguments usage errors.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// logger writes lines of text to stderr, above the bars where there are some; these take the place of the stages' lines.
func (a *app) logger(meter *progress) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
		return nil, usageError{fmt.Errorf("--log-level %q: write debug, info, warn or error", a.logLevel)}
	}
	out := a.stderr
	if meter.bars != nil {
		out = meter.bars
		if level == slog.LevelInfo {
			level = slog.LevelWarn
		}
	}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level})), nil
}
