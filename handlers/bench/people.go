package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/members"
)

// joiners work at the same time.
const joiners = 8

// fill lets members join, each with an e-mail that receipts go to, and makes
// wallets for pgbench's own.
func (g *ground) fill(ctx context.Context, n int) error {
	g.members = make([]ids.Member, n)
	errs := make([]error, joiners)
	var all sync.WaitGroup
	for j := range joiners {
		all.Go(func() {
			for i := j; i < n && errs[j] == nil; i += joiners {
				g.members[i], errs[j] = g.join(ctx, i)
			}
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if _, err := g.owner.ExecContext(ctx, verifyContacts); err != nil {
		return fmt.Errorf("verify the members' contacts: %w", err)
	}
	if _, err := g.owner.ExecContext(ctx, makeWallets, n); err != nil {
		return fmt.Errorf("make wallets for pgbench: %w", err)
	}
	return nil
}

func (g *ground) join(ctx context.Context, i int) (ids.Member, error) {
	deps := enrolling.Deps{Programme: g.deps.Programme, Keys: g.deps.Keyring, CodeKey: g.deps.CodeKey}
	joined, err := enrolling.Join(ctx, g.deps.DB, deps, enrolling.Joining{FirstName: "Member", Language: "en", Via: members.ViaAPI,
		Contact: fmt.Sprintf("member%d@example.com", i)})
	return joined.Member.ID, err
}
