package admin

import (
	"bufio"
	"context"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/views"
)

// sheetTime bounds how long one list may take, and sheetPart how many members are
// read at a time.
const (
	sheetTime = 15 * time.Minute
	sheetPart = 1000
)

// membersSheetShow sends the list as a spreadsheet, as it is read: a million
// members take no more memory than a thousand.
func membersSheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		_, filter := readWish(c, v)
		if err := adjusting.NoteList(c.UserContext(), d.DB, whoOf(c)); err != nil {
			return err
		}
		filter.Limit = sheetPart
		s := membersSheet{d: d, v: v, l: web.Locale(c), filter: filter}
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
		c.Set(fiber.HeaderContentDisposition, `attachment; filename="members.csv"`)
		c.Context().SetBodyStreamWriter(s.write)
		return nil
	}
}

// membersSheet outlives its request's handler, so it holds nothing of it.
type membersSheet struct {
	d      web.Deps
	v      *programme.Version
	l      *views.Locale
	filter members.Filter
}

// write can't answer an error any more: it says in a last row that the list is
// not whole.
func (s membersSheet) write(w *bufio.Writer) {
	ctx, cancel := context.WithTimeout(context.Background(), sheetTime)
	defer cancel()
	_, _ = w.WriteString("\ufeff") // so that spreadsheets read UTF-8; Error tells at the end
	out := csv.NewWriter(w)
	err := s.rows(ctx, out)
	if err != nil {
		s.d.Log.Error("a list of members broke off", "error", err)
		_ = out.Write([]string{s.l.T("admin.members.sheet.broken")})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		s.d.Log.Warn("a list of members was not taken to its end", "error", err)
	}
}

func (s membersSheet) rows(ctx context.Context, out *csv.Writer) error {
	var head []string
	for _, name := range []string{"number", "name", "email", "phone", "language", "tier", "points", "joined"} {
		head = append(head, web.Cell(s.l.T("admin.members.sheet."+name)))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	var after ids.Member
	for {
		found, err := members.List(ctx, s.d.DB, s.filter, after)
		if err != nil {
			return err
		}
		if err := s.part(ctx, out, found.Members); err != nil {
			return err
		}
		if after = found.Next; after.IsZero() {
			return nil
		}
	}
}

func (s membersSheet) part(ctx context.Context, out *csv.Writer, list []members.Member) error {
	people := make([]ids.Member, len(list))
	for i, m := range list {
		people[i] = m.ID
	}
	have, err := insights.Holdings(ctx, s.d.DB, people)
	if err != nil {
		return err
	}
	contacts, err := members.ContactsOf(ctx, s.d.DB, people)
	if err != nil {
		return err
	}
	words := s.v.Words(s.l.Lang)
	for _, m := range list {
		tier := words.Tiers[have[m.ID].Tier].Name
		if tier == "" {
			tier = words.Tiers[s.filter.FirstTier].Name
		}
		row := []string{memberRow{Member: m}.Shown(), m.FirstName, contactOf(contacts[m.ID], members.Email), contactOf(contacts[m.ID], members.Phone), m.Language, tier,
			strconv.FormatInt(int64(have[m.ID].Balance), 10), m.JoinedOn.Format(time.DateOnly)}
		for i := range row {
			row[i] = web.Cell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// contactOf is the first contact of a kind, or "".
func contactOf(list []members.Contact, kind string) string {
	for _, c := range list {
		if c.Kind == kind {
			return c.Value
		}
	}
	return ""
}
