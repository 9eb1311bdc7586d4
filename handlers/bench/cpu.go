package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit in which Linux counts a process's time in /proc.
const tick = 10 * time.Millisecond

// spent is the processors' time that PostgreSQL and this program have used so
// far. Unlike a rate it does not depend on who else uses the machine. Zero where
// there is no /proc.
func (g *ground) spent(ctx context.Context) (time.Duration, error) {
	var dir string
	if err := g.owner.QueryRowContext(ctx, `SELECT setting FROM pg_settings WHERE name = 'data_directory'`).Scan(&dir); err != nil {
		return 0, fmt.Errorf("find PostgreSQL's data: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		return 0, fmt.Errorf("find PostgreSQL's process: %w", err)
	}
	postmaster, _, _ := strings.Cut(string(text), "\n")
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, fmt.Errorf("read what this program has used: %w", err)
	}
	return time.Duration(used.Utime.Nano()+used.Stime.Nano()) + family(postmaster), nil
}

// family sums the time of a process, of its children and of those that are gone.
func family(parent string) time.Duration {
	var sum time.Duration
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		// The name, in parentheses, may hold anything; what follows is numbers.
		pid, rest, _ := strings.Cut(string(text), " ")
		fields := strings.Fields(rest[strings.LastIndex(rest, ")")+1:])
		if len(fields) < 15 || pid != parent && fields[1] != parent {
			continue
		}
		sum += ticks(fields[11]) + ticks(fields[12])
		if pid == parent {
			sum += ticks(fields[13]) + ticks(fields[14])
		}
	}
	return sum
}

func ticks(text string) time.Duration {
	n, _ := strconv.ParseInt(text, 10, 64)
	return time.Duration(n) * tick
}
