package api_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"fealty/handlers/api"
	"fealty/handlers/web"
)

func TestTheDescriptionIsValidAndHasEveryRoute(t *testing.T) {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	named := regexp.MustCompile(`:(\w+)`)
	routes := 0
	for _, r := range api.Routes(web.Deps{}) {
		path := doc.Paths.Find(named.ReplaceAllString(r.Path, "{$1}"))
		if path == nil || path.GetOperation(r.Method) == nil {
			t.Errorf("openapi.yaml lacks %s %s", r.Method, r.Path)
		}
		routes++
	}
	operations := 0
	for _, path := range doc.Paths.Map() {
		operations += len(path.Operations())
	}
	if operations != routes {
		t.Errorf("openapi.yaml has %d operations, the API %d routes", operations, routes)
	}
}
