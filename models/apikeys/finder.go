package apikeys

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
)

// findTime bounds one read of keys.
const findTime = 10 * time.Second

// Finder finds keys for all who ask: those who come while one read runs share
// the next. An answer is never older than its question, so a revoked key is
// refused from the very next request on.
type Finder struct {
	d *db.DB

	mu      sync.Mutex
	waiting []asked
	isBusy  bool
}

// NewFinder makes a finder for one pool.
func NewFinder(d *db.DB) *Finder { return &Finder{d: d} }

// asked is a key that somebody shows, and where it is answered.
type asked struct {
	hash   string
	answer chan found
}

type found struct {
	key Key
	err error
}

// Find reads the key that a caller shows; one that is unknown or revoked is
// fault.Unauthenticated "key_unknown".
func (f *Finder) Find(ctx context.Context, plain string) (Key, error) {
	if !isKey(plain) {
		return Key{}, errUnknown()
	}
	a := asked{hash: string(digest(plain)), answer: make(chan found, 1)}
	if f.enter(a) {
		go f.serve()
	}
	select {
	case got := <-a.answer:
		return got.key, got.err
	case <-ctx.Done():
		return Key{}, fault.Wrap(fault.Unavailable, "unavailable", ctx.Err())
	}
}

// enter queues a question, and tells whether nobody is reading yet.
func (f *Finder) enter(a asked) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, a)
	wasBusy := f.isBusy
	f.isBusy = true
	return !wasBusy
}

// serve reads until nobody waits.
func (f *Finder) serve() {
	for {
		f.mu.Lock()
		all := f.waiting
		f.waiting, f.isBusy = nil, len(all) > 0
		f.mu.Unlock()
		if len(all) == 0 {
			return
		}
		f.answer(all)
	}
}

func (f *Finder) answer(all []asked) {
	known, err := f.read(all)
	for _, a := range all {
		key, isKnown := known[a.hash]
		switch {
		case err != nil:
			a.answer <- found{err: err}
		case !isKnown:
			a.answer <- found{err: errUnknown()}
		default:
			a.answer <- found{key: key}
		}
	}
}

func (f *Finder) read(all []asked) (map[string]Key, error) {
	ctx, cancel := context.WithTimeout(context.Background(), findTime)
	defer cancel()
	wanted := map[string]bool{}
	var hashes pq.ByteaArray
	for _, a := range all {
		if !wanted[a.hash] {
			wanted[a.hash], hashes = true, append(hashes, []byte(a.hash))
		}
	}
	var rows []struct {
		Key
		Hash []byte `db:"key_hash"`
	}
	err := f.d.Select(ctx, &rows, `SELECT `+columns+`, key_hash FROM api_keys WHERE key_hash = ANY($1) AND revoked_at IS NULL`, hashes)
	if err != nil {
		return nil, fmt.Errorf("find API keys: %w", err)
	}
	known := make(map[string]Key, len(rows))
	for _, row := range rows {
		known[string(row.Hash)] = row.Key
	}
	return known, nil
}
