package client

import "encoding/json"

// kibanaRefusal is the error of Kibana's answer.
func (x *exchange) kibanaRefusal() error {
	envelope, problem := decode[struct {
		StatusCode int    `json:"statusCode"`
		Message    string `json:"message"`
	}](x.contentType, x.answer)
	switch {
	case problem != "":
		return x.responseError(problem)
	case envelope.StatusCode != x.status:
		return x.responseError("JSON that is not one of Kibana's errors")
	}
	return x.apiError(envelope.Message)
}

// elasticsearchRefusal is the error of Elasticsearch's answer. For a path that it does not
// know, and some other requests, it gives the reason as a text, at times without the status.
func (x *exchange) elasticsearchRefusal() error {
	envelope, problem := decode[struct {
		Error  json.RawMessage `json:"error"`
		Status *int            `json:"status"`
		// StatusCode is in Kibana's errors.
		StatusCode *int `json:"statusCode"`
	}](x.contentType, x.answer)
	switch {
	case problem != "":
		return x.responseError(problem)
	case envelope.StatusCode != nil:
		return x.responseError("an error of Kibana instead of Elasticsearch")
	case envelope.Status != nil && *envelope.Status != x.status:
		return x.responseError("JSON that is not one of Elasticsearch's errors")
	}
	if reason, problem := decode[string](x.contentType, envelope.Error); problem == "" {
		return x.apiError(reason)
	}
	cause, problem := decode[struct {
		Type    string `json:"type"`
		Reason  string `json:"reason"`
		Feature string `json:"license.expired.feature"`
	}](x.contentType, envelope.Error)
	if problem != "" || cause.Type == "" || envelope.Status == nil {
		return x.responseError("JSON that is not one of Elasticsearch's errors")
	}
	refused := x.apiError(cause.Reason)
	refused.Type, refused.UnlicensedFeature = printable(x.redact(cause.Type)), printable(x.redact(cause.Feature))
	return refused
}

// apiError returns the error of a refusal with the server's explanation.
func (x *exchange) apiError(message string) *APIError {
	return &APIError{StatusCode: x.status, Method: x.method, Path: x.sentPath, Message: printable(x.redact(message))}
}
