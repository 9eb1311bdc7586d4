package ids

type reservationKind struct{}

// Reservation is what a member has set aside for a cart.
type Reservation = ID[reservationKind]
