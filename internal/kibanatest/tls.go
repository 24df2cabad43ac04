package kibanatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"time"
)

// tlsIdentity is a certificate authority made for one server, and the two
// certificates that it has signed.
type tlsIdentity struct {
	authority      *x509.Certificate
	server, client certificate
	requireClient  bool
}

// certificate is a certificate with its key, as PEM.
type certificate struct{ cert, key []byte }

// CACertPEM is the authority that signed the server's certificate; nil without
// TLS.
func (s *Server) CACertPEM() []byte {
	if s.tls == nil {
		return nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.tls.authority.Raw})
}

// ClientCertPEM is a certificate that the server accepts of a client, and its
// key; nil without TLS.
func (s *Server) ClientCertPEM() (cert, key []byte) {
	if s.tls == nil {
		return nil, nil
	}
	return s.tls.client.cert, s.tls.client.key
}

func newTLSIdentity(requireClient bool) *tlsIdentity {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := certificateTemplate("kibanatest authority", 1)
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	authority := must(x509.ParseCertificate(must(
		x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))))
	sign := func(serial int64, usage x509.ExtKeyUsage) certificate {
		leaf := certificateTemplate("kibanatest", serial)
		leaf.ExtKeyUsage = []x509.ExtKeyUsage{usage}
		leaf.IPAddresses, leaf.DNSNames = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, []string{"localhost"}
		leafKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
		der := must(x509.CreateCertificate(rand.Reader, leaf, authority, leafKey.Public(), key))
		return certificate{
			cert: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
			key:  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(leafKey))}),
		}
	}
	return &tlsIdentity{
		authority:     authority,
		server:        sign(2, x509.ExtKeyUsageServerAuth),
		client:        sign(3, x509.ExtKeyUsageClientAuth),
		requireClient: requireClient,
	}
}

func certificateTemplate(name string, serial int64) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func (id *tlsIdentity) serverConfig() *tls.Config {
	config := &tls.Config{Certificates: []tls.Certificate{must(tls.X509KeyPair(id.server.cert, id.server.key))}}
	if id.requireClient {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AddCert(id.authority)
	}
	return config
}

// must is for what fails only when the machine has no randomness left.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// discardLog keeps refused handshakes, which tests provoke, off their output.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
