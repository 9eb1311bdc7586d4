package referrals

import (
	"crypto/hmac"
	"crypto/sha256"
	"time"
)

// TraceLife is how long a trace is kept: it only has to outlive an invitation on
// its way.
const TraceLife = 30 * 24 * time.Hour

// Trace is where a person is, as keyed digests: they tell whether two are alike
// and nothing else. A nil one tells nothing.
type Trace struct{ Device, Address []byte }

// NewTrace digests a device's secret and an address's prefix under the house's
// key; an empty text is no trace.
func NewTrace(key []byte, device, address string) Trace {
	return Trace{Device: traced(key, "device", device), Address: traced(key, "address", address)}
}

func traced(key []byte, kind, text string) []byte {
	if text == "" {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("trace " + kind + " " + text))
	return mac.Sum(nil)
}

// IsZero tells whether nothing is known.
func (t Trace) IsZero() bool { return t.Device == nil && t.Address == nil }
