package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // minimal servers have no time zones

	"golang.org/x/text/currency"
)

func setListen(c *Config, v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return errors.New("should be host:port, like 127.0.0.1:3000")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("the port %q should be a number from 1 to 65535", port)
	}
	c.Listen = v
	return nil
}

func setBaseURL(c *Config, v string) error {
	u, err := parseURL(v, "http", "https")
	if err != nil {
		return err
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return errors.New("should be a scheme and a host only, like https://club.example.com")
	}
	c.BaseURL = &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}
	return nil
}

func setDatabaseURL(c *Config, v string) error {
	c.DatabaseURL = Secret(v)
	return checkDatabase(v)
}

func setDatabaseOwnerURL(c *Config, v string) error {
	c.DatabaseOwnerURL = Secret(v)
	if err := checkDatabase(v); err != nil {
		return err
	}
	if v != "" && c.DatabaseURL == "" {
		return errors.New("is set, but DATABASE_URL is not")
	}
	return nil
}

func checkDatabase(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	// The address holds a password, so the message doesn't repeat it.
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("should look like postgres://user:password@host/database")
	}
	if strings.Trim(u.Path, "/") == "" {
		return errors.New("names no database: postgres://user:password@host/database")
	}
	return nil
}

func setDataDir(c *Config, v string) error {
	dir, err := filepath.Abs(v)
	c.DataDir = dir
	return err
}

func setSecret(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if len(v) < 32 {
		return fmt.Errorf("has %d characters; 32 are the least", len(v))
	}
	c.secret = []byte(v)
	return nil
}

func setSMTPURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if _, err := parseURL(v, "smtp", "smtps"); err != nil {
		return errors.New("should look like smtp://user:password@host:587 or smtps://user:password@host:465")
	}
	c.SMTPURL = Secret(v)
	return nil
}

func setMailFrom(c *Config, v string) error {
	if _, err := mail.ParseAddress(v); err != nil {
		return fmt.Errorf("%q should look like Club <club@example.com>", v)
	}
	c.MailFrom = v
	return nil
}

func setSMSURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := parseURL(v, "https", "http")
	if err != nil {
		return errors.New("should look like https://sms.example.com/send")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errors.New("is http: the token and the messages would travel in the open; only this machine may be asked so")
	}
	c.SMS.URL = Secret(v)
	return nil
}

func setSMSToken(c *Config, v string) error {
	c.SMS.Token = Secret(v)
	return nil
}

func setSMSFrom(c *Config, v string) error {
	if len(v) > 20 || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' }) {
		return errors.New("should be a number, or up to 11 letters and digits")
	}
	c.SMS.From = v
	return nil
}

func setSMSHeader(c *Config, v string) error {
	name, _, ok := strings.Cut(v, ":")
	if !ok || name == "" || strings.ContainsAny(v, "\r\n") || strings.ContainsAny(name, " \t") {
		return errors.New("should look like Authorization: Bearer {token}")
	}
	c.SMS.Header = v
	return nil
}

func setSMSBody(c *Config, v string) error {
	if strings.HasPrefix(v, "{\"") && !json.Valid([]byte(v)) {
		return errors.New("begins like JSON, but is none")
	}
	c.SMS.Body = v
	return nil
}

func setMetricsToken(c *Config, v string) error {
	if v != "" && len(v) < 16 {
		return fmt.Errorf("has %d characters; 16 are the least", len(v))
	}
	c.MetricsToken = Secret(v)
	return nil
}

func setTrustedProxies(c *Config, v string) error {
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			ip, err := netip.ParseAddr(part)
			if err != nil {
				return fmt.Errorf("%q is neither an address nor a network like 10.0.0.0/8", part)
			}
			p = netip.PrefixFrom(ip, ip.BitLen())
		}
		c.TrustedProxies = append(c.TrustedProxies, p)
	}
	return nil
}

func setLogLevel(c *Config, v string) error {
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, strings.ToLower(v)) {
		return fmt.Errorf("%q should be debug, info, warn or error", v)
	}
	var level slog.Level
	err := level.UnmarshalText([]byte(v))
	c.LogLevel = level
	return err
}

func setClubName(c *Config, v string) error {
	if len([]rune(v)) > 60 {
		return errors.New("is longer than 60 characters")
	}
	c.Club.Name = v
	return nil
}

func setClubLanguage(c *Config, v string) error {
	if !slices.Contains(languages, v) {
		return fmt.Errorf("%q should be one of %s", v, strings.Join(languages, ", "))
	}
	c.Club.Language = v
	return nil
}

func setCurrency(c *Config, v string) error {
	unit, err := currency.ParseISO(v)
	if err != nil || unit.String() != v {
		return fmt.Errorf("%q should be a currency's three capital letters, like EUR", v)
	}
	c.Club.Currency = v
	return nil
}

func setTimeZone(c *Config, v string) error {
	zone, err := time.LoadLocation(v)
	if err != nil || v == "Local" {
		return fmt.Errorf("%q should be a time zone's name, like Europe/Oslo", v)
	}
	c.Club.Zone = zone
	return nil
}

func parseURL(v string, schemes ...string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || !slices.Contains(schemes, u.Scheme) {
		return nil, fmt.Errorf("should be an address that begins with %s://", strings.Join(schemes, ":// or "))
	}
	return u, nil
}
