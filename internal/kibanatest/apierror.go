package kibanatest

import (
	"fmt"
	"net/http"
)

// apiError is an answer other than success, in Kibana's envelope.
type apiError struct {
	Status     int    `json:"statusCode"`
	Title      string `json:"error"`
	Message    string `json:"message"`
	Attributes any    `json:"attributes,omitempty"`

	header http.Header
}

func errorf(status int, format string, args ...any) *apiError {
	return &apiError{Status: status, Title: http.StatusText(status), Message: fmt.Sprintf(format, args...)}
}

// badRequest is a failed validation of the request.
func badRequest(f *failure) *apiError { return errorf(http.StatusBadRequest, "%s", f.Error()) }

// fromElasticsearch is an error of Elasticsearch as Kibana passes it on.
func fromElasticsearch(status int, kind, reason string) *apiError {
	return errorf(status, "[%s\n\tRoot causes:\n\t\t%s: %s]: %s", kind, kind, reason, reason)
}

// fromEmptyElasticsearch is an Elasticsearch answer without an error in it, of
// which Kibana prints the whole body.
func fromEmptyElasticsearch(status int, body string) *apiError {
	return errorf(status, "[%s]: undefined", body)
}
