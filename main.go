// Command fealty runs a shop's loyalty club: fealty serve. Every command is in handlers/cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"fealty/handlers/cli"
)

// version is set by the build.
var version = "unknown"

func main() {
	ctx, end := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, end) // a second Ctrl-C stops at once
	code := cli.Run(ctx, os.Args[1:], cli.Env{Getenv: os.Getenv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: version})
	end()
	os.Exit(code)
}
