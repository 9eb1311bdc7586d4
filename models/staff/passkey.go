package staff

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"fealty/models/fault"
	"fealty/models/ids"
)

// ceremonyLife is how long a page's question to a passkey can be answered.
const ceremonyLife = 10 * time.Minute

// MaxPasskeys is how many passkeys one person may have.
const MaxPasskeys = 20

// Passkey is a key of WebAuthn level 3 that somebody holds: in their phone, their
// computer or on a stick.
type Passkey struct {
	ID      []byte    `db:"id"`
	StaffID ids.Staff `db:"staff_id"`
	Name    string    `db:"name"`
	// Credential is the public key with its counters, as JSON.
	Credential []byte     `db:"credential"`
	CreatedAt  time.Time  `db:"created_at"`
	UsedAt     *time.Time `db:"used_at"`
}

// Handle names a passkey in addresses.
func (p Passkey) Handle() string { return base64.RawURLEncoding.EncodeToString(p.ID) }

// Passkeys asks for passkeys at one address and weighs the answers.
type Passkeys struct {
	web *webauthn.WebAuthn
	key []byte
}

// NewPasskeys makes them for the address that people see, with a key of 32 bytes
// that signs what a page is asked.
func NewPasskeys(base *url.URL, club string, key []byte) (Passkeys, error) {
	w, err := webauthn.New(&webauthn.Config{RPID: base.Hostname(), RPDisplayName: club, RPOrigins: []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation})
	if err != nil {
		return Passkeys{}, fmt.Errorf("prepare passkeys: %w", err)
	}
	return Passkeys{web: w, key: key}, nil
}

// Ceremony is what a page asks a passkey: Options is the JSON that the browser
// is given, State goes back with the answer. Nothing of it is stored.
type Ceremony struct{ Options, State string }

// Answer is what came back. Response is the browser's JSON.
type Answer struct{ State, Response string }

// state is the signed memory of a ceremony.
type state struct {
	Session webauthn.SessionData `json:"s"`
	// Staff is who is asked; the zero id is whoever has a passkey of ours.
	Staff  ids.Staff `json:"p"`
	Adding bool      `json:"a,omitempty"`
	Until  int64     `json:"u"`
}

// holder is one of the staff as the library sees them.
type holder struct {
	Staff
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.ID[:] }
func (h holder) WebAuthnName() string                       { return h.Email }
func (h holder) WebAuthnDisplayName() string                { return h.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func holderOf(s Staff, have []Passkey) (holder, error) {
	h := holder{Staff: s}
	for _, p := range have {
		var one webauthn.Credential
		if err := json.Unmarshal(p.Credential, &one); err != nil {
			return h, fmt.Errorf("read a passkey: %w", err)
		}
		h.keys = append(h.keys, one)
	}
	return h, nil
}

// BeginAdding asks for a new passkey, other than those that somebody has.
func (p Passkeys) BeginAdding(s Staff, have []Passkey, at time.Time) (Ceremony, error) {
	h, err := holderOf(s, have)
	if err != nil {
		return Ceremony{}, err
	}
	options, session, err := p.web.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()),
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementPreferred))
	if err != nil {
		return Ceremony{}, fmt.Errorf("ask for a new passkey: %w", err)
	}
	return p.seal(options, state{Session: *session, Staff: s.ID, Adding: true}, at)
}

// BeginAsking asks somebody for one of their passkeys, as a second factor.
func (p Passkeys) BeginAsking(s Staff, have []Passkey, at time.Time) (Ceremony, error) {
	h, err := holderOf(s, have)
	if err != nil {
		return Ceremony{}, err
	}
	options, session, err := p.web.BeginLogin(h)
	if err != nil {
		return Ceremony{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return p.seal(options, state{Session: *session, Staff: s.ID}, at)
}

// BeginAnybody asks for any passkey of ours, instead of a password: it must know
// its owner by a finger, a face or a PIN.
func (p Passkeys) BeginAnybody(at time.Time) (Ceremony, error) {
	options, session, err := p.web.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Ceremony{}, fmt.Errorf("ask for any passkey: %w", err)
	}
	return p.seal(options, state{Session: *session}, at)
}

func (p Passkeys) seal(options any, s state, at time.Time) (Ceremony, error) {
	s.Until = at.Add(ceremonyLife).Unix()
	asked, err := json.Marshal(options)
	if err != nil {
		return Ceremony{}, fmt.Errorf("write what a passkey is asked: %w", err)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return Ceremony{}, fmt.Errorf("write what a passkey was asked: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	return Ceremony{Options: string(asked), State: text + "." + base64.RawURLEncoding.EncodeToString(p.mac(text))}, nil
}

func (p Passkeys) open(text string, at time.Time) (state, error) {
	var s state
	wrong := fault.New(fault.Unauthenticated, "passkey_wrong")
	body, mac, _ := strings.Cut(text, ".")
	given, err := base64.RawURLEncoding.DecodeString(mac)
	if err != nil || !hmac.Equal(given, p.mac(body)) {
		return s, wrong
	}
	plain, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(plain, &s) != nil || at.Unix() >= s.Until {
		return s, wrong
	}
	return s, nil
}

func (p Passkeys) mac(text string) []byte {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// wrongPasskey hides why from outside and keeps it for the log.
func wrongPasskey(err error) error { return fault.Wrap(fault.Unauthenticated, "passkey_wrong", err) }

// added weighs the answer to BeginAdding.
func (p Passkeys) added(s Staff, a Answer, at time.Time) (Passkey, state, error) {
	asked, err := p.open(a.State, at)
	if err != nil {
		return Passkey{}, asked, err
	}
	if !asked.Adding || asked.Staff != s.ID {
		return Passkey{}, asked, fault.New(fault.Unauthenticated, "passkey_wrong")
	}
	response, err := protocol.ParseCredentialCreationResponseBytes([]byte(a.Response))
	if err != nil {
		return Passkey{}, asked, wrongPasskey(err)
	}
	made, err := p.web.CreateCredential(holder{Staff: s}, asked.Session, response)
	if err != nil {
		return Passkey{}, asked, wrongPasskey(err)
	}
	kept, err := json.Marshal(made)
	if err != nil {
		return Passkey{}, asked, fmt.Errorf("write a passkey: %w", err)
	}
	return Passkey{ID: made.ID, StaffID: s.ID, Credential: kept, CreatedAt: at}, asked, nil
}

// weigh gives the credential as it stands after a good answer.
func (p Passkeys) weigh(h holder, asked state, response *protocol.ParsedCredentialAssertionData) ([]byte, error) {
	var used *webauthn.Credential
	var err error
	if asked.Staff.IsZero() {
		used, err = p.web.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
			if !bytes.Equal(handle, h.ID[:]) {
				return nil, fault.New(fault.Unauthenticated, "passkey_wrong")
			}
			return h, nil
		}, asked.Session, response)
	} else {
		used, err = p.web.ValidateLogin(h, asked.Session, response)
	}
	if err != nil {
		return nil, wrongPasskey(err)
	}
	if used.Authenticator.CloneWarning {
		return nil, wrongPasskey(fmt.Errorf("its counter went back: there may be a copy of it"))
	}
	kept, err := json.Marshal(used)
	if err != nil {
		return nil, fmt.Errorf("write a passkey: %w", err)
	}
	return kept, nil
}
