// Package client talks to Kibana over HTTP.
//
// Every call retries what is worth retrying, bounds what it reads, and fails
// with one of the typed errors of this package: [*APIError] when Kibana
// refused, [*TransportError] when no answer arrived, [*ResponseError] and
// [*RedirectError] when the answer is not one that Kibana gives,
// [*AuthenticationError] when Kibana did not recognise the caller, and
// [*LostAnswerError] when the fate of a write is unknown. No error, log entry
// or printed value holds a credential, a header value or a body.
package client

import (
	"cmp"
	"net/http"
	"os"
	"sync/atomic"

	"github.com/hashicorp/go-retryablehttp"
)

// Client calls one Kibana. It is safe for concurrent use, and all calls share
// its connections.
type Client struct {
	base       string
	http       *http.Client
	maxRetries int
	backoff    retryablehttp.Backoff
	// setHeaders is a function because fmt prints unexported fields, but not
	// what a function holds: the headers include the credentials.
	setHeaders func(http.Header)

	// redact blots out credentials in what a server says.
	redact func(string) string
	// confirmed says that the role API is where it is looked for.
	confirmed *atomic.Bool

	tempDir  string // where locks are
	queues   *queues
	snapshot *snapshot
	pace     *pace
}

// New makes a client for the Kibana that cfg describes, without sending
// anything. The error is a [*ConfigError].
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
	return &Client{
		base:       base,
		http:       newHTTPClient(cfg, tlsConfig),
		maxRetries: cfg.MaxRetries,
		backoff:    backoff,
		setHeaders: setHeaders,
		redact:     cfg.redactor(),
		confirmed:  &atomic.Bool{},
		tempDir:    cmp.Or(cfg.TempDir, os.TempDir()),
		queues:     newQueues(),
		snapshot:   &snapshot{},
		pace:       &pace{fixed: cfg.RecheckAfter},
	}, nil
}
