package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// oldestMajor is the first version with ICU as a database's own collation.
const oldestMajor = 15

// ErrNoBinaries means that no PostgreSQL of at least version 15 is installed; its message says how to install one.
var ErrNoBinaries = errors.New("no PostgreSQL 15 or later was found: install it (Debian and Ubuntu: apt-get install postgresql; " +
	"macOS: brew install postgresql@17), or say where it is with PG_BINDIR, or set DATABASE_URL to a database of your own")

// ErrOtherMajor means that the cluster was made by a major version that is not installed here. Nothing was touched.
var ErrOtherMajor = errors.New("the database was made by another major version of PostgreSQL")

// binaries are one installed PostgreSQL server.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(tool string) string { return filepath.Join(b.dir, tool) }

// places lists the directories where PostgreSQL's binaries use to lie; the first ones win among equals.
func places() []string {
	if dir := os.Getenv("PG_BINDIR"); dir != "" {
		return []string{dir}
	}
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		found, _ := filepath.Glob(pattern) // fails for bad patterns only
		dirs = append(dirs, found...)
	}
	return append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
}

// installed finds every usable PostgreSQL, newest first.
func installed(ctx context.Context) []binaries {
	var all []binaries
	seen := map[string]bool{}
	for _, dir := range places() {
		if seen[dir] {
			continue
		}
		seen[dir] = true
		if b, ok := look(ctx, dir); ok {
			all = append(all, b)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].major > all[j].major })
	return all
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func look(ctx context.Context, dir string) (binaries, bool) {
	for _, tool := range []string{"initdb", "pg_ctl", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(dir, tool)); err != nil {
			return binaries{}, false
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, false
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return binaries{}, false
	}
	major, err := strconv.Atoi(string(m[1]))
	return binaries{dir, major}, err == nil && major >= oldestMajor
}

// choose takes the newest binaries, or those of the cluster's own major version when there is a cluster (major is its
// version, or 0).
func choose(all []binaries, major int, dir string) (binaries, error) {
	if len(all) == 0 {
		return binaries{}, ErrNoBinaries
	}
	if major == 0 {
		return all[0], nil
	}
	var have []string
	for _, b := range all {
		if b.major == major {
			return b, nil
		}
		have = append(have, fmt.Sprintf("%d in %s", b.major, b.dir))
	}
	return binaries{}, fmt.Errorf("%w: %s holds data of version %d, but what is installed is %s. Nothing was changed. "+
		"Install PostgreSQL %d beside it, or carry the data over with pg_upgrade or pg_dump",
		ErrOtherMajor, dir, major, strings.Join(have, ", "), major)
}

// statStatements says whether pg_stat_statements can be preloaded: naming a missing library would keep the server from starting.
func (b binaries) statStatements() bool {
	for _, lib := range []string{"../lib", "../lib/postgresql", "../lib/postgresql@" + strconv.Itoa(b.major)} {
		for _, ext := range []string{".so", ".dylib"} {
			if _, err := os.Stat(filepath.Join(b.dir, lib, "pg_stat_statements"+ext)); err == nil {
				return true
			}
		}
	}
	return false
}

// Tool gives the path of one of PostgreSQL's own programs (pg_dump, pg_restore), of the newest version installed.
func Tool(ctx context.Context, name string) (string, error) {
	for _, b := range installed(ctx) {
		if path, err := exec.LookPath(b.path(name)); err == nil {
			return path, nil
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return "", fmt.Errorf("find %s: install PostgreSQL's client programs, or say where they are with PG_BINDIR", name)
}
