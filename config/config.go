package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is the whole configuration, checked.
type Config struct {
	Listen           string
	BaseURL          *url.URL // scheme and host; no path
	DatabaseURL      Secret   // "" means the private PostgreSQL
	DatabaseOwnerURL Secret   // "" means DatabaseURL
	DataDir          string
	SMTPURL          Secret // "" keeps mails in the outbox, to be read on an admin page
	MailFrom         string
	SMS              SMS
	MetricsToken     Secret // "" closes /metrics
	TrustedProxies   []netip.Prefix
	LogLevel         slog.Level
	Club             Club

	secret []byte
}

// SMS is the provider of text messages; without URL they stay in the outbox.
type SMS struct {
	// URL is posted to; {to}, {text}, {from} and {id} in it and in Body are filled in.
	URL Secret
	// Token goes into Header; Body is JSON, or a form, or "" for the usual JSON.
	Token              Secret
	From, Header, Body string
}

// Club is how a fresh database's programme begins; an existing one doesn't look at it.
type Club struct {
	Name     string
	Currency string // ISO 4217
	Zone     *time.Location
	Language string // en, nb, pl, hu or zh-Hant
}

// languages are those of the pages and mails.
var languages = []string{"en", "nb", "pl", "hu", "zh-Hant"}

// Load reads the configuration through getenv (os.Getenv) and opens the secret, which it makes in DATA_DIR at the first start.
// The error names every fault, one a line.
func Load(getenv func(string) string) (*Config, error) {
	c := &Config{}
	var faults []error
	for _, s := range settings() {
		value := strings.TrimSpace(getenv(s.Name))
		if value == "" {
			value = s.Default
		}
		if err := s.set(c, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", s.Name, err))
		}
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("the configuration has %d fault(s):\n%w", len(faults), errors.Join(faults...))
	}
	if err := c.openSecret(); err != nil {
		return nil, err
	}
	return c, nil
}

// OwnerURL is the address for migrations on a database of one's own.
func (c *Config) OwnerURL() Secret {
	if c.DatabaseOwnerURL != "" {
		return c.DatabaseOwnerURL
	}
	return c.DatabaseURL
}

// URL makes an absolute address of a path that begins with a slash.
func (c *Config) URL(path string) string { return c.BaseURL.Scheme + "://" + c.BaseURL.Host + path }

// IsHTTPS says whether visitors come by https.
func (c *Config) IsHTTPS() bool { return c.BaseURL.Scheme == "https" }

// IsLoopback says whether BASE_URL names this machine only: the demo's shortcuts are open nowhere else.
func (c *Config) IsLoopback() bool {
	host := c.BaseURL.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
