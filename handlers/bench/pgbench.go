package main

import (
	"context"
	_ "embed" // the scripts
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed wallets.sql
var makeWallets string

//go:embed verified.sql
var verifyContacts string

//go:embed copied.sql
var copied string

// purchaseScript is a purchase's rows as one statement of pgbench's. What stands in
// braces is filled in from a real purchase, so that both sides write as much.
//
//go:embed purchase.sql
var purchaseScript string

// script makes the file that pgbench runs, after one purchase whose texts it
// copies.
func (g *ground) script(ctx context.Context) (string, error) {
	if _, err := g.drive(ctx, plan{connections: 1, each: time.Millisecond}); err != nil {
		return "", err
	}
	var outcome, cells, facts, payments, detail, params string
	err := g.owner.QueryRowContext(ctx, copied).Scan(&outcome, &cells, &facts, &payments, &detail, &params)
	if err != nil {
		return "", fmt.Errorf("read a purchase: %w", err)
	}
	text := purchaseScript
	for name, value := range map[string]string{"members": strconv.Itoa(len(g.members)), "outcome": literal(outcome),
		"cells": literal(cells), "facts": literal(facts), "payments": literal(payments), "detail": literal(detail), "params": literal(params)} {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	file := filepath.Join(filepath.FromSlash(dataDir), "purchase.pgbench.sql")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("write pgbench's script: %w", err)
	}
	return file, nil
}

// literal quotes for SQL and hides colons, since those begin pgbench's variables.
func literal(text string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, `:`, `\x3a`).Replace(text) + "'"
}

var (
	tps       = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)
	processed = regexp.MustCompile(`(?m)^number of transactions actually processed: (\d+)`)
	failed    = regexp.MustCompile(`(?m)^number of failed transactions: ([1-9]\d*)`)
)

// ran is what pgbench did: purchases a second and in all, and the processors'
// time that it took itself.
type ran struct {
	rate  float64
	count int
	took  time.Duration
}

// pgbench runs the script with PostgreSQL's own program.
func (g *ground) pgbench(ctx context.Context, script string, p plan) (ran, error) {
	var dir string
	if err := g.owner.QueryRowContext(ctx, `SELECT setting FROM pg_config WHERE name = 'BINDIR'`).Scan(&dir); err != nil {
		return ran{}, fmt.Errorf("find pgbench: %w", err)
	}
	program := filepath.Join(dir, "pgbench")
	if _, err := exec.LookPath(program); err != nil {
		return ran{}, fmt.Errorf("find pgbench, which comes with PostgreSQL: %w", err)
	}
	c := strconv.Itoa(p.connections)
	cmd := exec.CommandContext(ctx, program, "-n", "-M", "prepared", "-c", c, "-j", "2", "-T", strconv.Itoa(int(p.each.Seconds())),
		"-f", script, g.server.AppURL(g.database))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return ran{}, fmt.Errorf("run pgbench: %w\n%s", err, out)
	}
	rate, count := tps.FindSubmatch(out), processed.FindSubmatch(out)
	if rate == nil || count == nil || failed.Match(out) {
		return ran{}, fmt.Errorf("read what pgbench says:\n%s", out)
	}
	number, err := strconv.ParseFloat(string(rate[1]), 64)
	if err != nil {
		return ran{}, fmt.Errorf("read pgbench's answer: %w", err)
	}
	n, err := strconv.Atoi(string(count[1]))
	return ran{number, n, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, err
}
