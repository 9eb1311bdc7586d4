package publishing

import (
	"bytes"
	"context"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/programme"
)

// Amend publishes the newest document with a change. Base is the version whose
// form was filled in; when a newer one is there by now it is fault.Conflict
// "programme_meanwhile". Without a start it holds at once, or from when the
// newest version starts, if that is still to come. A change that changes nothing
// publishes nothing and answers the newest version.
func Amend(ctx context.Context, d *db.DB, cache *programme.Cache, base int, cmd Command, edit func(*programme.Document) error) (*programme.Version, error) {
	var version *programme.Version
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		version, err = AmendTx(ctx, tx, base, cmd, edit)
		return err
	})
	if db.Violated(err, "programme_versions_pkey") {
		err = fault.Wrap(fault.Conflict, "programme_meanwhile", err)
	}
	cache.Forget()
	return version, err
}

// AnyBase is a base for who looks at the newest document in the same transaction.
const AnyBase = 0

// AmendTx is Amend inside a transaction; the caller's cache forgets after it.
func AmendTx(ctx context.Context, tx *db.Tx, base int, cmd Command, edit func(*programme.Document) error) (*programme.Version, error) {
	newest, err := Newest(ctx, tx)
	if err != nil {
		return nil, err
	}
	if base != AnyBase && newest.Number != base {
		return nil, fault.New(fault.Conflict, "programme_meanwhile")
	}
	doc, before, err := copied(newest.Document)
	if err != nil {
		return nil, err
	}
	if err := edit(&doc); err != nil {
		return nil, err
	}
	if err := doc.Check(); err != nil {
		return nil, err
	}
	after, err := doc.Canonical()
	if err != nil || bytes.Equal(before, after) {
		return newest, err
	}
	if cmd.StartsAt.IsZero() && newest.StartsAt.After(tx.Now) {
		cmd.StartsAt = newest.StartsAt
	}
	return publishTx(ctx, tx, doc, cmd)
}

// Newest is the version published last, whether it has started or not.
func Newest(ctx context.Context, r db.Reader) (*programme.Version, error) {
	list, err := programme.List(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Unavailable, "no_programme")
	}
	return new(programme.Cache).Number(ctx, r, list[0].Number)
}

// copied is a document of one's own, and its text.
func copied(doc programme.Document) (programme.Document, []byte, error) {
	text, err := doc.Canonical()
	if err != nil {
		return doc, nil, err
	}
	mine, err := programme.Parse(text)
	return mine, text, err
}
