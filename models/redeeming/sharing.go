package redeeming

import (
	"context"
	"errors"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Sharing asks for what a shared code gives.
type Sharing struct {
	Member ids.Member
	Code   string
	Key    string
}

// TakeShared gives a member a voucher for a shared code, for no points. It
// refuses as vouchers.Shared.Refusal and DecideFree do; a code that nobody
// shares is fault.Invalid "code_unknown" on the field "code".
func TakeShared(ctx context.Context, d *db.DB, deps Deps, cmd Sharing) (Receipt, error) {
	code, err := vouchers.ReadCode(cmd.Code)
	if err != nil {
		return Receipt{}, unknownCode()
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	key := deps.Keys.Key(code)
	claim := once.Claiming{Key: once.Key{Scope: "share:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(key)}
	take := func(gone error) (Receipt, error) {
		return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
			if gone != nil {
				return gone
			}
			s, err := gatherShared(ctx, tx, v, sharing{key: key, member: cmd.Member})
			if err != nil {
				return err
			}
			voucher, writes, err := s.issue(ctx, tx, deps.Keys, vouchers.Issued)
			if err != nil {
				return err
			}
			kept, err := keep(Receipt{Voucher: voucher.ID, Reward: voucher.RewardID, ExpiresOn: dateText(voucher.ExpiresOn), IssuedAt: voucher.IssuedAt})
			if err != nil {
				return err
			}
			return s.finish(ctx, tx, append(writes, kept))
		})
	}
	receipt, err := take(nil)
	if errors.Is(err, errTakenMeanwhile) {
		return take(fault.New(fault.Refused, "code_used_up"))
	}
	return receipt, err
}

func unknownCode() error {
	var wrong fault.Fields
	wrong.Add("code", "code_unknown")
	return wrong.Err()
}

// sharing is a shared code on its way to one member.
type sharing struct {
	key     []byte
	member  ids.Member
	version *programme.Version
	shared  vouchers.Shared
	facts   Facts
}

// gatherShared locks the member, so that nobody has a code twice by asking twice
// at once, and decides.
func gatherShared(ctx context.Context, tx *db.Tx, v *programme.Version, s sharing) (sharing, error) {
	s.version = v
	if _, err := ledger.Lock(ctx, tx, s.member); err != nil {
		return s, err
	}
	refusal, err := s.look(ctx, tx, "")
	if err == nil && refusal != nil {
		err = refusal
	}
	return s, err
}

// look reads the facts and answers what stands in the way.
func (s *sharing) look(ctx context.Context, r db.Reader, language string) (*fault.Error, error) {
	var err error
	if s.shared, err = vouchers.FindShared(ctx, r, s.key); fault.KindOf(err) == fault.NotFound {
		return nil, unknownCode()
	} else if err != nil {
		return nil, err
	}
	had, err := vouchers.CountShared(ctx, r, s.shared.ID, s.member)
	if err != nil {
		return nil, err
	}
	if s.facts, err = Gather(ctx, r, s.version, Ask{Member: s.member, Reward: s.shared.RewardID, Language: language}); err != nil {
		return nil, err
	}
	if refusal := s.shared.Refusal(s.facts.Today, had); refusal != nil {
		return refusal, nil
	}
	return DecideFree(s.facts), nil
}

// issue makes the voucher, unused or used in this very act.
func (s *sharing) issue(ctx context.Context, tx *db.Tx, keys vouchers.Keyring, as vouchers.State) (vouchers.Voucher, []db.Write, error) {
	v := voucherOf(tx, s.facts, s.member)
	v.State, v.Price, v.SharedID = as, 0, s.shared.ID
	v.ExpiresOn = s.facts.Card.VoucherEnds(s.facts.Today, s.version.Zone())
	if as == vouchers.Used {
		v.UsedAt = &tx.Now
	}
	minted, err := mint(ctx, tx, keys, minting{&v, s.facts.Card.Codes})
	return v, append(minted, vouchers.Insert(v)...), err
}

// finish writes all and takes from the counts, whose rows come last.
func (s *sharing) finish(ctx context.Context, tx *db.Tx, writes []db.Write) error {
	if err := tx.Apply(ctx, writes...); err != nil {
		return err
	}
	ok, err := catalogue.TakeStock(ctx, tx, s.shared.RewardID)
	if err == nil && ok {
		ok, err = vouchers.TakeShared(ctx, tx, s.shared.ID)
	}
	if err == nil && !ok {
		return errTakenMeanwhile
	}
	return err
}

// asking is a question whose code is no voucher's.
type asking struct {
	Question
	code vouchers.Code
	key  []byte
}

// unknown says what the code is when it isn't shared either: one of ours that
// nobody has, or no code at all.
func (a asking) unknown() error {
	if a.code.IsForeign() {
		return fault.New(fault.Invalid, "voucher_mistyped")
	}
	return fault.New(fault.NotFound, "voucher_unknown")
}

// checkShared is Check for a shared code: what it gives, and with a member
// whether they may have it.
func checkShared(ctx context.Context, r db.Reader, v *programme.Version, a asking) (Found, error) {
	shared, err := vouchers.FindShared(ctx, r, a.key)
	if fault.KindOf(err) == fault.NotFound || !a.By.Partner.IsZero() {
		return Found{}, a.unknown()
	}
	if err != nil {
		return Found{}, err
	}
	card, err := catalogue.Show(ctx, r, shared.RewardID, languages(v, a.Language))
	if err != nil {
		return Found{}, err
	}
	found := foundOf(card)
	found.IsShared, found.Code, found.Member, found.ExpiresOn = true, a.code.String(), a.Member, card.VoucherEnds(v.Today(r.Time()), v.Zone())
	refusal := shared.Refusal(v.Today(r.Time()), 0)
	if !a.Member.IsZero() {
		s := sharing{key: a.key, member: a.Member, version: v}
		if refusal, err = s.look(ctx, r, a.Language); err != nil {
			return Found{}, err
		}
	}
	if refusal != nil {
		return found, refusal
	}
	return found, nil
}

type sharedUse struct {
	asking
	cmd  Using
	keys vouchers.Keyring
	keep once.Keeper
}

// useShared issues a shared code's voucher and uses it in one act.
func useShared(ctx context.Context, tx *db.Tx, v *programme.Version, u sharedUse) error {
	if _, err := checkShared(ctx, tx, v, u.asking); err != nil {
		return err
	}
	if u.Member.IsZero() {
		return fault.New(fault.Refused, "code_needs_member")
	}
	s, err := gatherShared(ctx, tx, v, sharing{key: u.key, member: u.Member})
	if err != nil {
		return err
	}
	voucher, writes, err := s.issue(ctx, tx, u.keys, vouchers.Used)
	if err != nil {
		return err
	}
	if refusal := placeRefusal(s.facts.Card.Places, u.Channel); refusal != nil {
		return refusal
	}
	use, err := newUse(tx, voucher, u.cmd.Place)
	if err != nil {
		return err
	}
	use.StaffID = u.By.Staff
	kept, err := u.keep(Used{Use: use.ID, Voucher: use.VoucherID, Member: use.MemberID, UsedAt: use.UsedAt, UndoUntil: use.UsedAt.Add(use.UndoWindow()),
		Found: foundAs(s.facts.Card, voucher)})
	if err != nil {
		return err
	}
	noted, err := u.By.audited(tx, "voucher.use", voucher)
	if err != nil {
		return err
	}
	return s.finish(ctx, tx, append(append(writes, noted...), kept, vouchers.InsertUse(use)))
}
