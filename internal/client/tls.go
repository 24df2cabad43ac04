package client

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

func (c Config) tlsConfig() (*tls.Config, error) {
	roots, err := c.rootCAs()
	if err != nil {
		return nil, err
	}
	certificates, err := c.clientCertificates()
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		RootCAs:            roots,
		Certificates:       certificates,
		InsecureSkipVerify: c.Insecure, //nolint:gosec // the user asked for it
	}, nil
}

// rootCAs returns the system's authorities with the configured ones. It returns
// nil, which means the system's, if none are configured.
func (c Config) rootCAs() (*x509.CertPool, error) {
	if len(c.CACerts) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, &ConfigError{"ca_certs", "cannot be added to the system's authorities: " + err.Error()}
	}
	for i, source := range c.CACerts {
		certificates, err := loadCertificates(source)
		if err != nil {
			return nil, &ConfigError{"ca_certs", fmt.Sprintf("element %d %v", i, err)}
		}
		for _, certificate := range certificates {
			pool.AddCert(certificate)
		}
	}
	return pool, nil
}

func (c Config) clientCertificates() ([]tls.Certificate, error) {
	switch {
	case c.ClientCert == "" && c.ClientKey == "":
		return nil, nil
	case c.ClientCert == "":
		return nil, &ConfigError{"client_cert", "is not set, but client_key is"}
	case c.ClientKey == "":
		return nil, &ConfigError{"client_key", "is not set, but client_cert is"}
	}
	certPEM, err := readPEM(c.ClientCert)
	if err != nil {
		return nil, &ConfigError{"client_cert", err.Error()}
	}
	keyPEM, err := readPEM(c.ClientKey)
	if err != nil {
		return nil, &ConfigError{"client_key", err.Error()}
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, &ConfigError{"client_cert", "does not work with client_key: " + err.Error()}
	}
	return []tls.Certificate{pair}, nil
}

// loadCertificates returns the certificates of a source, which is PEM or the path
// of a PEM file. Unlike [x509.CertPool.AppendCertsFromPEM] it skips nothing: a
// certificate that is missing would only show as a failed handshake.
func loadCertificates(source string) ([]*x509.Certificate, error) {
	rest, err := readPEM(source)
	if err != nil {
		return nil, err
	}
	var certificates []*x509.Certificate
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		switch {
		case block == nil && (len(certificates) == 0 || isPEM(string(rest))):
			return nil, errors.New("holds no complete PEM certificate")
		case block == nil:
			return certificates, nil
		case block.Type != "CERTIFICATE":
			return nil, fmt.Errorf("holds a block of type %s where a certificate belongs", block.Type)
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, errors.New("holds a certificate that cannot be parsed: " + err.Error())
		}
		certificates = append(certificates, certificate)
	}
}

// readPEM returns source itself if it is PEM, otherwise the content of the file
// with that path. Its errors do not quote source, which may be a damaged key.
func readPEM(source string) ([]byte, error) {
	if isPEM(source) {
		return []byte(source), nil
	}
	content, err := os.ReadFile(source) //nolint:gosec // the user names the file
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	if err != nil {
		return nil, fmt.Errorf("is neither PEM nor the path of a readable file: %w", err)
	}
	return content, nil
}

func isPEM(s string) bool { return strings.Contains(s, "-----BEGIN ") }
