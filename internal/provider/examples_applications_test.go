package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// TestApplicationsExample: Kibana itself says that the API key and the Elasticsearch role of
// the guide let people do what the functions say. The example's own tests need no Kibana.
func TestApplicationsExample(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	if terraformtest.OlderThan(t, "1.8.0", "1.11.0") { // it configures the provider for functions
		tf = tf.on(t, kibanatest.Newest())
	}
	e := tf.open(t, examples+"/guides/applications")
	output := e.must(t, 0, "test")
	if tf.kibana != nil {
		wantNone(t, target{Server: tf.kibana}.requests(""))
	}
	if !strings.Contains(output, "Success! 3 passed, 0 failed.") {
		t.Errorf("some tests were left out:\n%s", output)
	}
	e.must(t, 0, "apply", "-auto-approve")
	outputs := e.outputs(t)
	access, _ := outputs["access"].(map[string]any)

	var key map[string]kibanatest.ESRole
	text, _ := outputs["role_descriptors"].(string)
	if err := json.Unmarshal([]byte(text), &key); err != nil {
		t.Fatal(err)
	}
	var analysts kibanatest.ESRole
	if err := decodeValue(outputs["applications"], &analysts.Applications); err != nil {
		t.Fatal(err)
	}
	tf = tf.on(t, kibanatest.Newest())
	for name, role := range map[string]kibanatest.ESRole{"case_opener": key["case_opener"], "analysts": analysts} {
		tf.kibana.Plant(name, role)
		reads := example{tf, t.TempDir()}
		reads.write(t, "main.tf", withRequirements+fmt.Sprintf(`
			data "cases_access" "test" { roles = [%q] }
			output "capabilities" { value = data.cases_access.test.capabilities }`, name))
		reads.must(t, 0, "apply", "-auto-approve")
		if diff := cmp.Diff(access[name], reads.outputs(t)["capabilities"]); diff != "" || len(role.Applications) == 0 {
			t.Errorf("%s (-function +Kibana):\n%s", name, diff)
		}
	}
}

// decodeValue decodes a value of an output.
func decodeValue(value, decoded any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, decoded)
}
