package reaching

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Provider is an SMS provider that is spoken to by HTTP. In URL and Body {to},
// {text}, {from} and {id} are filled in, each written as its place needs it; in
// Header {token}.
type Provider struct {
	URL, Token, From, Header, Body string
	// Wait is how long an answer may take.
	Wait time.Duration
}

// usualBody is what a provider gets when nothing else is said.
const usualBody = `{"from":"{from}","to":"{to}","text":"{text}","id":"{id}"}`

// maxAnswer is how much of a provider's answer is read.
const maxAnswer = 2 << 10

// HTTP sends SMS by a provider.
type HTTP struct {
	Provider
	client *http.Client
}

// NewHTTP prepares the way to a provider.
func NewHTTP(p Provider) (*HTTP, error) {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(p.URL))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, errors.New("read the SMS provider's address: it must begin with https://")
	}
	if p.Body == "" {
		p.Body = usualBody
	}
	if p.Header == "" {
		p.Header = "Authorization: Bearer {token}"
	}
	// Who answers with another address gets neither the message nor the token.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &HTTP{Provider: p, client: &http.Client{Timeout: p.Wait, CheckRedirect: stay}}, nil
}

// Send hands an SMS to the provider, under an id that stays the same when it is
// tried again. A message that the provider refuses as such is ErrRejected; a
// wrong token, a full queue or a provider that is down is not, since that is no
// fault of the message.
func (h *HTTP) Send(ctx context.Context, m Mail) error {
	request, err := h.compose(ctx, m)
	if err != nil {
		return err
	}
	answer, err := h.client.Do(request)
	if err != nil {
		return fmt.Errorf("send an SMS: %w", withoutAddress(err))
	}
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer)) // what is missing of it is no harm
	return judgeAnswer(answer.StatusCode, m.To, string(said))
}

func (h *HTTP) compose(ctx context.Context, m Mail) (*http.Request, error) {
	isJSON := strings.HasPrefix(strings.TrimSpace(h.Body), "{\"")
	write, kind := url.QueryEscape, "application/x-www-form-urlencoded"
	if isJSON {
		write, kind = inJSON, "application/json"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.fill(h.URL, m, url.QueryEscape), bytes.NewReader([]byte(h.fill(h.Body, m, write))))
	if err != nil {
		return nil, errors.New("write an SMS: the address can't be used")
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Idempotency-Key", m.ID.String())
	if name, value, ok := strings.Cut(h.Header, ":"); ok && h.Token != "" {
		request.Header.Set(name, strings.TrimSpace(strings.ReplaceAll(value, "{token}", h.Token)))
	}
	return request, nil
}

func (h *HTTP) fill(text string, m Mail, write func(string) string) string {
	return strings.NewReplacer("{to}", write(m.To), "{text}", write(m.Short), "{from}", write(h.From), "{id}", write(m.ID.String())).Replace(text)
}

// inJSON is a text as it stands between the quotes of a JSON string.
func inJSON(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil {
		return ""
	}
	return strings.TrimSuffix(strings.TrimPrefix(out.String(), `"`), "\"\n")
}

// judgeAnswer tells sent, refused for good, and not now apart.
func judgeAnswer(status int, to, said string) error {
	// A provider may repeat the number or the text; neither stays in the outbox's
	// reason.
	reason := fmt.Errorf("the SMS provider answers %d", status)
	if said = strings.TrimSpace(said); said != "" && !strings.Contains(said, strings.TrimPrefix(to, "+")) {
		reason = fmt.Errorf("the SMS provider answers %d: %s", status, clip(said))
	}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity, status == http.StatusRequestEntityTooLarge,
		status == http.StatusGone:
		return fmt.Errorf("%w: %w", ErrRejected, reason)
	}
	return reason
}

func clip(text string) string {
	const most = 120
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// withoutAddress takes the provider's address out of an error: it may hold a
// secret.
func withoutAddress(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
