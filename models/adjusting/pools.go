package adjusting

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

// BadLine is a line of an upload that can't be used, and the key of the reason:
// code_form, code_twice or code_taken.
type BadLine struct {
	Line   int    `json:"line"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Filled tells how many codes came into a pool, and which lines did not. Bad are
// the first MaxBad of them, of BadCount.
type Filled struct {
	Added    int
	Bad      []BadLine
	BadCount int
}

// MaxBad bounds how many bad lines are told.
const MaxBad = 100

// Filling is a text with one code on each line, or in the first column of each.
type Filling struct {
	By     Who
	Reward ids.Reward
	Text   string
}

// FillPool puts the shop's or a partner's codes into a reward's pool: the good
// ones come in, the bad ones are told with their lines. A text of more than
// vouchers.MaxPool lines is fault.Invalid at the field "codes", and so is an
// empty one.
func FillPool(ctx context.Context, d *db.DB, deps Deps, cmd Filling) (Filled, error) {
	lines, filled, err := readCodes(cmd.Text)
	if err != nil {
		return filled, err
	}
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		list := make([]vouchers.Code, len(lines))
		for i, l := range lines {
			list[i] = l.code
		}
		taken, err := fill(ctx, tx, deps, filling{cmd.By, cmd.Reward, list})
		if err != nil {
			return err
		}
		for _, at := range taken {
			filled.bad(lines[at].line, lines[at].code.String(), "code_taken")
		}
		filled.Added = len(lines) - len(taken)
		return nil
	})
	return filled, err
}

func (f *Filled) bad(line int, text, reason string) {
	if f.BadCount++; len(f.Bad) < MaxBad {
		f.Bad = append(f.Bad, BadLine{Line: line, Text: clip(text), Reason: reason})
	}
}

func clip(text string) string {
	if r := []rune(strings.ToValidUTF8(text, "?")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return strings.ToValidUTF8(text, "?")
}

type codeLine struct {
	line int
	code vouchers.Code
}

// readCodes finds the codes of a text. What stands behind a comma, a semicolon
// or a tab is left alone; a heading "code" and empty lines are passed over.
func readCodes(text string) (lines []codeLine, f Filled, err error) {
	var wrong fault.Fields
	rows := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufeff", "").Replace(text), "\n")
	if len(rows) > vouchers.MaxPool {
		wrong.Add("codes", "codes_many", fault.Params{"max": vouchers.MaxPool})
		return nil, f, wrong.Err()
	}
	seen := map[string]bool{}
	for i, row := range rows {
		cell := firstCell(row)
		if cell == "" || (i == 0 && strings.EqualFold(cell, "code")) {
			continue
		}
		code, err := vouchers.Foreign(cell)
		switch known := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(cell)); {
		case err != nil:
			f.bad(i+1, cell, "code_form")
		case seen[known]:
			f.bad(i+1, cell, "code_twice")
		default:
			seen[known] = true
			lines = append(lines, codeLine{i + 1, code})
		}
	}
	if len(lines)+f.BadCount == 0 {
		wrong.Add("codes", "required")
	}
	return lines, f, wrong.Err()
}

// firstCell is what stands before the first comma, semicolon or tab, without
// quotes.
func firstCell(row string) string {
	if at := strings.IndexAny(row, ",;\t"); at >= 0 {
		row = row[:at]
	}
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(row), `"`))
}

// Making asks for so many codes of our own in a pool, to be known elsewhere
// before they are handed out.
type Making struct {
	By     Who
	Reward ids.Reward
	Count  int64
}

// MakeCodes draws codes into a reward's pool.
func MakeCodes(ctx context.Context, d *db.DB, deps Deps, cmd Making) error {
	if cmd.Count < 1 || cmd.Count > vouchers.MaxPool {
		var wrong fault.Fields
		wrong.Add("count", "between", fault.Params{"min": 1, "max": vouchers.MaxPool})
		return wrong.Err()
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		list := make([]vouchers.Code, cmd.Count)
		for i := range list {
			var err error
			if list[i], err = vouchers.NewCode(tx.Random()); err != nil {
				return err
			}
		}
		_, err := fill(ctx, tx, deps, filling{cmd.By, cmd.Reward, list})
		return err
	})
}

type filling struct {
	by     Who
	reward ids.Reward
	codes  []vouchers.Code
}

// fill puts codes into the pool of a reward that has one, counts them in, and
// tells those who wait. It answers the places of those that were taken.
func fill(ctx context.Context, tx *db.Tx, deps Deps, f filling) ([]int, error) {
	reward, err := pooled(ctx, tx, f.reward)
	if err != nil {
		return nil, err
	}
	taken, err := vouchers.AddToPool(ctx, tx, deps.Keys, f.reward, f.codes)
	if err != nil {
		return nil, err
	}
	added := len(f.codes) - len(taken)
	if err := catalogue.AddStock(ctx, tx, f.reward, int64(added)); err != nil {
		return nil, err
	}
	if added > 0 && reward.State == catalogue.Live {
		if err := tellBack(ctx, tx, f.reward); err != nil {
			return nil, err
		}
	}
	return taken, f.by.record(ctx, tx, done{"reward.codes", "reward", uuid.UUID(f.reward)}, audit.Detail{"added": added})
}

// pooled finds a reward and holds its count; one without a pool is not found.
func pooled(ctx context.Context, tx *db.Tx, id ids.Reward) (catalogue.Reward, error) {
	r, err := catalogue.Find(ctx, tx, id)
	if err == nil && r.Codes != catalogue.PoolCodes {
		err = fault.New(fault.NotFound, "reward_unknown")
	}
	if err != nil {
		return r, err
	}
	return r, catalogue.LockStock(ctx, tx, id)
}

// EmptyPool takes all free codes out of a reward's pool and answers how many.
func EmptyPool(ctx context.Context, d *db.DB, by Who, id ids.Reward) (n int64, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		if _, err := pooled(ctx, tx, id); err != nil {
			return err
		}
		if n, err = vouchers.EmptyPool(ctx, tx, id); err != nil {
			return err
		}
		if err := catalogue.AddStock(ctx, tx, id, -n); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"reward.codes_emptied", "reward", uuid.UUID(id)}, audit.Detail{"taken_out": n})
	})
	return n, err
}
