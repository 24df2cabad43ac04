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

// tlsIdentity is a certificate authority for one server, with the two certificates
// that it has signed.
type tlsIdentity struct {
	authority      *x509.Certificate
	server, client certificate
	requireClient  bool
}

// certificate is a certificate with its key, in PEM.
type certificate struct{ cert, key []byte }

// CACertPEM returns the certificate of the authority that signed the server's
// certificate. It returns nil without TLS.
func (s *Server) CACertPEM() []byte {
	if s.tls == nil {
		return nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.tls.authority.Raw})
}

// ClientCertPEM returns a client certificate that the server accepts, and its key.
// It returns nil without TLS.
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

// discardLog returns a log for the HTTP server. Without it, refused TLS handshakes
// would appear in the output of tests.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
