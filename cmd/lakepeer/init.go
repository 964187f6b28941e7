package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) initCommand() *cobra.Command {
	var folder string
	var force bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented lakepeer.yaml and the templates of the input files",
		Long: `Init writes lakepeer.yaml, which names every source with its public default and says which environment variable each
key comes from, and the templates of the files that you write yourself: inputs/operators.yaml, gateways.csv, labels.csv,
survey.csv, vendor_prices.csv, alternatives.csv, journal.csv and claims/. As written they change nothing. Files that are
there are not overwritten.`,
		Example: `  lakepeer init
  lakepeer init --folder my-node`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&folder, "folder", ".", "where to write")
	cmd.Flags().BoolVar(&force, "force", false, "replace files that are there, with what you wrote into them")
	cmd.RunE = func(*cobra.Command, []string) error {
		written, err := pipeline.Init(folder, force)
		if err != nil {
			return err
		}
		if a.json {
			return printJSON(a.stdout, map[string][]string{"written": written})
		}
		for _, path := range written {
			fmt.Fprintf(a.stdout, "wrote %s\n", path)
		}
		fmt.Fprintf(a.stdout, "\nNext:\n  lakepeer doctor   says whether everything that a run needs is there\n  lakepeer run\n")
		return nil
	}
	return cmd
}
