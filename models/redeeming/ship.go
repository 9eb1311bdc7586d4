package redeeming

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

// Shipping moves what goes by post on: packed, sent (with its tracking),
// delivered, or cancelled with the points back.
type Shipping struct {
	Voucher  ids.Voucher
	To       shipments.State
	Tracking string
	By       Who
	Key      string
}

// Calling off is what a member may do with their own order until it is packed.
type CallingOff struct {
	Member  ids.Member
	Voucher ids.Voucher
	Key     string
}

// Shipped tells how far it has come. Points are what came back of a cancelled
// one.
type Shipped struct {
	Voucher ids.Voucher     `json:"voucher"`
	Reward  ids.Reward      `json:"reward"`
	State   shipments.State `json:"state"`
	Points  money.Points    `json:"points"`
	At      time.Time       `json:"at"`
}

// Ship moves a shipment on. Sent uses its voucher; cancelled gives its points
// back to the lots they came from. What can't follow is fault.Refused
// "shipment_state", what isn't there fault.NotFound.
func Ship(ctx context.Context, d *db.DB, deps Deps, cmd Shipping) (Shipped, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Shipped{}, err
	}
	if len(cmd.Tracking) > 300 {
		var wrong fault.Fields
		wrong.Add("tracking", "too_long", fault.Params{"max": 300})
		return Shipped{}, wrong.Err()
	}
	claim := once.Claiming{Key: once.Key{Scope: cmd.By.scope("ship"), Key: cmd.Key}, Input: once.Hash(cmd.Voucher, cmd.To, cmd.Tracking)}
	return once.Act[Shipped](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		found, err := shipments.FindByVoucher(ctx, tx, cmd.Voucher)
		if err != nil {
			return err
		}
		m, err := holdShipment(ctx, tx, v, found)
		if err != nil {
			return err
		}
		if !m.shipment.State.CanBecome(cmd.To) {
			return fault.New(fault.Refused, "shipment_state")
		}
		m.to, m.tracking, m.by, m.action = cmd.To, cmd.Tracking, cmd.By, "shipment."+string(cmd.To)
		return m.move(ctx, tx, keep)
	})
}

// CancelOrder calls off a member's own order that nobody has packed yet, for all
// its points; later it is fault.Refused "shipment_state".
func CancelOrder(ctx context.Context, d *db.DB, deps Deps, cmd CallingOff) (Shipped, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Shipped{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "calloff:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Voucher)}
	return once.Act[Shipped](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		found, err := shipments.Find(ctx, tx, cmd.Member, cmd.Voucher)
		if err != nil {
			return err
		}
		m, err := holdShipment(ctx, tx, v, found)
		if err != nil {
			return err
		}
		if m.shipment.State != shipments.Ordered {
			return fault.New(fault.Refused, "shipment_state")
		}
		m.to = shipments.Cancelled
		return m.move(ctx, tx, keep)
	})
}

// moving is a shipment on its way to another state, with everything held that
// it touches.
type moving struct {
	version  *programme.Version
	shipment shipments.Shipment
	voucher  vouchers.Voucher
	held     *ledger.Held
	to       shipments.State
	tracking string
	by       Who
	action   string
}

// holdShipment locks the member's wallets and the voucher, and reads the shipment
// again behind them.
func holdShipment(ctx context.Context, tx *db.Tx, v *programme.Version, s shipments.Shipment) (m moving, err error) {
	m.version = v
	if m.held, err = ledger.Lock(ctx, tx, s.MemberID); err != nil {
		return m, err
	}
	if m.voucher, err = vouchers.Lock(ctx, tx, s.MemberID, s.VoucherID); err != nil {
		return m, err
	}
	m.shipment, err = shipments.Find(ctx, tx, s.MemberID, s.VoucherID)
	return m, err
}

func (m moving) move(ctx context.Context, tx *db.Tx, keep once.Keeper) error {
	next := m.shipment.Become(m.to, m.tracking, tx.Now)
	writes, err := m.effects(ctx, tx)
	if err != nil {
		return err
	}
	shipped := Shipped{Voucher: m.voucher.ID, Reward: m.voucher.RewardID, State: m.to, At: tx.Now}
	if m.to == shipments.Cancelled {
		shipped.Points = m.voucher.Price
	}
	kept, err := keep(shipped)
	if err != nil {
		return err
	}
	noted, err := m.by.audited(tx, m.action, m.voucher)
	if err != nil {
		return err
	}
	told, err := m.tell(ctx, tx)
	if err != nil {
		return err
	}
	writes = append(append(append(writes, noted...), told...), shipments.Update(next), kept)
	if err := tx.Apply(ctx, writes...); err != nil || m.to != shipments.Cancelled {
		return err
	}
	return catalogue.PutBackStock(ctx, tx, m.voucher.RewardID)
}

// effects are what becomes of the voucher and its points.
func (m moving) effects(ctx context.Context, tx *db.Tx) ([]db.Write, error) {
	switch m.to {
	case shipments.Sent:
		use, err := newUse(tx, m.voucher, byPost)
		use.StaffID = m.by.Staff
		return vouchers.MarkUsed(use), err
	case shipments.Cancelled:
		return m.cancel(ctx, tx)
	}
	return nil, nil
}

func (m moving) cancel(ctx context.Context, tx *db.Tx) ([]db.Write, error) {
	v := m.voucher
	writes := []db.Write{vouchers.Cancel(v)}
	if v.State == vouchers.Used {
		use, err := vouchers.CurrentUse(ctx, tx, v.ID)
		if err != nil {
			return nil, err
		}
		writes = vouchers.CancelUsed(use, tx.Now)
	}
	if v.EntrySeq == nil {
		return writes, nil
	}
	book, err := m.held.GiveBack(ctx, tx, ledger.Posting{
		Member: v.MemberID, Wallet: ledger.Points, Kind: ledger.VoucherReturned, Amount: v.Price, GivesBack: *v.EntrySeq, Undoes: *v.EntrySeq,
		Grace: !m.by.Staff.IsZero(), Source: "voucher", SourceID: uuid.UUID(v.ID), Actor: m.by.actor(v.MemberID),
		Version: m.version.Number, HappenedOn: m.version.Today(tx.Now), Detail: fmt.Sprintf(`{"reward":%q}`, v.RewardID),
	})
	return append(book, writes...), err
}

// tell says that it was sent, or that it was cancelled by the shop.
func (m moving) tell(ctx context.Context, tx *db.Tx) ([]db.Write, error) {
	template := messages.OrderSent
	switch {
	case m.to == shipments.Cancelled && !m.by.Staff.IsZero():
		template = messages.OrderCancelled
	case m.to != shipments.Sent:
		return nil, nil
	}
	h, err := gatherHolder(ctx, tx, m.version, Ask{Member: m.voucher.MemberID, Reward: m.voucher.RewardID})
	if fault.KindOf(err) == fault.NotFound { // who has left is told nothing
		return nil, nil
	}
	list := h.notice(m.voucher.MemberID, template, m.voucher.ID.String())
	if err != nil || len(list) == 0 {
		return nil, err
	}
	list[0].CreatedAt = tx.Now
	list[0].Params = messages.Params{"points": int64(m.voucher.Price), "reward": m.voucher.RewardID.String(), "voucher": m.voucher.ID.String()}
	return []db.Write{messages.Insert(list...)}, nil
}
