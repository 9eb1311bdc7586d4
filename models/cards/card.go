package cards

import (
	"fmt"
	"io"
	"strings"
	"time"

	"fealty/models/fault"
	"fealty/models/ids"
)

// Contact is the kind of contact under which a card's purchases wait.
const Contact = "card"

// Digits is how long a number is, with its check digit (Luhn, ISO/IEC 7812-1).
// Eleven digits of chance make guessing one that was printed hopeless under the
// limits.
const Digits = 12

// MaxBatch is how many cards a batch may have.
const MaxBatch = 1000

// Batch is some cards that were made together.
type Batch struct {
	ID        ids.Batch `db:"id"`
	Label     string    `db:"label"`
	Size      int       `db:"size"`
	CreatedAt time.Time `db:"created_at"`
	CreatedBy ids.Staff `db:"created_by"`
	// Claimed is how many of them have a member.
	Claimed int `db:"claimed"`
}

// Check names every field of a batch that can't be kept.
func Check(b Batch) error {
	var wrong fault.Fields
	switch n := len([]rune(b.Label)); {
	case n == 0:
		wrong.Add("label", "required")
	case n > 80:
		wrong.Add("label", "too_long", fault.Params{"max": 80})
	}
	if b.Size < 1 || b.Size > MaxBatch {
		wrong.Add("size", "cards_size", fault.Params{"max": MaxBatch})
	}
	return wrong.Err()
}

// Card is one printed card. MemberID is whose it is, once somebody has claimed
// it.
type Card struct {
	Number    string     `db:"number"`
	BatchID   ids.Batch  `db:"batch_id"`
	MemberID  ids.Member `db:"member_id"`
	ClaimedAt *time.Time `db:"claimed_at"`
}

// IsClaimed tells whether the card has a member.
func (c Card) IsClaimed() bool { return !c.MemberID.IsZero() }

// Parse reads a card's number as people type it; false when it can't be one.
func Parse(text string) (string, bool) {
	text = strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(text)
	if len(text) != Digits || strings.Trim(text, "0123456789") != "" {
		return "", false
	}
	return text, luhn(text[:Digits-1]) == text[Digits-1]
}

// Show groups a number as it is printed: 1234 5678 9012.
func Show(number string) string {
	if len(number) != Digits {
		return number
	}
	return number[:4] + " " + number[4:8] + " " + number[8:]
}

// newNumber draws a number; the first digit is not 0.
func newNumber(random io.Reader) (string, error) {
	const limit = 250 // bytes past the largest multiple of ten are thrown away
	digits := make([]byte, 0, Digits)
	for len(digits) < Digits-1 {
		var b [16]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("make a card's number: %w", err)
		}
		for _, x := range b {
			isFirst := len(digits) == 0
			if x >= limit || len(digits) == Digits-1 || isFirst && x%10 == 0 {
				continue
			}
			digits = append(digits, '0'+x%10)
		}
	}
	return string(append(digits, luhn(string(digits)))), nil
}

func luhn(digits string) byte {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return byte('0' + (10-sum%10)%10)
}
