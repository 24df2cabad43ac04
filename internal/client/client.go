// Package client talks to Kibana over HTTP.
//
// Every call repeats requests that may succeed later, bounds what it reads, and
// fails with one of the typed errors of this package: [*APIError] when Kibana
// refused, [*TransportError] when no answer arrived, [*ResponseError] and
// [*RedirectError] when the answer is not Kibana's, [*AuthenticationError] when
// Kibana did not recognise the caller, and [*LostAnswerError] when it is unknown
// whether a write took effect. No error, log entry or printed value holds a
// credential, a header value or a body.
package client

import (
	"cmp"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Client calls one Kibana. It is safe for concurrent use, and all calls share
// its connections.
type Client struct {
	base           string // the endpoint without trailing slashes
	retries        *retryablehttp.Client
	requestTimeout time.Duration
	// setHeaders is a function because fmt prints unexported fields, but not
	// what a function holds: the headers include the credentials.
	setHeaders func(http.Header)
	// redact replaces credentials in a server's message.
	redact func(string) string
	// roleAPIFound says that the role API has answered at this endpoint. Without
	// that a 404 may come from a wrong base path.
	roleAPIFound *atomic.Bool

	tempDir  string // holds the folder of the locks
	queues   *queues
	snapshot *snapshot // the roles as stored
	replaced *snapshot // the roles as [Client.ReplacedRole] reads them
	pace     *pace
}

// New returns a client for the Kibana that cfg describes. It sends nothing. The
// error is a [*ConfigError].
func New(cfg Config) (*Client, error) {
	base, err := cfg.base()
	if err != nil {
		return nil, err
	}
	setHeaders, err := cfg.headerSetter()
	if err != nil {
		return nil, err
	}
	if err := cfg.checkLimits(); err != nil {
		return nil, err
	}
	tlsConfig, err := cfg.tlsConfig()
	if err != nil {
		return nil, err
	}
	pace := &pace{fixed: cfg.RecheckAfter}
	return &Client{
		base:           base,
		retries:        newRetryClient(newHTTPClient(cfg, tlsConfig, pace), cfg.MaxRetries),
		requestTimeout: cfg.requestTimeout(),
		setHeaders:     setHeaders,
		redact:         cfg.redactor(),
		roleAPIFound:   &atomic.Bool{},
		tempDir:        cmp.Or(cfg.TempDir, os.TempDir()),
		queues:         newQueues(),
		snapshot:       &snapshot{},
		replaced:       &snapshot{query: replaceDeprecated},
		pace:           pace,
	}, nil
}
