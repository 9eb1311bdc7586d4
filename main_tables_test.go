package main

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	createTable = regexp.MustCompile(`(?im)^\s*CREATE TABLE (?:IF NOT EXISTS )?(\w+)`)
	writes      = regexp.MustCompile(`(?i)\b(INSERT\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?"?([a-z_][a-z_0-9]*)`)
	updates     = regexp.MustCompile(`(?i)(\b(?:FOR|DO|KEY|OR|BEFORE|AFTER)\s+)?\bUPDATE\s+(?:ONLY\s+)?"?([a-z_][a-z_0-9]*)`)
)

// tables lists what the migrations make.
func tables(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, file := range ours(t).under("migrations", ".sql") {
		for _, m := range createTable.FindAllStringSubmatch(read(t, file), -1) {
			all = append(all, m[1])
		}
	}
	return all
}

func owners(t *testing.T) map[string][]string {
	t.Helper()
	of := map[string][]string{}
	for name, r := range rooms(t) {
		for _, table := range r.tables {
			of[table] = append(of[table], "models/"+name)
		}
	}
	return of
}

func TestHouseEveryTableHasOneOwner(t *testing.T) {
	of, made := owners(t), tables(t)
	for _, table := range made {
		switch n := len(of[table]); {
		case n == 0 && roofed():
			t.Errorf("the table %s has no owner: name it in the Tables: line of the doc.go whose package writes it", table)
		case n > 1:
			slices.Sort(of[table])
			t.Errorf("the table %s has the owners %s: let one write it and the others call that one", table, strings.Join(of[table], " and "))
		}
	}
	for table, rooms := range of {
		if !slices.Contains(made, table) {
			t.Errorf("%s/doc.go owns the table %s, which no migration makes: correct its Tables: line", rooms[0], table)
		}
	}
}

func TestHouseOnlyOwnersWriteTheirTables(t *testing.T) {
	of, made := owners(t), tables(t)
	for _, f := range ours(t).production() {
		for _, lit := range f.literals() {
			if slices.Contains(written(lit.value+" cut_off"), "cut_off") {
				t.Errorf("%s:%d: name the table in the same literal as INSERT, UPDATE or DELETE, so that it can be checked", f.path, lit.line)
			}
			for _, table := range written(lit.value) {
				if slices.Contains(made, table) && !slices.Contains(of[table], f.dir()) {
					t.Errorf("%s:%d writes the table %s of %v: call a function of its owner instead", f.path, lit.line, table, of[table])
				}
			}
		}
	}
}

// written lists the tables that an SQL text writes.
func written(sql string) []string {
	var names []string
	for _, m := range writes.FindAllStringSubmatch(sql, -1) {
		names = append(names, strings.ToLower(m[2]))
	}
	for _, m := range updates.FindAllStringSubmatch(sql, -1) {
		if m[1] == "" {
			names = append(names, strings.ToLower(m[2]))
		}
	}
	return names
}

func TestHouseWritesAreFoundInSQL(t *testing.T) {
	for sql, want := range map[string][]string{
		`INSERT INTO members (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET x = 1`: {"members"},
		`WITH a AS (UPDATE wallets SET x = 1) DELETE  FROM lots WHERE y`:            {"lots", "wallets"},
		`SELECT id FROM members FOR UPDATE`:                                         nil,
		`SELECT id FROM jobs FOR UPDATE SKIP LOCKED`:                                nil,
		`SELECT id FROM jobs FOR NO KEY UPDATE OF jobs`:                             nil,
	} {
		if got := written(sql); !slices.Equal(got, want) {
			t.Errorf("%s writes %v by the house test, and truly %v", sql, got, want)
		}
	}
}

func TestHouseMigrationsGoForwardAndSayWhy(t *testing.T) {
	for _, file := range ours(t).under("migrations", ".sql") {
		sql := read(t, file)
		if !strings.HasPrefix(sql, "-- ") {
			t.Errorf("%s should begin with a comment that says why it is and how long it locks", file)
		}
		if strings.Contains(sql, "+goose Down") {
			t.Errorf("%s has a way down: migrations only go forward; write another one that undoes it", file)
		}
		if !regexp.MustCompile(`^\d{5}_[a-z_]+\.sql$`).MatchString(path.Base(file)) {
			t.Errorf("%s should be named like 00010_what_it_does.sql", file)
		}
	}
}

// TestHouseHandlersHaveNoSQL lets doctor ask PostgreSQL about itself: only our own tables count.
func TestHouseHandlersHaveNoSQL(t *testing.T) {
	named := regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)`)
	made := tables(t)
	for _, f := range ours(t).production("handlers", "views") {
		for _, lit := range f.literals() {
			for _, m := range named.FindAllStringSubmatch(lit.value, -1) {
				if slices.Contains(made, m[1]) {
					t.Errorf("%s:%d holds SQL on %s: move it into the store.go of the package it reads from", f.path, lit.line, m[1])
				}
			}
		}
	}
}

func TestHouseHandlersNeverSeeATransaction(t *testing.T) {
	for _, f := range ours(t).production("handlers") {
		ast.Inspect(f.syn, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "db" && (sel.Sel.Name == "Tx" || sel.Sel.Name == "InTx") {
				t.Errorf("%s:%d uses db.%s: call a models function that takes a *db.DB and opens its own transaction", f.path, f.line(sel), sel.Sel.Name)
			}
			return true
		})
	}
}
