package erasures

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/members"
)

// Name is that of the file in DATA_DIR.
const Name = "erased"

const header = "# Members who were erased. Keep this file beside the newest backup: `fealty restore` reads it.\n"

// Read lists who is in the file of a folder, in its order; nobody when there is
// no file. A line that is none is an error: better to ask than to forget to
// forget.
func Read(dir string) ([]members.Erasure, error) {
	text, err := os.ReadFile(filepath.Join(dir, Name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of erasures: %w", err)
	}
	var list []members.Erasure
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			one, err := parse(line)
			if err != nil {
				return nil, fmt.Errorf("read the list of erasures, line %d: %w", n, err)
			}
			list = append(list, one)
		}
	}
	return list, nil
}

func parse(line string) (one members.Erasure, err error) {
	id, at, _ := strings.Cut(line, " ")
	if err := one.MemberID.UnmarshalText([]byte(id)); err != nil {
		return one, err
	}
	one.ErasedAt, err = time.Parse(time.RFC3339, at)
	return one, err
}

// People gives the ids of a list.
func People(list []members.Erasure) []ids.Member {
	people := make([]ids.Member, len(list))
	for i, one := range list {
		people[i] = one.MemberID
	}
	return people
}

// Keep writes who is erased in the database into the file, beside who is there
// already. It is done when the disk has it. Done twice it changes nothing.
func Keep(ctx context.Context, r db.Reader, dir string) error {
	known, err := Read(dir)
	if err != nil {
		return err
	}
	all, err := members.Erasures(ctx, r)
	if err != nil {
		return err
	}
	there := make(map[ids.Member]bool, len(known))
	for _, one := range known {
		there[one.MemberID] = true
	}
	list := known
	for _, one := range all {
		if !there[one.MemberID] {
			list = append(list, one)
		}
	}
	if len(list) == len(known) {
		return nil
	}
	return write(dir, list)
}

func write(dir string, list []members.Erasure) error {
	text := bytes.NewBufferString(header)
	for _, one := range list {
		fmt.Fprintln(text, one.MemberID, one.ErasedAt.UTC().Format(time.RFC3339))
	}
	part, err := os.CreateTemp(dir, Name+".*")
	if err != nil {
		return fmt.Errorf("keep the list of erasures: %w", err)
	}
	_, err = part.Write(text.Bytes())
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), filepath.Join(dir, Name))
	}
	if err != nil {
		return fmt.Errorf("keep the list of erasures: %w", errors.Join(err, os.Remove(part.Name())))
	}
	return nil
}
