package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"fealty/models/ids"
)

// load is what the shop's connections did together.
type load struct {
	done int
	took time.Duration
	each []time.Duration
}

func (l load) rate() float64 { return float64(l.done) / l.took.Seconds() }

func (l load) percentile(p int) time.Duration {
	if len(l.each) == 0 {
		return 0
	}
	return l.each[min(len(l.each)*p/100, len(l.each)-1)]
}

// drive posts purchases on all connections until the time is over.
func (g *ground) drive(ctx context.Context, p plan) (load, error) {
	g.drives++
	ctx, cancel := context.WithTimeout(ctx, p.each+20*time.Second)
	defer cancel()
	tills := make([]*till, p.connections)
	errs := make([]error, p.connections)
	began := time.Now()
	var all sync.WaitGroup
	for i := range tills {
		tills[i] = &till{ground: g, name: fmt.Sprintf("%d-%d", g.drives, i), turn: i * len(g.members) / p.connections}
		all.Go(func() { errs[i] = tills[i].sell(ctx, began.Add(p.each)) })
	}
	all.Wait()
	sum := load{took: time.Since(began)}
	for _, t := range tills {
		sum.each = append(sum.each, t.took...)
	}
	slices.Sort(sum.each)
	sum.done = len(sum.each)
	return sum, errors.Join(errs...)
}

// till is one connection. It writes HTTP itself, so that the client costs
// little of the processors that all share.
type till struct {
	*ground
	name string
	turn int
	took []time.Duration
	conn net.Conn
	in   *bufio.Reader
}

func (t *till) sell(ctx context.Context, until time.Time) (err error) {
	if t.conn, err = new(net.Dialer).DialContext(ctx, "tcp", t.address); err != nil {
		return fmt.Errorf("connect to the app: %w", err)
	}
	defer func() { err = errors.Join(err, t.conn.Close()) }()
	if err := t.conn.SetDeadline(until.Add(15 * time.Second)); err != nil {
		return err
	}
	t.in = bufio.NewReader(t.conn)
	for time.Now().Before(until) && ctx.Err() == nil {
		// A prime step visits all members in an order of no meaning.
		t.turn = (t.turn + 7919) % len(t.members)
		started := time.Now()
		if err := t.buy(fmt.Sprintf("%s-%d", t.name, len(t.took)), t.members[t.turn]); err != nil {
			return err
		}
		t.took = append(t.took, time.Since(started))
	}
	return nil
}

const purchase = `{"reference":"B-%s","member":{"id":"%s"},"currency":"EUR","channel":"counter","shop":"havn-1",` +
	`"lines":[{"sku":"ESP-250","name":"Espresso beans","category":"coffee","quantity":"1","unit_price":"24.50"}],"payments":[{"kind":"money","amount":"24.50"}]}`

func (t *till) buy(reference string, member ids.Member) error {
	body := fmt.Sprintf(purchase, reference, member)
	_, err := fmt.Fprintf(t.conn, "POST /api/v1/purchases HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", t.key, reference, len(body), body)
	if err != nil {
		return fmt.Errorf("send a purchase: %w", err)
	}
	status, text, err := t.read()
	if err == nil && status != 201 {
		err = fmt.Errorf("a purchase was answered %d: %s", status, text)
	}
	return err
}

// read takes one answer off the connection.
func (t *till) read() (status int, body string, err error) {
	length := 0
	for {
		line, err := t.in.ReadString('\n')
		if err != nil {
			return 0, "", fmt.Errorf("read an answer: %w", err)
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if status == 0 && len(line) > 12 {
			status, err = strconv.Atoi(line[9:12])
		} else if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			length, err = strconv.Atoi(value)
		}
		if err != nil {
			return 0, "", fmt.Errorf("read an answer: %w", err)
		}
	}
	text := make([]byte, length)
	_, err = io.ReadFull(t.in, text)
	return status, string(text), err
}
