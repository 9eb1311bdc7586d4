package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"fealty/models/db/testdb"
)

// treatment says what a member's export gives of a table and what erasure does to it (R18).
type treatment struct{ export, erasure string }

// personal names every table with a link to a member or with a contact of one.
var personal = map[string]treatment{
	"members":             {"the row", "kept: name, birthday, number and invitation emptied, state erased; the id stays for the book"},
	"member_contacts":     {"the rows", "deleted"},
	"member_references":   {"the rows", "deleted"},
	"consents":            {"the rows", "kept: they prove what was agreed, and hold no name"},
	"sessions":            {"times only", "deleted"},
	"signin_codes":        {"nothing: gone after ten minutes", "deleted by contact"},
	"wallets":             {"the balances", "kept: amounts only"},
	"entries":             {"the rows", "kept: the book holds opaque ids and no free text"},
	"lots":                {"the rows", "kept: amounts only"},
	"lot_uses":            {"through entries", "kept: amounts only"},
	"holds":               {"the open ones", "kept: amounts only"},
	"reservations":        {"the rows", "kept: amounts and opaque ids"},
	"reservation_ends":    {"through reservations", "kept: how and when"},
	"standings":           {"the row", "kept: a tier only"},
	"purchase_references": {"through purchases", "kept: a reference of the shop"},
	"purchases":           {"the rows", "kept for accounts, under the opaque id"},
	"purchase_lines":      {"the rows", "kept for accounts, under the opaque id"},
	"returns":             {"the rows", "kept for accounts, under the opaque id"},
	"guest_purchases":     {"the rows of a verified contact", "kept: contact and body emptied"},
	"vouchers":            {"the rows, codes of unused ones", "kept: open ones cancelled, every code wiped"},
	"voucher_codes":       {"through vouchers", "kept: a keyed hash, so that no code comes twice"},
	"voucher_uses":        {"the rows", "kept for the partner's account, under the opaque id"},
	"reward_waits":        {"the rows", "deleted"},
	"shipments":           {"the rows", "address and tracking emptied, what has not left cancelled"},
	"stamp_cards":         {"the rows", "kept: counts only"},
	"stamp_marks":         {"through purchases", "kept: counts only, under the opaque id"},
	"donations":           {"the rows", "kept for the cause's account, under the opaque id"},
	"referrals":           {"the rows, without the other's name", "kept: two opaque ids"},
	"gifts":               {"the rows, without the other and the link", "kept: two opaque ids and digests; an open link ends"},
	"referral_traces":     {"kind and time only", "deleted"},
	"referral_milestones": {"the rows", "kept: counts only"},
	"messages":            {"the rows", "deleted"},
	"cards":               {"the numbers", "kept: a printed number under the opaque id, so that nobody claims it again"},
	"audit":               {"the rows about the member", "kept: opaque ids; reasons are emptied, details hold no name"},
	"erasures":            {"nothing: there is a row only when all is gone", "kept: an opaque id and when"},
	"member_changes":      {"the rows", "deleted"},
	"adjustments":         {"the rows", "kept: the reason emptied"},
	"field_values":        {"the rows", "deleted"},
}

// notMembers have an address that is no member's.
var notMembers = []string{"staff", "partners"}

func TestHouseEveryTableWithAMemberSaysHowItIsExportedAndErased(t *testing.T) {
	d := testdb.Open(t)
	var found []string
	err := testdb.Owner(t, d).SelectContext(t.Context(), &found, `SELECT DISTINCT c.table_name::text FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND NOT c.table_name = ANY(string_to_array($1, ','))
		AND (c.table_name = 'members' OR c.column_name ~ '(member|referrer|friend)_id$|^(contact|recipient|email|phone|first_name|birthday)$')`,
		strings.Join(notMembers, ","))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, table := range found {
		seen[table] = true
		if how := personal[table]; how.export == "" || how.erasure == "" {
			t.Errorf("the table %s has a link to a member: say in main_schema_test.go how export and erasure treat it, and make them do so", table)
		}
	}
	for table := range personal {
		if !seen[table] {
			t.Errorf("main_schema_test.go names the table %s, which is gone or has no link to a member: take it out", table)
		}
	}
}

func TestHouseThePageOnPersonalDataNamesEveryTable(t *testing.T) {
	page, err := os.ReadFile("docs/personal-data.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no docs/personal-data.md yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	for table := range personal {
		if !strings.Contains(string(page), "`"+table+"`") {
			t.Errorf("docs/personal-data.md should say what is in `%s`, and how it is exported and erased", table)
		}
	}
}
