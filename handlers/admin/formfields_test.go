package admin_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

var (
	inputTag   = regexp.MustCompile(`<input[^>]*>`)
	selectTag  = regexp.MustCompile(`(?s)<select[^>]* name="([^"]*)".*?</select>`)
	chosenTag  = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	firstTag   = regexp.MustCompile(`<option value="([^"]*)"`)
	textTag    = regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>`)
	attributes = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// formOf is what a browser would send of the form in which an id stands, or of
// that which posts to an address.
func formOf(page, form string) url.Values {
	for _, part := range strings.Split(page, "<form")[1:] {
		part, _, _ = strings.Cut(part, "</form>")
		if strings.Contains(part, `id="`+form+`"`) || strings.Contains(part, `action="`+form+`"`) {
			return formIn(part)
		}
	}
	return url.Values{}
}

func formIn(form string) url.Values {
	sent := url.Values{}
	for _, tag := range inputTag.FindAllString(form, -1) {
		at := map[string]string{}
		for _, a := range attributes.FindAllStringSubmatch(tag, -1) {
			at[a[1]] = html.UnescapeString(a[2])
		}
		isBox := at["type"] == "checkbox" || at["type"] == "radio"
		if at["name"] != "" && at["name"] != "csrf" && (!isBox || strings.Contains(tag, " checked")) {
			sent.Set(at["name"], at["value"])
		}
	}
	for _, found := range selectTag.FindAllStringSubmatch(form, -1) {
		option := chosenTag.FindStringSubmatch(found[0])
		if option == nil {
			option = firstTag.FindStringSubmatch(found[0])
		}
		sent.Set(found[1], html.UnescapeString(option[1]))
	}
	for _, found := range textTag.FindAllStringSubmatch(form, -1) {
		sent.Set(found[1], html.UnescapeString(found[2]))
	}
	return sent
}
