package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/consents"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/redeeming"
	"fealty/models/referrals"
	"fealty/models/sessions"
)

// partOf is which part of whose page is asked for.
type partOf struct {
	version *programme.Version
	member  ids.Member
	tab     string
}

// memberPart is one part of a member's page; what it does not show is empty.
type memberPart struct {
	Entries   []entryLine
	Lots      []ledger.Lot
	Purchases []purchaseLine
	Vouchers  []redeeming.Ticket
	Messages  []messages.Message
	Receipts  []consents.Receipt
	Sessions  []sessions.Session
	Friends   []friendLine
	Acts      []actLine
	// Next is the key after which the part goes on, or "".
	Next string
}

// purchaseLine is a purchase with what was in it and what came back.
type purchaseLine struct {
	purchases.Purchase
	Lines   []purchases.Line
	Returns []purchases.Return
}

// friendLine is a referral from this member's side.
type friendLine struct {
	referrals.Referral
	Other members.Member
	// Brought is whether the other one was brought by this member.
	Brought bool
}

// actLine is an act of staff with what it changed.
type actLine struct {
	Line    logLine
	Changes []members.Change
}

// Each part shows the newest of what there is.
const (
	shownFew       = 8
	shownActs      = 3
	shownEntries   = 25
	shownPurchases = 20
	shownFriends   = 50
)

func readPart(c *fiber.Ctx, d web.Deps, p partOf) (part memberPart, err error) {
	read := map[string]func(*fiber.Ctx, web.Deps, partOf) error{
		"summary": part.summary, "points": part.points, "purchases": part.purchases, "vouchers": part.vouchers,
		"messages": part.messages, "consents": part.consents, "acts": part.acts,
	}[p.tab]
	err = read(c, d, p)
	return part, err
}

func (part *memberPart) summary(c *fiber.Ctx, d web.Deps, p partOf) error {
	if err := part.entries(c, d, p, asked{0, shownFew}); err != nil {
		return err
	}
	err := part.acts(c, d, p)
	part.Acts = part.Acts[:min(len(part.Acts), shownActs)]
	return err
}

// asked is from before which entry, and how many.
type asked struct {
	before int64
	size   int
}

func (part *memberPart) entries(c *fiber.Ctx, d web.Deps, p partOf, a asked) error {
	lang := languagesOf(c, p.version)
	acts, err := insights.Acts(c.UserContext(), d.DB, insights.AskedActs{Reader: insights.Reader{Member: p.member, Language: lang.Wanted},
		Main: lang.Main, Sort: insights.Everything, Before: a.before, Size: a.size})
	if err != nil {
		return err
	}
	if n := min(len(acts), a.size); n > 0 && (len(acts) > n || acts[n-1].Earlier) {
		part.Next = strconv.FormatInt(acts[n-1].Seq, 10)
	}
	part.Entries, err = entryLines(c, d, p.version, acts[:min(len(acts), a.size)])
	return err
}

func (part *memberPart) points(c *fiber.Ctx, d web.Deps, p partOf) error {
	before, _ := strconv.ParseInt(web.After(c), 10, 64)
	if err := part.entries(c, d, p, asked{before, shownEntries}); err != nil {
		return err
	}
	for _, w := range []ledger.Wallet{ledger.Points, ledger.Credit} {
		lots, err := ledger.OpenLots(c.UserContext(), d.DB, ledger.Of{Member: p.member, Wallet: w})
		if err != nil {
			return err
		}
		part.Lots = append(part.Lots, lots...)
	}
	return nil
}

func (part *memberPart) purchases(c *fiber.Ctx, d web.Deps, p partOf) error {
	list, err := purchases.List(c.UserContext(), d.DB, p.member, afterID[ids.Purchase](c), shownPurchases)
	if err != nil {
		return err
	}
	all := make([]ids.Purchase, len(list))
	for i, one := range list {
		all[i] = one.ID
	}
	lines, err := purchases.LinesOf(c.UserContext(), d.DB, p.member, all)
	if err != nil {
		return err
	}
	returned, err := purchases.ReturnsOf(c.UserContext(), d.DB, p.member, all)
	if err != nil {
		return err
	}
	for _, one := range list {
		row := purchaseLine{Purchase: one}
		for _, line := range lines {
			if line.PurchaseID == one.ID {
				row.Lines = append(row.Lines, line)
			}
		}
		for _, r := range returned {
			if r.PurchaseID == one.ID {
				row.Returns = append(row.Returns, r)
			}
		}
		part.Purchases = append(part.Purchases, row)
	}
	if len(list) == shownPurchases {
		part.Next = list[len(list)-1].ID.String()
	}
	return nil
}

func (part *memberPart) vouchers(c *fiber.Ctx, d web.Deps, p partOf) (err error) {
	lang := languagesOf(c, p.version)
	part.Vouchers, err = redeeming.Tickets(c.UserContext(), d.DB, p.member, lang, afterID[ids.Voucher](c))
	if n := len(part.Vouchers); n == redeeming.TicketsPage {
		part.Next = part.Vouchers[n-1].ID.String()
	}
	return err
}

func (part *memberPart) messages(c *fiber.Ctx, d web.Deps, p partOf) (err error) {
	part.Messages, err = messages.OfMember(c.UserContext(), d.DB, p.member)
	return err
}

func (part *memberPart) consents(c *fiber.Ctx, d web.Deps, p partOf) (err error) {
	if part.Receipts, err = consents.History(c.UserContext(), d.DB, p.member); err != nil {
		return err
	}
	if part.Sessions, err = sessions.ListOfMember(c.UserContext(), d.DB, p.member); err != nil {
		return err
	}
	brought, err := referrals.ListByReferrer(c.UserContext(), d.DB, p.member, shownFriends)
	if err != nil {
		return err
	}
	for _, r := range brought {
		part.Friends = append(part.Friends, friendLine{Referral: r, Brought: true})
	}
	by, err := referrals.FindByFriend(c.UserContext(), d.DB, p.member)
	if err != nil {
		return err
	}
	if by != nil {
		part.Friends = append(part.Friends, friendLine{Referral: *by})
	}
	return part.nameFriends(c, d)
}

// nameFriends reads who the others are, in one statement.
func (part *memberPart) nameFriends(c *fiber.Ctx, d web.Deps) error {
	other := func(f friendLine) ids.Member {
		if f.Brought {
			return f.FriendID
		}
		return f.ReferrerID
	}
	people := make([]ids.Member, len(part.Friends))
	for i, f := range part.Friends {
		people[i] = other(f)
	}
	known, err := members.FindAll(c.UserContext(), d.DB, people)
	for i := range part.Friends {
		part.Friends[i].Other = known[other(part.Friends[i])]
	}
	return err
}

func (part *memberPart) acts(c *fiber.Ctx, d web.Deps, p partOf) error {
	acts, err := audit.OfMember(c.UserContext(), d.DB, p.member)
	if err != nil {
		return err
	}
	lines, err := logLines(c, d, acts)
	if err != nil {
		return err
	}
	changed, err := members.Changes(c.UserContext(), d.DB, p.member)
	for _, line := range lines {
		row := actLine{Line: line}
		if may(c, managers()...) {
			row.Changes = changed[line.ID]
		}
		part.Acts = append(part.Acts, row)
	}
	return err
}
