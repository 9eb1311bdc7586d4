package programme

import (
	"context"
	"fmt"
	"sync"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// Fresh is how long the list of versions is believed; what another instance
// publishes is seen after that.
const Fresh = time.Second

// Cache keeps published versions in memory: a document is loaded once, the list
// of versions at most once a second. The zero value is ready; it is safe for
// concurrent use, and no lock is held while the database is asked.
type Cache struct {
	mu       sync.Mutex
	versions map[int]*Version
	list     []start
	readAt   time.Time
	// isHeld says that the list is believed for good.
	isHeld bool
	// turn counts how often the list was forgotten, so that a reading that began
	// before is not kept.
	turn int
}

// start is when a version comes into force.
type start struct {
	Number   int       `db:"version"`
	StartsAt time.Time `db:"starts_at"`
}

// At gives the version in force at an instant: the newest that has started by
// then; version 1 reaches back for ever. Without any it is fault.Unavailable
// "no_programme".
func (c *Cache) At(ctx context.Context, r db.Reader, at time.Time) (*Version, error) {
	list, err := c.starts(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Unavailable, "no_programme")
	}
	number := list[len(list)-1].Number
	for _, v := range list {
		if !v.StartsAt.After(at) {
			number = v.Number
			break
		}
	}
	return c.Number(ctx, r, number)
}

// InForce gives the version in force now, by the reader's clock.
func (c *Cache) InForce(ctx context.Context, r db.Reader) (*Version, error) {
	return c.At(ctx, r, r.Time())
}

// Number gives a version by its number; fault.NotFound when there is none.
func (c *Cache) Number(ctx context.Context, r db.Reader, n int) (*Version, error) {
	c.mu.Lock()
	known := c.versions[n]
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	loaded, err := load(ctx, r, n)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known = c.versions[n]; known != nil {
		return known, nil
	}
	if c.versions == nil {
		c.versions = map[int]*Version{}
	}
	c.versions[n] = loaded
	return loaded, nil
}

// Forget makes the next question read the list of versions again.
func (c *Cache) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
	c.turn++
}

// Hold makes the list believed until it is forgotten: for a load whose clock jumps
// and that is alone with the database.
func (c *Cache) Hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isHeld = true
}

// starts gives the list of versions, the newest first. Who finds it stale reads
// it again; the others go on with what there is.
func (c *Cache) starts(ctx context.Context, r db.Reader) ([]start, error) {
	list, turn, stale := c.look(r.Time())
	if !stale {
		return list, nil
	}
	var rows []start
	err := r.Select(ctx, &rows, `SELECT version, starts_at FROM programme_versions ORDER BY version DESC`)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.readAt = time.Time{}
		return nil, fmt.Errorf("list programme versions: %w", err)
	}
	if c.turn == turn && len(rows) > 0 {
		c.list = rows
	}
	return rows, nil
}

func (c *Cache) look(now time.Time) (list []start, turn int, stale bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	age := now.Sub(c.readAt)
	stale = c.list == nil || !c.isHeld && (age >= Fresh || age < 0)
	if stale {
		c.readAt = now
	}
	return c.list, c.turn, stale
}
