package web

import (
	"fmt"
	"io"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// uploadLimit bounds a request with a file in it; every other is bounded by
// bodyLimit.
const uploadLimit = 6 << 20

const uploadLocal = "web.upload"

// Upload reads the one file of a form under a field's name; nil when none was
// chosen. Call it before Bind, which refuses files that nobody asked for. A file
// of more than max bytes, or a second one, is fault.Invalid at the field. What
// is in it is the caller's to judge: never trust its name or its type (R15).
func Upload(c *fiber.Ctx, field string, max int) ([]byte, error) {
	c.Locals(uploadLocal, field)
	if _, err := formValues(c); err != nil {
		return nil, err
	}
	form, err := c.MultipartForm()
	if err != nil || len(form.File[field]) == 0 || form.File[field][0].Size == 0 {
		return nil, nil
	}
	var wrong fault.Fields
	file := form.File[field][0]
	if len(form.File[field]) > 1 || file.Size > int64(max) {
		wrong.Add(field, "upload_large", fault.Params{"max": max >> 20})
		return nil, wrong.Err()
	}
	opened, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("open an upload: %w", err)
	}
	defer func() { _ = opened.Close() }() // it was only read
	body, err := io.ReadAll(io.LimitReader(opened, int64(max)+1))
	if err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	return body, nil
}

// refuseFiles lets no file pass but the one that Upload has read.
func refuseFiles(c *fiber.Ctx) error {
	form, err := c.MultipartForm()
	if err != nil {
		return nil //nolint:nilerr // a form of the other encoding has no files
	}
	for name := range form.File {
		if c.Locals(uploadLocal) != name {
			return fault.New(fault.Invalid, "form_unknown", fault.Params{"Field": clip(name)})
		}
	}
	return nil
}
