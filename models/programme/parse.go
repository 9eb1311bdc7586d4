package programme

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"fealty/models/fault"
)

// MaxBytes bounds a document that comes in.
const MaxBytes = 1 << 20

// maxDepth bounds how deep a document nests.
const maxDepth = 16

// Parse reads a document from JSON. A field that we don't know, or that stands
// there twice, is refused: fault.Invalid "programme_json" with the reason. What
// it says is not checked yet.
func Parse(text []byte) (Document, error) {
	var d Document
	if len(text) > MaxBytes {
		return d, badJSON(fmt.Errorf("%d bytes, at most %d", len(text), MaxBytes))
	}
	if err := once(json.NewDecoder(bytes.NewReader(text)), maxDepth); err != nil {
		return d, badJSON(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return d, badJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return d, badJSON(errors.New("something follows the document"))
	}
	return d, nil
}

func badJSON(err error) error {
	e := fault.Wrap(fault.Invalid, "programme_json", err)
	e.Params = fault.Params{"Reason": err.Error()}
	return e
}

// once reads one JSON value and refuses an object that has a name twice.
func once(decoder *json.Decoder, depth int) error {
	if depth == 0 {
		return errors.New("it nests too deep")
	}
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	open, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	seen := map[string]bool{}
	for decoder.More() {
		if open == '{' {
			name, err := decoder.Token()
			if err != nil {
				return err
			}
			if key := fmt.Sprint(name); seen[key] {
				return fmt.Errorf("%q stands there twice", key)
			}
			seen[fmt.Sprint(name)] = true
		}
		if err := once(decoder, depth-1); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

// Canonical writes the document as it is stored: the same document gives the same
// bytes.
func (d Document) Canonical() ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write the programme document: %w", err)
	}
	return text, nil
}

// Hash is the SHA-256 of the canonical form.
func (d Document) Hash() ([]byte, error) {
	text, err := d.Canonical()
	sum := sha256.Sum256(text)
	return sum[:], err
}
