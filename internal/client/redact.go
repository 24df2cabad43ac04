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
	// maxMessage bounds what is passed on of a server's message, in bytes.
	maxMessage = 2 << 10
	// shortestSecret is the length from which a secret is blotted out wherever
	// it stands: shorter ones would blot out ordinary words.
	shortestSecret = 4
	// shortestKeyLine does the same for the lines of a private key.
	shortestKeyLine = 16
)

// redactor returns a function that blots out what the configuration keeps
// secret, should a server repeat it. It is a function because fmt does not print
// what a function holds.
func (c Config) redactor() func(string) string {
	secrets := slices.DeleteFunc(c.secrets(), func(secret string) bool { return len(secret) < shortestSecret })
	// The first that matches is taken: of two that begin alike, the longer one.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(secrets))
	for _, secret := range secrets {
		pairs = append(pairs, secret, "[redacted]")
	}
	return strings.NewReplacer(pairs...).Replace
}

// secrets returns every text that must not be shown.
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

// apiKeySecrets returns what is secret of a decoded API key, which is
// "id:api_key": a server may decode it before it repeats it. The id alone is no
// secret. Kibana and audit logs show it, and it tells which key is meant.
func apiKeySecrets(encoded string) []string {
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	_, secret, ok := strings.Cut(string(decoded), ":")
	if err != nil || !ok {
		return nil
	}
	return []string{string(decoded), secret}
}

// privateKeys returns the private keys in PEM, or in the file that source names,
// each as a whole and line by line: whoever repeats one may break it differently.
// The name of the file and certificates are no secrets. A source that cannot be
// read is refused elsewhere.
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
