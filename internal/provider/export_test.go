package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewImpatientServer is NewServer, but for the time before the second verifying
// read, which is none to speak of.
func NewImpatientServer() func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", recheckAfter: time.Nanosecond})
}
