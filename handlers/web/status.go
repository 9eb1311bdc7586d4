package web

// StatusOf is the HTTP status that answers an error; metrics ask before the answer is drawn.
func StatusOf(err error) int {
	e := known(err)
	if code := fiberStatus(err); code != 0 {
		return code
	}
	return statusOf(e.Kind)
}
