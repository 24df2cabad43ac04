// Command terraform-provider-cases manages access to Kibana Cases.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "keep running, for a debugger to attach to")
	flag.Parse()
	tune()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/kibana-cases/cases",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
