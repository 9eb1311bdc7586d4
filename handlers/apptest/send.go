package apptest

// Send sends a body as it is; headers come in pairs of name and value.
func (c *Client) Send(method, path, body string, headers ...string) Answer {
	c.Helper()
	return c.send(method, path, body, headers)
}
