package kibanatest

import (
	"fmt"
	"net/http"
)

// apiError is Kibana's answer to a request that failed.
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

// badRequest returns the error of a failed validation.
func badRequest(f *failure) *apiError { return errorf(http.StatusBadRequest, "%s", f.Error()) }

// fromElasticsearch returns an error of Elasticsearch in the form that Kibana gives
// it.
func fromElasticsearch(status int, kind, reason string) *apiError {
	return errorf(status, "[%s\n\tRoot causes:\n\t\t%s: %s]: %s", kind, kind, reason, reason)
}

// fromEmptyElasticsearch returns Kibana's error for a failed request to
// Elasticsearch whose answer has no error object. Kibana prints the whole body.
func fromEmptyElasticsearch(status int, body string) *apiError {
	return errorf(status, "[%s]: undefined", body)
}
