// Command schemajson prints the provider's schemas like `terraform providers schema -json`, but without a Terraform CLI.
// The documentation is generated from its output. Older CLIs leave out newer kinds of schema, such as identities and list
// resources, and the documentation would then lack pages.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	cases "github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// providerName is the provider's short name. tfplugindocs looks for this name or for an address below hashicorp/, but not
// for the provider's own address.
const providerName = "cases"

func main() {
	if err := dump(context.Background(), os.Stdout, cases.New("dev")()); err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
}

// dump writes the schemas of p to w.
func dump(ctx context.Context, w io.Writer, p provider.Provider) error {
	server := providerserver.NewProtocol6(p)()

	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}

	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(document{
		FormatVersion: "1.0",
		Schemas:       map[string]providerSchema{providerName: newProviderSchema(schemas, identities)},
	})
}
