package club

import (
	"context"
	"sync"
	"time"

	"fealty/models/db"
)

// Fresh is how long the settings are believed; what another instance changes is
// seen after that.
const Fresh = time.Second

// Cache keeps the settings in memory. The zero value is ready; it is safe for
// concurrent use, and no lock is held while the database is asked.
type Cache struct {
	mu       sync.Mutex
	settings *Settings
	readAt   time.Time
	// turn counts how often the settings were forgotten, so that a reading that
	// began before is not kept.
	turn int
}

// Get gives the settings, at most Fresh old. Nobody changes what it answers. When
// they can't be read the error comes with those that were known last, or Default.
func (c *Cache) Get(ctx context.Context, r db.Reader) (Settings, error) {
	known, turn := c.look(r.Time())
	if known != nil {
		return *known, nil
	}
	s, err := Load(ctx, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.settings != nil {
		return *c.settings, err
	}
	if err != nil {
		return Default(), err
	}
	if c.turn == turn {
		c.settings, c.readAt = &s, r.Time()
	}
	return s, nil
}

func (c *Cache) look(now time.Time) (known *Settings, turn int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	age := now.Sub(c.readAt)
	if c.settings == nil || age >= Fresh || age < 0 {
		return nil, c.turn
	}
	return c.settings, c.turn
}

// Forget makes the next question read the settings again.
func (c *Cache) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings = nil
	c.turn++
}
