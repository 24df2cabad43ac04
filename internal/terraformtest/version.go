package terraformtest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	goversion "github.com/hashicorp/go-version"
)

// IsOpenTofu reports whether the CLI is OpenTofu's.
func IsOpenTofu() bool { return strings.Contains(filepath.Base(Path()), "tofu") }

// OlderThan reports whether the CLI is older than a version: of Terraform, or of OpenTofu.
func OlderThan(t testing.TB, terraform, openTofu string) bool {
	t.Helper()
	is, err := version()
	if err != nil {
		t.Fatal(err)
	}
	limit := terraform
	if IsOpenTofu() {
		limit = openTofu
	}
	return is.LessThan(goversion.Must(goversion.NewVersion(limit)))
}

// IsOpenTofuBefore110 reports whether the CLI neither moves resources to another type nor has a lifecycle block in removed
// blocks.
func IsOpenTofuBefore110(t testing.TB) bool {
	t.Helper()
	return OlderThan(t, "1.8.0", "1.10.0")
}

// version returns the version of the CLI.
var version = sync.OnceValues(func() (*goversion.Version, error) {
	var is struct {
		Version string `json:"terraform_version"`
	}
	cmd := exec.Command(Path(), "version", "-json") //nolint:gosec // the CLI that the tests use
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
	output, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(output, &is)
	}
	if err != nil {
		return nil, err
	}
	return goversion.NewVersion(is.Version)
})
