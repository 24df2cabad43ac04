package client

import (
	"net/http"

	"github.com/hashicorp/go-retryablehttp"
)

// connection sends requests to one server. [Client] and [Elasticsearch] have one each.
type connection struct {
	dialect

	base    string // the endpoint without trailing slashes
	retries *retryablehttp.Client
	// setHeaders is a function because fmt prints unexported fields, but not
	// what a function holds: the headers include the credentials.
	setHeaders func(http.Header)
	// redact replaces credentials in a server's message.
	redact func(string) string
}

// dialect is the difference between Kibana and Elasticsearch in HTTP.
type dialect struct {
	name    string      // for logs
	headers http.Header // of every request
	// refusal returns the error of an answer that is neither a success nor a redirect.
	refusal func(*exchange) error
}

// kibana is Kibana's dialect.
var kibana = dialect{
	name:    "Kibana",
	headers: http.Header{"Kbn-Xsrf": {"true"}},
	refusal: (*exchange).kibanaRefusal,
}

// elasticsearch is Elasticsearch's dialect.
var elasticsearch = dialect{name: "Elasticsearch", refusal: (*exchange).elasticsearchRefusal}
