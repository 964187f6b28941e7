package sandbox_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func ExampleNewWorld() {
	world, err := sandbox.NewWorld(context.Background(), sandbox.Config{Rounds: 2, Orchestrators: 3, Delegators: 5, Gateways: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := jsonrpc.NewServer(world, jsonrpc.Options{})
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}`)))
	fmt.Println(world.Deployment().Name, world.Now())
	fmt.Println(reply.Body)
	// Output:
	// sandbox 2026-01-06 19:30:47 +0000 UTC
	// {"jsonrpc":"2.0","id":1,"result":"0x53a"}
}
