package e2e

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// listen keeps what is on its way, and what goes wrong.
func (b *Browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.inFlight[e.RequestID] = true
	case *network.EventLoadingFinished:
		delete(b.inFlight, e.RequestID)
	case *network.EventLoadingFailed:
		delete(b.inFlight, e.RequestID)
	case *network.EventResponseReceived:
		b.judge(e)
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, "script: "+e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			b.troubles = append(b.troubles, "console: "+said(e))
		}
	case *log.EventEntryAdded:
		// What the network says is judged by the answer itself: a refused form is no trouble.
		if e.Entry.Level == log.LevelError && e.Entry.Source != log.SourceNetwork {
			b.troubles = append(b.troubles, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

// judge notes broken answers, and files that a page asks for in vain.
func (b *Browser) judge(e *network.EventResponseReceived) {
	isPage := e.Type == network.ResourceTypeDocument || e.Type == network.ResourceTypeXHR || e.Type == network.ResourceTypeFetch
	if e.Type == network.ResourceTypeDocument {
		b.status = e.Response.Status
	}
	if e.Response.Status >= 500 || (e.Response.Status >= 400 && !isPage) {
		b.troubles = append(b.troubles, fmt.Sprintf("answer %d: %s", e.Response.Status, e.Response.URL))
	}
}

func said(e *runtime.EventConsoleAPICalled) string {
	var words []string
	for _, arg := range e.Args {
		words = append(words, strings.Trim(string(arg.Value), `"`)+arg.Description)
	}
	return strings.Join(words, " ")
}

// Status is what the latest page answered.
func (b *Browser) Status() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

func (b *Browser) isBusy() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.inFlight) > 0
}

// Clean fails if a script, the content security policy or a missing file made trouble since the last call.
func (b *Browser) Clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, trouble := range b.troubles {
		b.t.Errorf("the browser complains: %s", trouble)
	}
	b.troubles = nil
}
