package main

import (
	"context"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[3])
	if err := serve(context.Background(), n, os.Stdin, os.Stdout); err != nil {
		panic(err)
	}
}
