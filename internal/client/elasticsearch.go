package client

import (
	"context"
	"encoding/json"
	"io"
)

// Elasticsearch calls the Elasticsearch behind a Kibana, to find out who people are. It
// only reads; the cluster privilege read_security suffices. It is safe for concurrent use.
type Elasticsearch struct {
	connection

	roleSets *roleSets
}

// ElasticsearchError reports that a request to Elasticsearch failed, rather than one to
// Kibana.
type ElasticsearchError struct {
	// Err is one of the other errors of this package. Unwrap returns it.
	Err error
}

func (e *ElasticsearchError) Error() string { return "Elasticsearch: " + e.Err.Error() }

func (e *ElasticsearchError) Unwrap() error { return e.Err }

// Elasticsearch returns a client for the Elasticsearch at an endpoint, which has the form
// of [Config.Endpoint]. It sends nothing. It shares the connections of c, its credentials,
// headers and TLS settings, and its limits. The error is a [*ConfigError].
func (c *Client) Elasticsearch(endpoint string) (*Elasticsearch, error) {
	base, err := checkEndpoint("elasticsearch_endpoint", endpoint)
	if err != nil {
		return nil, err
	}
	to := c.connection
	to.dialect, to.base = elasticsearch, base
	return &Elasticsearch{to, newRoleSets()}, nil
}

// SendsCredentialsInClear is [Config.SendsCredentialsInClear] for the endpoint of
// Elasticsearch.
func (es *Elasticsearch) SendsCredentialsInClear() bool { return readableOnTheWay(es.base) }

// objectAnswer is an answer of Elasticsearch: a JSON object.
type objectAnswer interface {
	// member decodes the value of a member. It returns an error for a value that is
	// unusable. The error does not quote the answer.
	member(name string, value *json.Decoder) error
	// problem describes an answer that is unusable as a whole. It is empty for a usable
	// one.
	problem() string
}

// ask sends a request and decodes the answer while it arrives: memory never holds the text
// of a long answer. Each attempt decodes into a new answer. The error is an
// [*ElasticsearchError].
func ask[A objectAnswer](ctx context.Context, es *Elasticsearch, r request, newAnswer func() A) (A, error) {
	var answer, none A
	var problem string
	r.stream = func(contentType string, text io.Reader) {
		answer = newAnswer()
		problem = decodeParts[map[string]json.RawMessage](contentType, text, '{', func(d *json.Decoder) error {
			return decodeMembers(d, answer.member)
		})
		if problem == "" {
			problem = answer.problem()
		}
	}
	x, err := es.do(ctx, r)
	if err == nil && problem != "" {
		err = x.responseError(problem)
	}
	if err != nil {
		return none, &ElasticsearchError{err}
	}
	return answer, nil
}

// decodeMembers calls member for the members of an object, up to its end.
func decodeMembers(d *json.Decoder, member func(name string, value *json.Decoder) error) error {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		text, _ := name.(string) // the decoder refuses every other name
		if err := member(text, d); err != nil {
			return err
		}
	}
	return nil
}

// skip passes over a value that is not needed.
func skip(value *json.Decoder) error {
	var ignored json.RawMessage
	return value.Decode(&ignored)
}
