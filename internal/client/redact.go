package client

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxMessage is the largest number of bytes of a server's message that are kept.
	maxMessage = 2 << 10
	// shortestSecret is the length in bytes from which a secret is redacted. A shorter
	// one might be a part of ordinary words.
	shortestSecret = 4
	// shortestKeyLine is the same for the lines of a private key.
	shortestKeyLine = 16
)

// redactor returns a function that replaces the configuration's secrets in a text
// of a server. It is a function because fmt does not print what a function holds.
func (c Config) redactor() func(string) string {
	secrets := slices.DeleteFunc(c.secrets(), func(secret string) bool { return len(secret) < shortestSecret })
	// The replacer uses the first secret that matches. If one secret begins with another,
	// the longer one must come first.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(secrets))
	for _, secret := range secrets {
		pairs = append(pairs, secret, "[redacted]")
	}
	return strings.NewReplacer(pairs...).Replace
}

// secrets returns every text that must not be printed.
func (c Config) secrets() []string {
	secrets := slices.Concat([]string{c.APIKey, c.Password, c.BearerToken}, slices.Collect(maps.Values(c.Headers)))
	if c.Username != "" {
		secrets = append(secrets, base64.StdEncoding.EncodeToString([]byte(c.Username+":"+c.Password)))
	}
	secrets = append(secrets, apiKeySecrets(c.APIKey)...)
	// A file of a certificate often holds its key too.
	for _, source := range []string{c.ClientKey, c.ClientCert} {
		secrets = append(secrets, privateKeys(source)...)
	}
	return secrets
}

// apiKeySecrets returns the secrets in a decoded API key, which is "id:api_key": a
// server may decode the key before it repeats it. The id alone is no secret: Kibana
// and audit logs show it, and users need it to find the key.
func apiKeySecrets(encoded string) []string {
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	_, secret, ok := strings.Cut(string(decoded), ":")
	if err != nil || !ok {
		return nil
	}
	return []string{string(decoded), secret}
}

// privateKeys returns the private keys of a source, which is PEM or the path of a
// PEM file. It returns each key as a whole and line by line, because a server may
// repeat it with other line breaks. Paths and certificates are no secrets. A source
// that cannot be read has no keys; New refuses it elsewhere.
func privateKeys(source string) []string {
	content, err := readPEM(source)
	if err != nil {
		return nil
	}
	var secrets, key []string
	for line := range strings.Lines(string(content)) {
		text := strings.TrimSpace(line)
		begins := strings.HasPrefix(text, "-----BEGIN ") && strings.HasSuffix(text, "PRIVATE KEY-----")
		if !begins && len(key) == 0 {
			continue
		}
		key = append(key, line)
		if len(text) >= shortestKeyLine && !strings.HasPrefix(text, "-----") {
			secrets = append(secrets, text)
		}
		if strings.HasPrefix(text, "-----END ") {
			secrets, key = append(secrets, strings.TrimSpace(strings.Join(key, ""))), nil
		}
	}
	return secrets
}

// printable shortens a server's message, and removes control characters, which
// could change a terminal.
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
