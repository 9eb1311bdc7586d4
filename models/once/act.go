package once

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
)

// Keeper gives the write that keeps the canonical receipt of an act; it goes into
// the act's own last round trip.
type Keeper func(receipt any) (db.Write, error)

// Act runs an act once, in a transaction of its own. A repeat gets what the
// first call got, decoded from the same text. An act that answers a
// fault.Refused has written nothing: the refusal is kept under the key,
// committed, and comes back as the error. Any other error rolls all back, the
// claim too.
func Act[T any](ctx context.Context, d *db.DB, c Claiming, act func(tx *db.Tx, keep Keeper) error) (T, error) {
	var text string
	var refused bool
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		text, refused = "", false
		outcome, err := Claim(ctx, tx, c.Key, c.Input)
		if outcome != nil {
			text, refused = outcome.Text, outcome.Refused
		}
		if outcome != nil || err != nil {
			return err
		}
		keep := func(receipt any) (db.Write, error) {
			encoded, err := json.Marshal(receipt)
			if err != nil {
				return db.Write{}, fmt.Errorf("write a receipt: %w", err)
			}
			text = string(encoded)
			return Finish(c.Key, text, false), nil
		}
		err = act(tx, keep)
		if fault.KindOf(err) != fault.Refused {
			return err
		}
		text, refused = refusalText(err), true
		return tx.Apply(ctx, Finish(c.Key, text, true))
	})
	return decode[T](text, refused, err)
}

// Claiming is a key and the digest of the input that came with it.
type Claiming struct {
	Key   Key
	Input []byte
}

func decode[T any](text string, refused bool, err error) (T, error) {
	var receipt T
	switch {
	case err != nil:
		return receipt, err
	case refused:
		return receipt, refusal(text)
	}
	if err := json.Unmarshal([]byte(text), &receipt); err != nil {
		return receipt, fmt.Errorf("read a receipt: %w", err)
	}
	return receipt, nil
}

type refusalForm struct {
	Key    string       `json:"key"`
	Params fault.Params `json:"params,omitempty"`
}

func refusalText(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return `{"key":"refused"}`
	}
	text, jsonErr := json.Marshal(refusalForm{Key: f.Key, Params: f.Params})
	if jsonErr != nil {
		return `{"key":` + fmt.Sprintf("%q", f.Key) + `}`
	}
	return string(text)
}

// refusal makes the fault of a kept refusal; whole numbers come back as int64.
func refusal(text string) error {
	var form refusalForm
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.UseNumber()
	if err := dec.Decode(&form); err != nil {
		return fmt.Errorf("read a refusal: %w", err)
	}
	for name, value := range form.Params {
		if number, ok := value.(json.Number); ok {
			if whole, err := number.Int64(); err == nil {
				form.Params[name] = whole
			}
		}
	}
	return fault.New(fault.Refused, form.Key, form.Params)
}
