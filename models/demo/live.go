package demo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"fealty/models/closing"
	"fealty/models/db"
	"fealty/models/jobs"
	"fealty/models/messages"
)

// taskNight is the slot of the recurring night: the nights of the past are done,
// and the clock won't ask for them again.
const taskNight = "night"

// recall tells the people who they are, after an interruption.
func (l *loading) recall(ctx context.Context, p *plan) error {
	list, err := joined(ctx, l.d)
	if err != nil {
		return err
	}
	by := make(map[string]known, len(list))
	for _, k := range list {
		by[k.Email] = k
	}
	for _, who := range p.people {
		who.id, who.invite = by[who.email].ID, by[who.email].Invite
	}
	return nil
}

// live goes through the days: within one, people act side by side, each in their
// own order; then comes the night.
func (l *loading) live(ctx context.Context, p *plan) error {
	first, err := finishedNights(ctx, l.d)
	if err != nil {
		return err
	}
	from := 0
	if !first.IsZero() {
		from = days + int(first.Sub(l.calendar.today).Hours())/24
	}
	hands := make([]*hand, l.opt.Workers)
	for i := range hands {
		hands[i] = l.hand()
	}
	done := 0
	for day, lives := range p.byDay() {
		if day >= from {
			if err := l.day(ctx, hands, lives); err != nil {
				return err
			}
			if err := l.night(ctx, hands[0], day); err != nil {
				return fmt.Errorf("the night of %s: %w", l.calendar.date(day).Format(time.DateOnly), err)
			}
		}
		for _, life := range lives {
			done += len(life)
		}
		l.opt.Progress(done, p.acts)
	}
	return nil
}

// day lets the lives of one day be lived, each by one hand. The first error stops
// the others.
func (l *loading) day(ctx context.Context, hands []*hand, lives [][]act) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan []act, len(lives))
	for _, life := range lives {
		queue <- life
	}
	close(queue)
	var work sync.WaitGroup
	for _, h := range hands[:min(len(hands), len(lives))] {
		work.Go(func() {
			for life := range queue {
				if err := h.liveThrough(ctx, life); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	work.Wait()
	return context.Cause(ctx)
}

func (h *hand) liveThrough(ctx context.Context, life []act) error {
	for _, a := range life {
		if a.at.After(h.calendar.now) {
			return nil
		}
		if err := h.do(ctx, a); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// night closes a day that is over, keeps the messages in the house, and says that
// it is done. The night that is not due yet is left to the clock.
func (l *loading) night(ctx context.Context, h *hand, day int) error {
	h.at = l.calendar.at(day+1, 0, 20)
	if h.at.After(l.calendar.now) {
		return nil
	}
	if _, err := closing.Night(ctx, h.d, closing.Deps{Programme: l.deps.Programme}, l.calendar.date(day)); err != nil {
		return err
	}
	// Nobody is written to about a past that was not lived.
	err := db.InTx(ctx, h.d, func(tx *db.Tx) error { return tx.Apply(ctx, messages.KeepWaiting(h.at)) })
	if err != nil {
		return err
	}
	slot := jobs.Slot{Task: taskNight, At: l.calendar.date(day + 1)}
	if _, err := jobs.ClaimSlot(ctx, h.d, slot.Task, slot.At); err != nil {
		return err
	}
	return jobs.FinishSlot(ctx, h.d, slot, nil)
}
