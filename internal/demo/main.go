// Command demo runs the quickstart example with the real Terraform CLI. It uses the
// Kibana at KIBANA_ENDPOINT, or starts a Kibana double. It fails if a step does not
// behave as expected.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

const (
	quickstart = "examples/quickstart"
	refused    = "examples/refused"
	binary     = "bin/terraform-provider-cases"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
	fmt.Println("\nEvery step behaved as expected. To go on, follow First steps in README.md: it applies the same example, and then yours.")
}

func run(ctx context.Context) error {
	kibana, err := startKibana()
	if err != nil {
		return err
	}
	defer kibana.stop()
	workspace, err := newWorkspace(kibana.environment)
	if err != nil {
		return err
	}
	defer workspace.remove()
	fmt.Println("Using", kibana.title)
	return errors.Join(runQuickstart(ctx, kibana, workspace), showRefusal(ctx, workspace))
}

// runQuickstart plans, applies and destroys the quickstart example.
func runQuickstart(ctx context.Context, k *kibana, w *workspace) (err error) {
	tf, err := w.open(ctx, quickstart)
	if err != nil {
		return err
	}
	printTitle("Plan: the changes for a reviewer")
	if _, err := tf.run(ctx, changes, "plan", "-out=tfplan", "-detailed-exitcode"); err != nil {
		return err
	}
	printTitle("Apply")
	if _, err := tf.run(ctx, success, "apply", "tfplan"); err != nil {
		return err
	}
	// From here on, destroy the objects even if a step fails.
	defer func() { err = errors.Join(err, destroy(ctx, k, tf)) }()

	printTitle("The roles that Kibana stores")
	for _, role := range []string{"quickstart-tier1", "quickstart-lead"} {
		if err := k.printRole(ctx, role); err != nil {
			return err
		}
	}
	printTitle("The access matrix, for a review of the permissions")
	if _, err := tf.run(ctx, success, "output", "-raw", "access_matrix"); err != nil {
		return err
	}
	printTitle("A second plan shows no changes")
	_, err = tf.run(ctx, success, "plan", "-detailed-exitcode")
	return err
}

func destroy(ctx context.Context, k *kibana, tf *terraform) error {
	printTitle("Destroy")
	if err := tf.runQuietly(ctx, "plan", "-destroy", "-out=tfplan"); err != nil {
		return err
	}
	if _, err := tf.run(ctx, success, "apply", "tfplan"); err != nil {
		return err
	}
	return k.checkDeleted(ctx, "quickstart-tier1", "quickstart-lead")
}

// showRefusal prints an invalid configuration, and the error of terraform validate.
func showRefusal(ctx context.Context, w *workspace) error {
	printTitle("An invalid configuration is refused without a request to Kibana")
	source, err := os.ReadFile(refused + "/main.tf")
	if err != nil {
		return err
	}
	_, example, _ := strings.Cut(string(source), "\n\n")
	fmt.Println(example)
	tf, err := w.open(ctx, refused)
	if err != nil {
		return err
	}
	output, err := tf.run(ctx, failure, "validate")
	if err == nil && !strings.Contains(output, "Full access needs Connectors All") {
		err = errors.New("terraform validate failed with another error than expected")
	}
	return err
}

// printTitle prints the title of a step.
func printTitle(title string) {
	fmt.Printf("\n%s\n%s\n\n", title, strings.Repeat("-", len(title)))
}
