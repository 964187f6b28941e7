package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/sandbox"
)

func (a *app) sandboxServeCommand() *cobra.Command {
	var made worldFlags
	var listen, folder string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a simulated network until interrupted",
		Long: `Serve makes a world and answers for its node, the subgraph, the Explorer with its leaderboards and price list, DefiLlama, CoinGecko, Vast.AI, 500.farm with its history, and SkyPilot's
catalogue, until Ctrl-C. It prints their addresses and a configuration that points at them; --write puts that into a
folder, in which lakepeer run then works. The world's clock stands still at its end.`,
		Example: `  lakepeer sandbox serve --listen 127.0.0.1:8545 --write try
  cd try && lakepeer run`,
		Args: usageArgs(cobra.NoArgs),
	}
	flags := cmd.Flags()
	made.add(flags, "")
	flags.StringVar(&listen, "listen", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	flags.StringVar(&folder, "write", "", "write lakepeer.yaml and the deployment file into this folder")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		options, err := made.serveOptions()
		if err != nil {
			return err
		}
		options.Listen = listen
		return a.serveSandbox(cmd, made.world, options, folder)
	}
	return cmd
}

func (a *app) serveSandbox(cmd *cobra.Command, config sandbox.Config, options sandbox.ServeOptions, folder string) error {
	ctx := cmd.Context()
	world, err := makeWorld(ctx, config)
	if err != nil {
		return err
	}
	servers, err := sandbox.Serve(ctx, world, options)
	if err != nil {
		return err
	}
	if err := a.announce(world, servers, folder); err != nil {
		_ = servers.Close() // what keeps the announcement from being made is the error to tell
		return err
	}
	<-ctx.Done()
	return servers.Close()
}

// announce prints where the servers are, and writes the configuration or prints it.
func (a *app) announce(world *sandbox.World, servers *sandbox.Servers, folder string) error {
	files := sandboxFiles(world, servers)
	if a.json {
		urls := map[string]string{}
		for _, name := range sandbox.ServerNames() {
			urls[name] = servers.URL(name)
		}
		if err := printJSON(a.stdout, map[string]any{"servers": urls, "now": world.Now()}); err != nil {
			return err
		}
		return files.write(folder)
	}
	for _, name := range sandbox.ServerNames() {
		fmt.Fprintf(a.stdout, "%-9s %s\n", name, servers.URL(name))
	}
	fmt.Fprintf(a.stdout, "%-9s %s\n\n", "clock", clock(world.Now()))
	if folder == "" {
		fmt.Fprintf(a.stdout, "# %s (with --write FOLDER also %s)\n%s", "lakepeer.yaml", deploymentFile, files.settings)
	} else {
		fmt.Fprintf(a.stdout, "cd %s && lakepeer run\n", folder)
	}
	return files.write(folder)
}
