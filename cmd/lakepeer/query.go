package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/duck/render"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// question is what query is asked.
type question struct {
	file   string
	format string
	output string
	raw    bool
}

func (a *app) queryCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Ask the published file one SELECT",
		Long: `Query answers one SELECT from what is published. The SQL comes as the argument, from a file (--file), or from standard
input. Nothing can be written, and no file but the published one can be read; --raw adds the lake's streams as raw.*
(raw.chain__logs). Amounts are exact: in JSON they are strings.`,
		Example: `  lakepeer query "select * from dim_round order by round desc limit 3"
  lakepeer query --format csv --output rewards.csv "select * from fct_reward_call"
  echo "select count(*) from raw.chain__logs" | lakepeer query --raw`,
		Args: cobra.MaximumNArgs(1),
	}
	cmd.Flags().StringVar(&q.file, "file", "", "read the SQL from this file")
	cmd.Flags().StringVar(&q.format, "format", "table", "table, csv, jsonl or parquet (--json is --format jsonl)")
	cmd.Flags().StringVarP(&q.output, "output", "o", "", "write the answer to this file in place of standard output")
	cmd.Flags().BoolVar(&q.raw, "raw", false, "add the lake's streams as raw.*")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		write, err := q.writer(a.json)
		if err != nil {
			return usageError{err}
		}
		sql, err := a.readSQL(q.file, args)
		if err != nil {
			return err
		}
		return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
			return a.answer(ctx, p, q, sql, write)
		})
	}
	return cmd
}

// writer picks the rendering.
func (q question) writer(asJSON bool) (func(io.Writer, *duck.Result) (int64, error), error) {
	if asJSON {
		return render.JSONLines, nil
	}
	switch q.format {
	case "table":
		return render.Table, nil
	case "csv":
		return render.CSV, nil
	case "jsonl":
		return render.JSONLines, nil
	case "parquet":
		if q.output == "" {
			return nil, errors.New("--format parquet needs --output FILE")
		}
		return render.Parquet, nil
	default:
		return nil, fmt.Errorf("--format %q: write table, csv, jsonl or parquet", q.format)
	}
}

// readSQL takes the statement from where the user put it.
func (a *app) readSQL(file string, args []string) (string, error) {
	switch {
	case file != "" && len(args) > 0:
		return "", usageError{errors.New("query: give the SQL as an argument or with --file, not both")}
	case file != "":
		data, err := os.ReadFile(file)
		if err != nil {
			return "", usageError{fmt.Errorf("query: read the SQL: %w", err)}
		}
		return string(data), nil
	case len(args) > 0 && args[0] != "-":
		return args[0], nil
	}
	data, err := io.ReadAll(a.stdin)
	if err != nil {
		return "", fmt.Errorf("query: read the SQL from standard input: %w", err)
	}
	if strings.TrimSpace(string(data)) == "" {
		return "", usageError{errors.New("query: no SQL: give it as an argument, with --file, or on standard input")}
	}
	return string(data), nil
}

func (a *app) answer(ctx context.Context, p *pipeline.Pipeline, q question, sql string, write func(io.Writer, *duck.Result) (int64, error)) (err error) {
	reader, err := p.Open(ctx, q.raw)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	result, err := reader.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, result.Close()) }()
	out := a.stdout
	if q.output != "" {
		file, err := os.Create(q.output)
		if err != nil {
			return usageError{fmt.Errorf("query: %w", err)}
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		out = file
	}
	_, err = write(out, result)
	return err
}
