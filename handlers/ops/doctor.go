package ops

import (
	"context"
	"fmt"
	"net"
	"strings"

	"fealty/config"
	"fealty/models/db"
)

// Finding is one thing the doctor found. A fault keeps the program from starting where visitors can reach it; a remark does not.
type Finding struct {
	IsFault bool
	Text    string
}

// Patient is what the doctor looks at. DB may be nil when there is none to be had; Secret is SECRET as it was set, or "".
type Patient struct {
	Config *config.Config
	Secret string
	DB     *db.DB
}

// InProduction tells whether others than this machine are to come here.
func (p Patient) InProduction() bool { return !p.Config.IsLoopback() }

// Examine gives all findings at once; the error means that it could not look.
func Examine(ctx context.Context, p Patient) ([]Finding, error) {
	found := p.settings()
	if p.DB == nil {
		return found, nil
	}
	below, err := examineDatabase(ctx, p)
	return append(found, below...), err
}

// Faults are the findings that forbid a start, one a line, or "".
func Faults(found []Finding) string {
	var lines []string
	for _, f := range found {
		if f.IsFault {
			lines = append(lines, "- "+f.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// settings looks at what the environment says. On this machine alone the same things are only remarks.
func (p Patient) settings() []Finding {
	var found []Finding
	note := func(is bool, text string) {
		if is {
			found = append(found, Finding{p.InProduction(), text})
		}
	}
	note(!p.Config.IsHTTPS() && p.InProduction(), "BASE_URL is http: passwords and sessions would travel in the open. Put a proxy with https in front and set BASE_URL to https://…")
	note(isWeak(p.Secret), "SECRET is a default or too simple. Unset it to have one made, or set 32 random characters (openssl rand -base64 33)")
	note(p.Config.LogLevel < 0, "LOG_LEVEL is debug. Set it to info")
	for _, proxy := range p.Config.TrustedProxies {
		note(proxy.Bits() < 8, fmt.Sprintf("TRUSTED_PROXIES trusts %s, which is nearly everybody: name your proxy's address only", proxy))
	}
	if !p.InProduction() && !listensHere(p.Config.Listen) {
		found = append(found, Finding{Text: "LISTEN is open to the network, while BASE_URL says that only this machine comes: in the demo shop whoever comes is let in with one press"})
	}
	if p.InProduction() && p.Config.SMTPURL == "" {
		found = append(found, Finding{Text: "SMTP_URL is empty: sign-in codes stay in the outbox, so nobody can sign in on their own"})
	}
	note(p.Config.SMS.URL != "" && p.Config.SMS.Token == "" && strings.Contains(p.Config.SMS.Header, "{token}"),
		"SMS_URL is set and SMS_TOKEN is not: the provider will not know us. Set it, or SMS_HEADER without {token}")
	return found
}

// listensHere tells whether an address can be reached from this machine only.
func listensHere(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || (ip != nil && ip.IsLoopback()))
}

// isWeak finds placeholders and texts without variety; the length is checked by config.
func isWeak(secret string) bool {
	if secret == "" {
		return false
	}
	kinds := map[rune]bool{}
	for _, r := range secret {
		kinds[r] = true
	}
	low := strings.ToLower(secret)
	for _, word := range []string{"change", "secret", "default", "example", "password", "fealty", "12345678", "abcdefgh"} {
		if strings.Contains(low, word) {
			return true
		}
	}
	return len(kinds) < 10
}
