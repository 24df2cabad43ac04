package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateWriter is the private data of a response.
type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// privateReader is the private data of a request.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

var (
	_ privateWriter = privateData{}
	_ privateReader = privateData{}
)

// privateData is the private data of an object that the server plans or writes without
// the framework. Values must be valid JSON, as this provider's are: the framework
// returns a diagnostic for others.
type privateData map[string][]byte

// SetKey removes the key if there is no value, as the framework does.
func (p privateData) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if len(value) == 0 {
		delete(p, key)
		return nil
	}
	p[key] = value
	return nil
}

func (p privateData) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

// copyTo writes all keys to other private data.
func (p privateData) copyTo(ctx context.Context, other privateWriter) (diags diag.Diagnostics) {
	for key, value := range p {
		diags.Append(other.SetKey(ctx, key, value)...)
	}
	return diags
}

// encode encodes the data as the framework does.
func (p privateData) encode() (encoded []byte, ok bool) {
	if len(p) == 0 {
		return nil, true
	}
	encoded, err := json.Marshal(p)
	return encoded, err == nil
}
