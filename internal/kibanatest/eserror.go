package kibanatest

import (
	"fmt"
	"net/http"
	"strings"
)

// esError is Elasticsearch's answer to a request that failed.
type esError struct {
	Error  any `json:"error"` // esCause with its root, or a text
	Status int `json:"status,omitempty"`
}

// esCause is the cause of an error.
type esCause struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
	// Feature is the feature that the licence does not include.
	Feature string `json:"license.expired.feature,omitempty"`
	// Header repeats headers of the answer.
	Header http.Header `json:"header,omitempty"`
}

// failed returns the answer for a cause.
func failed(status int, cause esCause) (int, any) {
	return status, esError{
		Error: struct {
			RootCause []esCause `json:"root_cause"`
			esCause
		}{[]esCause{cause}, cause},
		Status: status,
	}
}

// invalid returns the answer to a request that Elasticsearch cannot parse.
func invalid(kind, format string, args ...any) (int, any) {
	return failed(http.StatusBadRequest, esCause{Type: kind, Reason: fmt.Sprintf(format, args...)})
}

// unusable returns the answer to a request that does not pass validation.
func unusable(reasons ...string) (int, any) {
	return invalid("action_request_validation_exception", "%s", validationFailed(reasons))
}

// gone returns the answer of a route that is switched off.
func gone(kind, format string, args ...any) (int, any) {
	return failed(http.StatusGone, esCause{Type: kind, Reason: fmt.Sprintf(format, args...)})
}

// unlicensed returns the answer of a route that the licence does not include.
func unlicensed(feature string) (int, any) {
	return failed(http.StatusForbidden, esCause{
		Type: "security_exception", Reason: fmt.Sprintf("current license is non-compliant for [%s]", feature), Feature: feature,
	})
}

// validationFailed returns Elasticsearch's text for the errors of a validation.
func validationFailed(reasons []string) string {
	var b strings.Builder
	b.WriteString("Validation Failed: ")
	for i, reason := range reasons {
		fmt.Fprintf(&b, "%d: %s;", i+1, reason)
	}
	return b.String()
}
