package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// runner runs PostgreSQL's tools, as another user when this process is root.
type runner struct {
	drop     bool // whether to change the user
	uid, gid uint32
}

// serverUser is who runs a new cluster: this user, or for root, who must not, "postgres" or else "nobody".
func serverUser() (runner, error) {
	if os.Geteuid() != 0 {
		return runner{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			continue
		}
		return runner{true, uint32(uid), uint32(gid)}, nil
	}
	return runner{}, errors.New("PostgreSQL doesn't run as root, and there is no user \"postgres\" or \"nobody\" to run it as: start Fealty as another user")
}

// ownerOf is who runs an existing cluster: whoever owns it.
func ownerOf(dir string, as runner) (runner, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return as, fmt.Errorf("look at the cluster: %w", err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return as, nil
	}
	if as.drop && st.Uid != 0 {
		return runner{true, st.Uid, st.Gid}, nil
	}
	if int(st.Uid) != os.Geteuid() || as.drop {
		return as, fmt.Errorf("the cluster in %s belongs to user %d: start Fealty as that user, or as root when root made it", dir, st.Uid)
	}
	return as, nil
}

// own gives a directory to the server's user and closes it to all others.
func (r runner) own(dir string) error {
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("close %s to others: %w", dir, err)
	}
	if !r.drop {
		return nil
	}
	if err := os.Chown(dir, int(r.uid), int(r.gid)); err != nil {
		return fmt.Errorf("give %s to PostgreSQL's user: %w", dir, err)
	}
	return nil
}

// secretFile writes a password that only the server's user may read; the caller removes it.
func (r runner) secretFile(path, secret string) (string, error) {
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		return path, fmt.Errorf("hand the password to initdb: %w", err)
	}
	if !r.drop {
		return path, nil
	}
	if err := os.Chown(path, int(r.uid), int(r.gid)); err != nil {
		return path, fmt.Errorf("hand the password to initdb: %w", err)
	}
	return path, nil
}

// reaches says whether the server's user can enter the directory.
func (r runner) reaches(ctx context.Context, dir string) bool {
	return !r.drop || r.run(ctx, "/bin/sh", "-c", `cd "$1"`, "sh", dir) == nil
}

// run runs a tool to its end; the error holds what it printed.
func (r runner) run(ctx context.Context, tool string, args ...string) error {
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Dir = "/" // the server's user may not be able to enter ours
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	if r.drop {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: r.uid, Gid: r.gid, Groups: []uint32{r.gid}}}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w: %s", filepath.Base(tool), err, strings.TrimSpace(out.String()))
	}
	return nil
}
