package client_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestPredicatesCoverAnswersOfProxies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err               error
		invalid, tryLater bool
	}{
		{err: &client.APIError{StatusCode: 400}, invalid: true},
		{err: &client.ResponseError{StatusCode: 400}},
		{err: &client.APIError{StatusCode: 429}, tryLater: true},
		{err: &client.APIError{StatusCode: 503}, tryLater: true},
		{err: &client.ResponseError{StatusCode: 502}, tryLater: true},
		{err: &client.ResponseError{StatusCode: 200}},
		{err: &client.APIError{StatusCode: 500}},
	} {
		if got := client.IsInvalid(test.err); got != test.invalid {
			t.Errorf("IsInvalid(%v) = %v", test.err, got)
		}
		if got := client.IsUnavailable(test.err); got != test.tryLater {
			t.Errorf("IsUnavailable(%v) = %v", test.err, got)
		}
	}
}
