package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"fealty/config/localpg"
	"fealty/handlers/erasures"
	"fealty/models/db"
	"fealty/models/erasing"
	"fealty/models/programme"
)

// backup writes the whole database into a file, as pg_dump's custom format: the book and everything else.
func backup(ctx context.Context, c call) error {
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, false, func(h *home) error {
		part := words[0] + ".part"
		if err := h.tool(ctx, "pg_dump", "--format=custom", "--no-owner", "--file="+part); err != nil {
			return errors.Join(err, os.RemoveAll(part))
		}
		if err := keep(part, words[0]); err != nil {
			return err
		}
		h.say("The database is in %s. Keep %s too, but elsewhere: without it voucher codes and second factors can't be opened.",
			words[0], filepath.Join(h.config.DataDir, "secret"))
		h.say("Keep the newest %s beside it: who is erased after this backup stands there, and restore forgets them again.",
			filepath.Join(h.config.DataDir, erasures.Name))
		err := erasures.Keep(ctx, h.db, h.config.DataDir)
		if db.Code(err) == "42P01" {
			return nil // a backup before an upgrade: there is no such table yet
		}
		return err
	})
}

// keep gives a finished file its name once the disk has it.
func keep(part, name string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("keep the backup: %w", err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Sync(), f.Close(), os.Rename(part, name)); err != nil {
		return fmt.Errorf("keep the backup: %w", err)
	}
	return nil
}

// restore fills an empty database from a backup, brings it up to date, forgets those again who were erased since, and verifies the book.
func restore(ctx context.Context, c call) error {
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, false, func(h *home) error {
		if err := h.refuseFull(ctx); err != nil {
			return err
		}
		args := []string{"--no-owner", "--exit-on-error", "--single-transaction"}
		if h.server != nil {
			args = append(args, "--role=fealty_owner")
		}
		if err := h.tool(ctx, "pg_restore", append(args, words[0])...); err != nil {
			return err
		}
		if err := db.Migrate(ctx, h.owner); err != nil {
			return err
		}
		if err := h.forgetAgain(ctx); err != nil {
			return err
		}
		return h.verify(ctx)
	})
}

// forgetAgain erases those whom the backup brought back. Without a list it says so, since only a person knows whether there is one.
func (h *home) forgetAgain(ctx context.Context) error {
	file := filepath.Join(h.config.DataDir, erasures.Name)
	list, err := erasures.Read(h.config.DataDir)
	if err != nil {
		return err
	}
	if list == nil {
		h.say("There is no list of erasures at %s. If anybody was erased after this backup, put the list there and restore again.", file)
		return nil
	}
	n, err := erasing.Again(ctx, h.db, erasing.Deps{Programme: &programme.Cache{}}, erasures.People(list))
	if err != nil {
		return fmt.Errorf("erase again: %w", err)
	}
	h.say("%d of %d members on the list of erasures were in the backup, and are erased again.", n, len(list))
	return erasures.Keep(ctx, h.db, h.config.DataDir)
}

// refuseFull keeps a backup from being poured over what is there.
func (h *home) refuseFull(ctx context.Context) error {
	var tables int
	if err := h.db.Get(ctx, &tables, `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`); err != nil {
		return fmt.Errorf("look whether the database is empty: %w", err)
	}
	if tables > 0 {
		return errors.New("the database isn't empty. Restore into a new one: another DATABASE_URL, or another DATA_DIR that has only the file secret in it")
	}
	return nil
}

// tool runs one of PostgreSQL's own programs on the database as its owner. The password goes by the environment, since arguments
// can be read by everybody on the machine.
func (h *home) tool(ctx context.Context, name string, args ...string) error {
	program, err := localpg.Tool(ctx, name)
	if err != nil {
		return err
	}
	address, password, err := withoutPassword(h.owner)
	if err != nil {
		return err
	}
	var complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, program, append([]string{"--dbname=" + address}, args...)...)
	cmd.Env = append(os.Environ(), "PGPASSWORD="+password)
	cmd.Stdout, cmd.Stderr = &complaints, &complaints
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w: %s", name, err, strings.TrimSpace(complaints.String()))
	}
	return nil
}

// withoutPassword takes apart what may be seen and what may not. Options of ours are for migrations only.
func withoutPassword(address string) (plain, password string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", errors.New("read the owner's address: it must begin with postgres://")
	}
	if u.User != nil {
		password, _ = u.User.Password()
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for _, ours := range []string{"options", "binary_parameters"} {
		q.Del(ours)
	}
	u.RawQuery = q.Encode()
	return u.String(), password, nil
}
