package provider_test

import (
	"archive/zip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// login is a way to authenticate, given as users should: in the environment, or
// in an ephemeral variable where the environment has no place for it.
type login struct {
	accepts     kibanatest.Credential
	environment map[string]string
	config      string
	secrets     []string
}

func logins() map[string]login {
	const password, apiKey, token, header = "pa55-of-elastic", "aWQ6a2V5LW9mLWFwaQ==", "t0ken-of-bearer", "pr0xy-of-header"
	byPassword := login{
		accepts:     kibanatest.Basic("elastic", password),
		environment: map[string]string{"KIBANA_USERNAME": "elastic", "KIBANA_PASSWORD": password},
		secrets:     []string{password, "elastic:" + password},
	}
	withHeader := byPassword
	withHeader.environment = map[string]string{"KIBANA_USERNAME": "elastic", "KIBANA_PASSWORD": password, "TF_VAR_header": header}
	withHeader.secrets = append(slices.Clone(byPassword.secrets), header)
	withHeader.config = "variable \"header\" {\n ephemeral = true\n}\nprovider \"cases\" {\n headers = { X-Proxy-Token = var.header }\n}\n"
	return map[string]login{
		"password": byPassword,
		"headers":  withHeader,
		"API key":  {kibanatest.APIKey(apiKey), map[string]string{"KIBANA_API_KEY": apiKey}, "", []string{apiKey, "key-of-api"}},
		"token":    {kibanatest.Bearer(token), map[string]string{"KIBANA_BEARER_TOKEN": token}, "", []string{token}},
	}
}

// straw is what must be found wherever there is something to search.
const straw = withRequirements + `
	resource "cases_role" "test" {
	  name   = "straw"
	  spaces = { soc = { security = { access = "view" } } }
	}`

// repeat refuses a request with all that it said.
func repeat(x *kibanatest.Exchange) {
	body, err := json.Marshal(map[string]any{"statusCode": 400, "error": "Bad Request", "message": fmt.Sprintf("straw %v %s", x.Request.Header, x.Body)})
	if err != nil {
		panic(err)
	}
	x.Answer = kibanatest.NewAnswer(http.StatusBadRequest, string(body), "Content-Type", "application/json")
}

// haystack is a folder in which Terraform works, and the needles not to be found
// there.
type haystack struct {
	t           *testing.T
	e           example
	environment []string
	needles     []string
	searched    map[string]bool // where the straw was found
}

func newHaystack(t *testing.T, tf cli, k *kibanatest.Server, l login) *haystack {
	t.Helper()
	cert, key := k.ClientCertPEM()
	h := &haystack{t: t, e: example{tf, t.TempDir()}, searched: map[string]bool{}}
	h.environment = []string{
		"KIBANA_ENDPOINT=" + k.URL(), "KIBANA_CLIENT_CERT=" + string(cert), "KIBANA_CLIENT_KEY=" + string(key),
		"KIBANA_INSECURE=true", "TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(h.e.folder, "log"),
	}
	for variable, value := range l.environment {
		h.environment = append(h.environment, variable+"="+value)
	}
	block, _ := pem.Decode(key)
	// PEM in any quoting has these lines.
	for line := range strings.Lines(string(key)) {
		if !strings.HasPrefix(line, "-") {
			h.needles = append(h.needles, strings.TrimSpace(line))
		}
	}
	for _, secret := range append(l.secrets, string(key), string(block.Bytes)) {
		text := []byte(secret)
		h.needles = append(h.needles, secret, hex.EncodeToString(text), base64.RawStdEncoding.EncodeToString(text), base64.RawURLEncoding.EncodeToString(text))
	}
	return h
}

// terraform runs a command that has to end with an exit code, and searches all
// that there is afterwards.
func (h *haystack) terraform(code int, command ...string) {
	h.t.Helper()
	cmd := h.e.cli.command(h.t, h.e.folder, command...)
	cmd.Env = append(cmd.Env, h.environment...)
	output, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		h.t.Fatalf("terraform %s exited with %d, not %d:\n%s", strings.Join(command, " "), got, code, output)
	}
	h.e.write(h.t, "output", string(output))
	entries, err := os.ReadDir(h.e.folder)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, entry := range entries {
		h.search(entry.Name(), read(h.t, filepath.Join(h.e.folder, entry.Name())))
		if entry.Name() == "plan" {
			h.searchPlan(filepath.Join(h.e.folder, "plan"))
		}
	}
}

// searchPlan searches what is packed into a plan file.
func (h *haystack) searchPlan(file string) {
	h.t.Helper()
	plan, err := zip.OpenReader(file)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = plan.Close() }()
	for _, entry := range plan.File {
		packed, err := entry.Open()
		if err != nil {
			h.t.Fatal(err)
		}
		text, err := io.ReadAll(packed)
		if err != nil {
			h.t.Fatal(err)
		}
		h.search("plan: "+entry.Name, string(text))
	}
}

func (h *haystack) search(where, text string) {
	h.t.Helper()
	h.searched[where] = h.searched[where] || strings.Contains(text, "straw")
	for _, needle := range h.needles {
		if i := strings.Index(text, needle); i >= 0 {
			h.t.Errorf("%s holds %q: %q", where, needle, text[max(0, i-200):min(len(text), i+len(needle)+50)])
		}
	}
}
