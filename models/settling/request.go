package settling

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/spending"
)

// Asking is a request of a partner's manager; PartnerID is theirs.
type Asking struct {
	By      audit.By
	Request partners.Request
}

// Ask keeps a request until the shop decides. An offer that isn't the partner's
// own is not found; one that is in the wanted state already is fault.Refused
// nothing_to_change; a second one about it fault.Conflict request_waits.
func Ask(ctx context.Context, d *db.DB, cmd Asking) (ids.OfferRequest, error) {
	q := cmd.Request
	q.Name, q.Note = strings.TrimSpace(q.Name), strings.TrimSpace(q.Note)
	q.Description, q.HandOver = strings.TrimSpace(q.Description), strings.TrimSpace(q.HandOver)
	if err := partners.CheckRequest(q); err != nil {
		return q.ID, err
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if q.Kind != partners.NewOffer {
			if err := checkOwn(ctx, tx, q); err != nil {
				return err
			}
		}
		if q.ID, err = db.ID[ids.OfferRequest](tx); err != nil {
			return err
		}
		q.AskedAt, q.AskedBy = tx.Now, cmd.By.Staff
		if err := partners.InsertRequest(ctx, tx, q); err != nil {
			return err
		}
		return audit.Record(ctx, tx, cmd.By.Does("offer.ask_"+string(q.Kind), "offer_request", uuid.UUID(q.ID)))
	})
	return q.ID, err
}

// checkOwn keeps a partner from asking about another's offer, or for what is so
// already.
func checkOwn(ctx context.Context, r db.Reader, q partners.Request) error {
	offer, err := catalogue.Find(ctx, r, q.RewardID)
	if err != nil {
		return err
	}
	if offer.PartnerID != q.PartnerID || offer.State == catalogue.Archived || offer.State == catalogue.Draft {
		return fault.New(fault.NotFound, "not_found")
	}
	if (q.Kind == partners.PauseOffer) != (offer.State == catalogue.Live) {
		return fault.New(fault.Refused, "nothing_to_change")
	}
	return nil
}

// Withdrawal takes a request back. Partner is whose people ask.
type Withdrawal struct {
	By      audit.By
	Partner ids.Partner
	Request ids.OfferRequest
}

// Withdraw takes a waiting request back; a decided one is fault.Conflict
// request_decided.
func Withdraw(ctx context.Context, d *db.DB, cmd Withdrawal) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		q, err := waiting(ctx, tx, cmd.Request)
		if err != nil {
			return err
		}
		if q.PartnerID != cmd.Partner {
			return fault.New(fault.NotFound, "not_found")
		}
		if err := partners.DecideRequest(ctx, tx, q.ID, partners.Decision{State: partners.Withdrawn, By: cmd.By.Staff}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, cmd.By.Does("offer.withdraw", "offer_request", uuid.UUID(q.ID)))
	})
}

func waiting(ctx context.Context, tx *db.Tx, id ids.OfferRequest) (partners.Request, error) {
	q, err := partners.LockRequest(ctx, tx, id)
	if err == nil && !q.IsWaiting() {
		err = fault.New(fault.Conflict, "request_decided")
	}
	return q, err
}

// Decision is the shop's: approved or not, with words for the partner. Partner is
// the one whose page it is on.
type Decision struct {
	By        audit.By
	Partner   ids.Partner
	Request   ids.OfferRequest
	IsGranted bool
	Answer    string
}

// Decide approves or refuses a request. A new offer that is approved becomes a
// draft, whose price and dates the shop sets in the editor; it answers which. A
// refusal says why, or is a fault of its field.
func Decide(ctx context.Context, d *db.DB, deps Deps, cmd Decision) (ids.Reward, error) {
	cmd.Answer = strings.TrimSpace(cmd.Answer)
	if err := checkAnswer(cmd); err != nil {
		return ids.Reward{}, err
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return ids.Reward{}, err
	}
	var reward ids.Reward
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		q, err := waiting(ctx, tx, cmd.Request)
		if err != nil {
			return err
		}
		if q.PartnerID != cmd.Partner {
			return fault.New(fault.NotFound, "not_found")
		}
		decision := partners.Decision{State: partners.Refused, By: cmd.By.Staff, Answer: cmd.Answer}
		if cmd.IsGranted {
			decision.State = partners.Approved
			if decision.Reward, err = grant(ctx, tx, v, q); err != nil {
				return err
			}
		}
		reward = decision.Reward
		if err := partners.DecideRequest(ctx, tx, q.ID, decision); err != nil {
			return err
		}
		act := cmd.By.Does("offer."+string(decision.State), "offer_request", uuid.UUID(q.ID))
		act.Detail = audit.Detail{"kind": string(q.Kind), "reward": reward.String()}
		return audit.Record(ctx, tx, act)
	})
	return reward, err
}

func checkAnswer(cmd Decision) error {
	var wrong fault.Fields
	if !cmd.IsGranted && cmd.Answer == "" {
		wrong.Add("answer", "required")
	}
	if utf8.RuneCountInString(cmd.Answer) > 500 {
		wrong.Add("answer", "too_long", fault.Params{"max": 500})
	}
	return wrong.Err()
}

// grant does what was asked.
func grant(ctx context.Context, tx *db.Tx, v *programme.Version, q partners.Request) (ids.Reward, error) {
	switch q.Kind {
	case partners.PauseOffer:
		return q.RewardID, catalogue.SetState(ctx, tx, q.RewardID, catalogue.Paused)
	case partners.ResumeOffer:
		return q.RewardID, catalogue.SetState(ctx, tx, q.RewardID, catalogue.Live)
	case partners.NewOffer:
		return draft(ctx, tx, v, q)
	}
	return ids.Reward{}, nil
}

// draft makes the offer as the partner describes it. Its price is what its worth
// is in points, until the shop says another.
func draft(ctx context.Context, tx *db.Tx, v *programme.Version, q partners.Request) (ids.Reward, error) {
	id, err := db.ID[ids.Reward](tx)
	if err != nil {
		return id, err
	}
	main := v.Document.Club.Languages[0]
	reward := catalogue.Reward{ID: id, Kind: catalogue.AtPartner, State: catalogue.Draft, Price: max(spending.PointsFor(q.Worth, v.Document.Spending.WorthPer100), 1),
		Worth: q.Worth, Cost: q.Pays, PartnerID: q.PartnerID, PartnerPays: q.Pays, ValidDays: 60, Places: catalogue.ByPartner, Art: catalogue.Arts()[0]}
	text := catalogue.Text{Language: main, Name: q.Name, Description: q.Description, HandOver: q.HandOver}
	return id, catalogue.Save(ctx, tx, reward, []catalogue.Text{text})
}
