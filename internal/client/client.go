// Package client talks to Kibana over HTTP, and to the Elasticsearch behind it. Both
// share everything but the address and what [dialect] holds.
//
// Every call repeats requests that may succeed later, bounds what it reads, and
// fails with one of the typed errors of this package: [*APIError] when the server
// refused, [*TransportError] when no answer arrived, [*ResponseError] and
// [*RedirectError] when the answer is not the server's, [*HiddenVersionError] when
// Kibana did not say its version, [*UndecodableError] when a write would erase
// what Kibana does not show, and [*LostAnswerError] when it is unknown whether a
// write took effect. Errors of requests to Elasticsearch are in an
// [*ElasticsearchError]. No error, log entry or printed value holds a
// credential, a header value or a body.
package client

import (
	"cmp"
	"os"
	"sync/atomic"
	"time"
)

// Client calls one Kibana. It is safe for concurrent use, and all calls share
// its connections.
type Client struct {
	connection

	requestTimeout time.Duration
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
	base, err := checkEndpoint("endpoint", cfg.Endpoint)
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
		connection: connection{
			dialect:    kibana,
			base:       base,
			retries:    newRetryClient(newHTTPClient(cfg, tlsConfig, pace), cfg.MaxRetries),
			setHeaders: setHeaders,
			redact:     cfg.redactor(),
		},
		requestTimeout: cfg.requestTimeout(),
		roleAPIFound:   &atomic.Bool{},
		tempDir:        cmp.Or(cfg.TempDir, os.TempDir()),
		queues:         newQueues(),
		snapshot:       &snapshot{},
		replaced:       &snapshot{query: replaceDeprecated},
		pace:           pace,
	}, nil
}
