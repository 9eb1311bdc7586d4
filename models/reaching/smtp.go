package reaching

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// SMTP sends by a mail server.
type SMTP struct {
	host    string
	options []mail.Option
	from    *netmail.Address
	domain  string
}

// NewSMTP reads the address of a mail server and that of the sender ("Havn
// <club@havn.example>"). smtps:// speaks TLS from the start (port 465); smtp://
// changes to it (port 587), must do so when there is a password, and may go on
// without when there is none or the server is this machine. A dialogue that stands still
// for so long as wait is given up.
func NewSMTP(address, from string, wait time.Duration) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, errors.New("read the mail server's address: it must begin with smtp:// or smtps://")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("read the sender's address: %w", err)
	}
	options, err := optionsOf(u, wait)
	if err != nil {
		return nil, err
	}
	domain := sender.Address[strings.LastIndexByte(sender.Address, '@')+1:]
	return &SMTP{host: u.Hostname(), options: options, from: sender, domain: domain}, nil
}

func optionsOf(u *url.URL, wait time.Duration) ([]mail.Option, error) {
	port, policy := 587, mail.TLSOpportunistic
	options := []mail.Option{mail.WithTimeout(wait), mail.WithoutNoop()}
	if u.Scheme == "smtps" {
		port = 465
		options = append(options, mail.WithSSL())
	}
	if u.Port() != "" {
		n, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, fmt.Errorf("read the mail server's port: %w", err)
		}
		port = n
	}
	if password, given := u.User.Password(); given {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
		policy = mail.TLSMandatory
	}
	if isThisMachine(u.Hostname()) {
		policy = mail.TLSOpportunistic
	}
	return append(options, mail.WithPort(port), mail.WithTLSPolicy(policy)), nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Send hands a mail to the server. What the server refuses with a 5xx is
// ErrRejected; a wrong password or a server that is down is not, since that is
// no fault of the mail.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	msg, err := s.compose(m)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRejected, err)
	}
	client, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return judge(err)
	}
	return nil
}

func (s *SMTP) compose(m Mail) (*mail.Msg, error) {
	msg := mail.NewMsg()
	msg.FromMailAddress(s.from)
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("address a mail: %w", err)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Written)
	msg.SetMessageIDWithValue(m.ID.String() + "@" + s.domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

func judge(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", ErrRejected, err)
	}
	return fmt.Errorf("send a mail: %w", err)
}
