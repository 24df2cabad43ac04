package client_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf8"
)

// What a server says is shown to people: it must not carry back what the
// client sent, nor act on their terminal, nor fill it.
func TestMessagesAreFitToPrint(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte("elastic:" + secret))
	for name, message := range map[string]string{
		"a password":          "bad password " + secret,
		"a header":            "Authorization: Basic " + basic,
		"terminal sequences":  "\x1b[2J\x1b]0;title\x07 hello\u009b",
		"a very long message": strings.Repeat("é", 4<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, refuse(400, message))
			cfg := config(s.URL)
			cfg.APIKey, cfg.BearerToken, cfg.Username, cfg.Password = "", "", "elastic", secret
			_, err := connect(t, cfg).Role(t.Context(), "r")
			text := err.Error()
			if strings.Contains(text, secret) || strings.Contains(text, basic) {
				t.Error("it repeats a credential")
			}
			if strings.ContainsAny(text, "\x1b\x07\u009b") {
				t.Errorf("%q has control characters", text)
			}
			if len(text) > 3<<10 || !utf8.ValidString(text) {
				t.Errorf("%d bytes, valid %v", len(text), utf8.ValidString(text))
			}
		})
	}
}
