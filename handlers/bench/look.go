package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"fealty/handlers"
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/audit"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// visit is a page or an act, and how to ask for it.
type visit struct {
	name   string
	method string
	// path and body are made for the n-th time it is asked for.
	path func(n int) string
	body func(n int) string
	// session is who asks for pages; programs ask with the API key.
	session string
}

// seen is what a visit took, in two crowds.
type seen struct {
	median, worst time.Duration
	// blocks is how many pages of tables and indexes PostgreSQL touched each time.
	blocks float64
	failed error
}

// lookAround asks for every page and the common acts in a small crowd and in a
// large one (G4, G6), and prints what each takes. How many blocks PostgreSQL
// touches does not depend on who else uses the machine: where they grow with the
// crowd, something reads a table whole.
func lookAround(ctx context.Context, out io.Writer, p plan) error {
	sizes := []int{p.small, p.members}
	all := map[string][]seen{}
	var names []string
	for _, size := range sizes {
		took, order, err := lookIn(ctx, size, p)
		if err != nil {
			return fmt.Errorf("look at %s: %w", crowdName(size), err)
		}
		for name, s := range took {
			all[name] = append(all[name], s)
		}
		names = order
	}
	say(out, "%-58s %25s %25s\n", "Each asked for "+fmt.Sprint(p.asks)+" times", crowdName(sizes[0]), crowdName(sizes[1]))
	say(out, "%-58s %8s %8s %7s %8s %8s %7s\n", "", "median", "worst", "blocks", "median", "worst", "blocks")
	for _, name := range names {
		if len(all[name]) < len(sizes) || all[name][0].failed != nil || all[name][1].failed != nil {
			say(out, "%-58.58s is not answered\n", name)
			continue
		}
		a, b := all[name][0], all[name][1]
		mark := ""
		if b.blocks > 2*a.blocks+100 {
			mark = " !"
		}
		say(out, "%-58.58s %8s %8s %7.0f %8s %8s %7.0f%s\n", name, short(a.median), short(a.worst), a.blocks, short(b.median), short(b.worst), b.blocks, mark)
	}
	return nil
}

func short(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }

// lookIn goes through all visits in one crowd.
func lookIn(ctx context.Context, size int, p plan) (map[string]seen, []string, error) {
	g, err := openDatabase(ctx, crowdName(size), false)
	if err != nil {
		return nil, nil, err
	}
	took, order, err := g.look(ctx, p)
	return took, order, errors.Join(err, g.close())
}

func (g *ground) look(ctx context.Context, p plan) (map[string]seen, []string, error) {
	visits, err := g.visits(ctx)
	if err != nil {
		return nil, nil, err
	}
	took, order := map[string]seen{}, []string{}
	for _, v := range visits {
		if _, err := g.ask(ctx, v, 3); err != nil {
			took[v.name], order = seen{failed: err}, append(order, v.name)
			continue
		}
		if err := g.forget(ctx); err != nil {
			return nil, nil, err
		}
		s, err := g.ask(ctx, v, p.asks)
		if err != nil {
			return nil, nil, err
		}
		err = g.owner.QueryRowContext(ctx, `SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0) / $1::float8 FROM pg_stat_statements s
			JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
			WHERE d.datname = current_database() AND r.rolname = 'fealty_app'`, p.asks).Scan(&s.blocks)
		if err != nil {
			return nil, nil, fmt.Errorf("count blocks: %w", err)
		}
		took[v.name], order = s, append(order, v.name)
	}
	return took, order, nil
}

// ask asks so many times, one after the other.
func (g *ground) ask(ctx context.Context, v visit, times int) (seen, error) {
	var took []time.Duration
	for n := range times {
		g.drives++
		began := time.Now()
		status, text, err := g.send(ctx, v, g.drives)
		if err != nil {
			return seen{}, err
		}
		if status >= http.StatusBadRequest {
			return seen{}, fmt.Errorf("%s was answered %d: %.300s", v.path(n), status, text)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return seen{median: took[len(took)/2], worst: took[len(took)*99/100]}, nil
}

func (g *ground) send(ctx context.Context, v visit, n int) (int, []byte, error) {
	var body io.Reader
	if v.body != nil {
		body = strings.NewReader(v.body(n))
	}
	req, err := http.NewRequestWithContext(ctx, v.method, "http://"+g.address+v.path(n), body)
	if err != nil {
		return 0, nil, fmt.Errorf("make a request: %w", err)
	}
	if v.session != "" {
		req.Header.Set("Cookie", "fealty="+v.session)
	} else {
		req.Header.Set("Authorization", "Bearer "+g.key)
	}
	if v.body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", fmt.Sprintf("look-%d-%d", time.Now().UnixNano(), n))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("ask the app: %w", err)
	}
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, text, errors.Join(err, resp.Body.Close())
}

// visits are all pages without a parameter, the lists of members as people use
// them, and what a shop's system does.
func (g *ground) visits(ctx context.Context) ([]visit, error) {
	if err := g.sample(ctx); err != nil {
		return nil, err
	}
	member, err := g.begin(ctx, sessions.ForMember(g.members[len(g.members)/2]))
	if err != nil {
		return nil, err
	}
	eager, err := g.begin(ctx, sessions.ForMember(g.eager))
	if err != nil {
		return nil, err
	}
	owner, err := g.hire(ctx)
	if err != nil {
		return nil, err
	}
	var list []visit
	page := func(path, session string) {
		list = append(list, visit{name: "GET " + path, method: "GET", path: func(int) string { return path }, session: session})
	}
	for _, r := range handlers.Routes(g.deps) {
		isPage := r.Method == http.MethodGet && !strings.Contains(r.Path, ":") && !isExport(r.Path)
		switch {
		case isPage && strings.HasPrefix(r.Path, "/admin"):
			page(r.Path, owner)
		case isPage && r.Access.Door == web.DoorMember:
			page(r.Path, member)
		}
	}
	for _, query := range []string{"q=ingrid", "q=ingrid+hansen+1", "q=member77@example.com", "q=4740000300", "tier=gold", "tier=gold&q=o", "debt=on", "state=erased",
		"from=2024-01-01&until=2025-06-30"} {
		page("/admin/members?"+query, owner)
	}
	one := "/admin/members/" + g.members[1].String()
	list = append(list, visit{name: "GET /admin/members/:id", method: "GET", path: func(int) string { return one }, session: owner}, visit{name: "GET /activity, of a long history", method: "GET", path: func(int) string { return "/activity" }, session: eager})
	return append(list, g.programs()...), nil
}

// isExport tells whether an address gives all there is, by design.
func isExport(path string) bool {
	return strings.HasSuffix(path, ".zip") || strings.HasSuffix(path, ".csv")
}

// programs are what a shop's system asks for.
func (g *ground) programs() []visit {
	one := func(n int) ids.Member { return g.members[n%len(g.members)] }
	return []visit{
		{name: "API: balance", method: "GET", path: func(n int) string { return "/api/v1/members/" + one(n).String() }},
		{name: "API: entries, latest", method: "GET", path: func(n int) string { return "/api/v1/members/" + one(n).String() + "/entries?limit=5" }},
		{name: "API: entries of a long history, latest", method: "GET", path: func(int) string { return "/api/v1/members/" + g.eager.String() + "/entries" }},
		{name: "API: entries of a long history, the oldest", method: "GET", path: func(int) string { return "/api/v1/members/" + g.eager.String() + "/entries?before=60" }},
		{name: "API: purchase", method: "POST", path: func(int) string { return "/api/v1/purchases" },
			body: func(n int) string {
				return fmt.Sprintf(purchase, fmt.Sprintf("look-%d-%d", time.Now().UnixNano(), n), one(n))
			}},
	}
}

// sample picks members from all over the crowd, and the one with a long history.
func (g *ground) sample(ctx context.Context) error {
	rows, err := g.owner.QueryContext(ctx, `SELECT id FROM crowd.people WHERE m % greatest((SELECT max(m) FROM crowd.people) / 500, 1) = 1 ORDER BY m`)
	if err != nil {
		return fmt.Errorf("pick members: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id ids.Member
		if err := rows.Scan(&id); err != nil {
			return err
		}
		g.members = append(g.members, id)
	}
	g.eager = g.members[0] // see crowd.eager
	return rows.Err()
}

func (g *ground) begin(ctx context.Context, s sessions.Session) (string, error) {
	return sessions.Start(ctx, g.deps.DB, s.Proved(g.deps.DB.Time()))
}

// hire makes an owner who is signed in.
func (g *ground) hire(ctx context.Context) (string, error) {
	who := staff.Staff{Email: fmt.Sprintf("owner%d@example.com", time.Now().UnixNano()), Name: "Olga", Role: staff.Owner, Language: "en", PasswordHash: "none"}
	id, err := adjusting.Hire(ctx, g.deps.DB, who, audit.Act{Actor: ledger.BySystem})
	if err != nil {
		return "", err
	}
	return g.begin(ctx, sessions.ForStaff(id))
}
