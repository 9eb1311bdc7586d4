package catalogue

// Kind says what a reward is.
type Kind string

// The kinds of reward.
const (
	Product      Kind = "product"
	MoneyOff     Kind = "money_off"
	PercentOff   Kind = "percent_off"
	FreeShipping Kind = "free_shipping"
	Gift         Kind = "gift"
	Experience   Kind = "experience"
	Event        Kind = "event"
	AtPartner    Kind = "partner"
	Credit       Kind = "credit"
	Content      Kind = "content"
	EarlyAccess  Kind = "early_access"
	StampCard    Kind = "stamp_card"
	Physical     Kind = "physical"
)

// Kinds lists all kinds in the order a form shows them.
func Kinds() []Kind {
	return []Kind{Product, MoneyOff, PercentOff, FreeShipping, Gift, Experience, Event, AtPartner, Credit, Content, EarlyAccess, StampCard, Physical}
}

// Outcome is what a redemption leaves in the member's hand.
type Outcome string

// The outcomes.
const (
	// AVoucher waits with its code until somebody honours it.
	AVoucher Outcome = "voucher"
	// AtOnce is all there is: the voucher is used in the same act.
	AtOnce Outcome = "at_once"
	// ByPost is reserved until the shop has sent it.
	ByPost Outcome = "by_post"
)

// Deed is what whoever honours a voucher does.
type Deed string

// The deeds.
const (
	HandOver     Deed = "hand_over"
	TakeOff      Deed = "take_off_amount"
	TakePercent  Deed = "take_off_percent"
	ShipFree     Deed = "ship_free"
	AddToOrder   Deed = "add_to_order"
	LetIn        Deed = "let_in"
	OpenEarly    Deed = "open_early"
	NothingToDo  Deed = "nothing"
	SendByPost   Deed = "send"
	HonourTicket Deed = "honour"
)

// Part is a group of fields that only some kinds have.
type Part string

// The parts of a reward that depend on its kind.
const (
	PartPrice   Part = "price"
	PartPercent Part = "percent"
	PartStock   Part = "stock"
	PartPartner Part = "partner"
	PartEvent   Part = "event"
	PartContent Part = "content"
	PartAccess  Part = "access"
	PartStamps  Part = "stamps"
	PartGrant   Part = "grant"
	PartPlaces  Part = "places"
	PartValid   Part = "valid"
	PartPool    Part = "pool"
	PartReturn  Part = "return"
)

// Behaviour is all that a kind decides: what a redemption leaves, what its
// voucher asks of whoever honours it, whether its worth goes into the credit
// wallet, whether the worth must be named, and which fields it has.
type Behaviour struct {
	Leaves     Outcome
	Deed       Deed
	Books      bool
	NeedsWorth bool
	Parts      []Part
}

// Behaviour looks the kind up. An unknown one behaves as a product, and Check
// refuses it.
func (k Kind) Behaviour() Behaviour {
	counter := []Part{PartPrice, PartStock, PartPlaces, PartValid, PartPool, PartReturn}
	checkout := []Part{PartPrice, PartStock, PartPlaces, PartValid, PartPool, PartReturn}
	switch k {
	case MoneyOff:
		return Behaviour{Leaves: AVoucher, Deed: TakeOff, NeedsWorth: true, Parts: checkout}
	case PercentOff:
		return Behaviour{Leaves: AVoucher, Deed: TakePercent, Parts: append(checkout, PartPercent)}
	case FreeShipping:
		return Behaviour{Leaves: AVoucher, Deed: ShipFree, Parts: checkout}
	case Gift:
		return Behaviour{Leaves: AVoucher, Deed: AddToOrder, Parts: append(counter, PartGrant)}
	case Event:
		return Behaviour{Leaves: AVoucher, Deed: LetIn, Parts: []Part{PartPrice, PartStock, PartEvent, PartReturn}}
	case AtPartner:
		return Behaviour{Leaves: AVoucher, Deed: HonourTicket, Parts: []Part{PartPrice, PartStock, PartPartner, PartValid, PartPool, PartReturn}}
	case Credit:
		return Behaviour{Leaves: AtOnce, Deed: NothingToDo, Books: true, NeedsWorth: true, Parts: []Part{PartPrice, PartStock, PartValid}}
	case Content:
		return Behaviour{Leaves: AtOnce, Deed: NothingToDo, Parts: []Part{PartPrice, PartStock, PartContent}}
	case EarlyAccess:
		return Behaviour{Leaves: AVoucher, Deed: OpenEarly, Parts: []Part{PartPrice, PartStock, PartAccess, PartReturn}}
	case StampCard:
		return Behaviour{Leaves: AVoucher, Deed: HandOver, Parts: []Part{PartStamps, PartPlaces, PartValid}}
	case Physical:
		return Behaviour{Leaves: ByPost, Deed: SendByPost, Parts: []Part{PartPrice, PartStock}}
	}
	return Behaviour{Leaves: AVoucher, Deed: HandOver, Parts: counter}
}

// Has tells whether the kind has a part.
func (k Kind) Has(p Part) bool {
	for _, part := range k.Behaviour().Parts {
		if part == p {
			return true
		}
	}
	return false
}
