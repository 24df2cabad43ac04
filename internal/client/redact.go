package client

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxMessage bounds what is passed on of a server's message, in bytes.
	maxMessage = 2 << 10
	// shortestSecret is the length from which a secret is blotted out wherever
	// it stands: shorter ones would blot out ordinary words.
	shortestSecret = 4
)

// redactor returns a function that blots out what the configuration keeps
// secret, should a server repeat it. It is a function because fmt does not print
// what a function holds.
func (c Config) redactor() func(string) string {
	secrets := []string{c.APIKey, c.Password, c.BearerToken, c.ClientKey}
	if c.Username != "" {
		secrets = append(secrets, base64.StdEncoding.EncodeToString([]byte(c.Username+":"+c.Password)))
	}
	for _, value := range c.Headers {
		secrets = append(secrets, value)
	}
	var pairs []string
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			pairs = append(pairs, secret, "[redacted]")
		}
	}
	return strings.NewReplacer(pairs...).Replace
}

// printable shortens a server's message, and drops characters that would do
// something to a terminal.
func printable(message string) string {
	if len(message) > maxMessage {
		message = message[:maxMessage]
		for !utf8.ValidString(message) && message != "" {
			message = message[:len(message)-1]
		}
		message += " …"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, message)
}
