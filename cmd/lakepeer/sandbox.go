package main

import (
	"context"
	"fmt"
	"net"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// startSandbox makes the default world, serves it on loopback and points the pipeline at it: network, endpoint, clock.
// The extractors can't tell it from a provider. stop ends the server.
func startSandbox(ctx context.Context, opt *pipeline.Options) (stop func() error, err error) {
	world, err := sandbox.NewWorld(ctx, sandbox.Config{})
	if err != nil {
		return nil, fmt.Errorf("make the sandbox: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the sandbox: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- jsonrpc.NewServer(world, jsonrpc.Options{}).Serve(ctx, listener) }()
	deployment := world.Deployment()
	opt.Deployment = &deployment
	opt.Config.Network = deployment.Name
	opt.Config.Sources = config.Sources{Chain: []config.Chain{{Name: "main", Endpoint: "http://" + listener.Addr().String()}}}
	opt.Clock = world.Now
	return func() error {
		cancel()
		return <-served
	}, nil
}
