package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) sourcesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sources",
		Short: "List the configured sources, their streams and where they are asked",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd, stage{extracts: true}, func(_ context.Context, p *pipeline.Pipeline) error {
				sources, err := p.Sources()
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(a.stdout, sources)
				}
				for _, source := range sources {
					fmt.Fprintf(a.stdout, "%s/%s at %s\n", source.Source, source.Instance, source.Endpoint)
					for _, stream := range source.Streams {
						fmt.Fprintf(a.stdout, "  %s (by %s): %s\n", stream.Name, stream.Axis, stream.Description)
						if stream.Endpoint != source.Endpoint {
							fmt.Fprintf(a.stdout, "    at %s\n", stream.Endpoint)
						}
					}
				}
				return nil
			})
		},
	}
}
