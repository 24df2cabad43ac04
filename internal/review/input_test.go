package review_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// Input that is not a whole plan is an error that says what it is and what to do.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := string(encode(t, planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", "soc/security: read_cases"))})))
	role := func(values object) string {
		return string(encode(t, planOf(list{changeOf("cases_role.a", "create", nil, values)})))
	}
	change := func(key string, value any) string {
		rc := changeOf("cases_role.a", "create", nil, roleOf("a"))
		rc[key] = value
		return string(encode(t, planOf(list{rc})))
	}
	const show = "terraform show -json tfplan"
	for name, test := range map[string]struct {
		input string
		want  []string
	}{
		"empty":                         {"", []string{"empty", show}},
		"white space":                   {" \r\n\t", []string{"empty", show}},
		"text":                          {"Error: no plan\n", []string{"does not begin with {", show}},
		"a list":                        {"[]", []string{"does not begin with {", show}},
		"binary plan":                   {"PK\x03\x04rest", []string{"plan file, not its JSON", show}},
		"UTF-16 of PowerShell":          {"\xff\xfe" + utf16LE(whole), []string{"UTF-16", "PowerShell"}},
		"UTF-16, big-endian":            {"\xfe\xff\x00{", []string{"UTF-16"}},
		"byte order mark":               {"\xef\xbb\xbf" + whole, []string{"byte order mark"}},
		"broken JSON":                   {`{"format_version": "1.2", oops}`, []string{"not JSON", show}},
		"half a plan":                   {whole[:len(whole)/2], []string{"ends in the middle", show}},
		"without the last brace":        {whole[:len(whole)-1], []string{"ends in the middle"}},
		"two plans":                     {whole + "\n" + whole, []string{"goes on after the plan"}},
		"rubbish after the plan":        {whole + "rubbish", []string{"goes on after the plan"}},
		"stream of terraform plan":      {`{"@level":"info","@message":"Terraform 1.11.4"}` + "\n" + `{"@level":"info"}`, []string{"terraform plan -json", show}},
		"state":                         {`{"format_version":"1.0","terraform_version":"1.11.4","values":{}}`, []string{"a state", show}},
		"state without resources":       {`{"format_version":"1.0"}`, []string{"not a plan of Terraform", show}},
		"state file":                    {`{"version":4,"serial":1,"lineage":"x","resources":[]}`, []string{"a state file", show}},
		"schemas":                       {`{"format_version":"1.0","provider_schemas":{}}`, []string{"terraform providers schema", show}},
		"validation":                    {`{"format_version":"1.0","valid":true}`, []string{"terraform validate", show}},
		"another tool":                  {`{"name":"x","dependencies":{}}`, []string{"not a plan of Terraform", show}},
		"no format version":             {`{"resource_changes":[]}`, []string{"not a plan of Terraform"}},
		"newer format":                  {`{"format_version":"2.0","resource_changes":5}`, []string{`"2.0"`, "newer"}},
		"older format":                  {`{"format_version":"0.2"}`, []string{`"0.2"`, "Terraform 1.8"}},
		"failed plan":                   {`{"format_version":"1.2","planned_values":{},"errored":true}`, []string{"plan failed"}},
		"changes are no list":           {`{"format_version":"1.2","resource_changes":{}}`, []string{"resource_changes is an object, not a list", "newer cases-review"}},
		"a change is a text":            {`{"format_version":"1.2","resource_changes":["x"]}`, []string{"cannot be understood", "newer cases-review"}},
		"address is a number":           {change("address", 5), []string{"address", "cannot be understood"}},
		"no change":                     {change("change", nil), []string{"cases_role.a has no change"}},
		"no actions":                    {change("change", object{"actions": list{}}), []string{"cases_role.a has no actions"}},
		"unknown action":                {change("change", object{"actions": list{"explode"}}), []string{"cases_role.a has an action", "newer cases-review"}},
		"the object is a text":          {role2("create", "secret"), []string{"cases_role.a: the object is a text, not an object"}},
		"no capabilities":               {role(object{"name": "a"}), []string{"cases_role.a: capabilities is missing"}},
		"capabilities are a text":       {role(with(roleOf("a"), object{"capabilities": "secret"})), []string{"cases_role.a: capabilities is a text, not an object"}},
		"capabilities of a key":         {role(with(roleOf("a"), object{"capabilities": object{"soc/security": true}})), []string{"capabilities.soc/security is true or false, not a list"}},
		"a capability is a number":      {role(with(roleOf("a"), object{"capabilities": object{"soc/security": list{5}}})), []string{"is a number, not a text"}},
		"a capability is null":          {role(with(roleOf("a"), object{"capabilities": object{"soc/security": list{nil}}})), []string{"capabilities.soc/security is a list with null, not a list of texts"}},
		"privileges of another type":    {role(with(roleOf("a"), object{"privileges": object{"soc": list{}}})), []string{"privileges.soc is a list, not an object"}},
		"name is a list":                {role(with(roleOf("a"), object{"name": list{}})), []string{"name is a list, not a text"}},
		"name is missing":               {role(with(roleOf("a"), object{"name": nil})), []string{"name is empty, not the name of a role"}},
		"spaces are a list":             {role(with(roleOf("a"), object{"spaces": list{}})), []string{"spaces is a list, not an object"}},
		"features are a text":           {role(with(roleOf("a"), object{"spaces": object{"soc": object{"features": "x"}}})), []string{"spaces.soc.features is a text, not an object"}},
		"base is a list":                {role(with(roleOf("a"), object{"spaces": object{"soc": object{"base": list{}}}})), []string{"spaces.soc.base is a list, not a text"}},
		"elasticsearch is a text":       {role(with(roleOf("a"), object{"elasticsearch": "x"})), []string{"elasticsearch is a text, not an object"}},
		"a flag is a text":              {role(with(roleOf("a"), object{"elasticsearch": object{"indices": list{object{"allow_restricted_indices": "x"}}}})), []string{"allow_restricted_indices is a text, not true or false"}},
		"deferred without a change":     {string(encode(t, planOf(nil, object{"deferred_changes": list{object{"reason": "unknown"}}}))), []string{"a deferred change has no resource_change"}},
		"configuration of another type": {string(encode(t, planOf(nil, object{"configuration": object{"root_module": list{}}}))), []string{"configuration.root_module is a list, not an object"}},
		"raw role without spaces' type": {string(encode(t, planOf(list{changeOf("elasticstack_kibana_security_role.a", "create", nil, object{"name": "a", "kibana": object{}})}))), []string{"kibana is an object, not a list"}},
		"raw role, applications' type":  {string(encode(t, planOf(list{changeOf("elasticstack_elasticsearch_security_role.a", "create", nil, object{"name": "a", "applications": "x"})}))), []string{"applications is a text, not a list"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := review.Read(strings.NewReader(test.input), review.Options{})
			if err == nil {
				t.Fatalf("no error, but %+v", r)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q, want %q in it", err, part)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q shows a value", err)
			}
			checkSentence(t, err)
		})
	}
}

// role2 is a plan whose object has another type.
func role2(action string, after any) string {
	return `{"format_version":"1.2","resource_changes":[{"address":"cases_role.a","mode":"managed","type":"cases_role","name":"a","change":{"actions":["` + action + `"],"after":"` + after.(string) + `"}}]}`
}

// checkSentence checks that an error is made of sentences.
func checkSentence(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	if text == "" || !strings.HasSuffix(text, ".") || strings.ToUpper(text[:1]) != text[:1] && text[0] != '"' {
		t.Errorf("error %q is no sentence", text)
	}
}

func utf16LE(text string) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune(text)) {
		b.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	return b.String()
}

// No part of a plan passes for the plan.
func TestReadNeedsTheWholePlan(t *testing.T) {
	t.Parallel()
	whole := encode(t, planOf(list{changeOf("cases_role.a", "create", nil, roleOf("a", "soc/security: read_cases"))}))
	for end := range whole {
		if r, err := review.Read(bytes.NewReader(whole[:end]), review.Options{}); err == nil {
			t.Fatalf("%s gives %+v", whole[:end], r)
		}
	}
}

func TestReadIsLimited(t *testing.T) {
	t.Parallel()
	whole := encode(t, planOf(nil, object{"planned_values": strings.Repeat("x", 2<<20)}))
	if _, err := review.ReadUpTo(bytes.NewReader(whole), 1<<20); err == nil || !strings.Contains(err.Error(), "larger than 1 MiB") {
		t.Errorf("error %v", err)
	}
	if _, err := review.ReadUpTo(bytes.NewReader(whole), int64(len(whole))+1); err != nil {
		t.Error(err)
	}
	if _, err := review.ReadUpTo(bytes.NewReader(whole), int64(len(whole))); err != nil {
		t.Error(err)
	}
}

// An error of the reader is told, and never the end of the plan.
func TestReadTellsErrorsOfTheReader(t *testing.T) {
	t.Parallel()
	whole := encode(t, planOf(nil))
	for _, length := range []int{0, 10, len(whole)} {
		broken := io.MultiReader(bytes.NewReader(whole[:length]), iotest.ErrReader(errors.New("pipe broken")))
		if _, err := review.Read(broken, review.Options{}); err == nil || !strings.Contains(err.Error(), "pipe broken") {
			t.Errorf("after %d bytes: error %v", length, err)
		}
	}
}

// FuzzRead: whatever the input, there is a review or a sentence.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "{", "PK", `{"@level":"info"}`, `{"format_version":"1.2","resource_changes":[]}`,
		`{"format_version":"1.2","resource_changes":[{"address":"cases_role.a","mode":"managed","type":"cases_role","name":"a","change":{"actions":["create"],"after":{"name":"a","spaces":{"soc":{"base":"all"}}},"after_unknown":{"capabilities":true}}}]}`,
		`{"format_version":"1.2","resource_changes":[{"address":"elasticstack_kibana_security_role.a","type":"elasticstack_kibana_security_role","name":"a","change":{"actions":["delete","create"],"before":{"name":"a","kibana":[{"spaces":["*"],"base":["ALL"]}]},"after":{"name":"b","elasticsearch":[{"run_as":["x"]}],"kibana":[{"spaces":["soc"],"feature":[{"name":"generalCases","privileges":["all"]}]}]}}}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := review.Read(bytes.NewReader(data), review.Options{})
		if err != nil {
			checkSentence(t, err)
			return
		}
		if trimmed := bytes.TrimRight(data, " \t\r\n"); len(trimmed) > 0 {
			if _, err := review.Read(bytes.NewReader(trimmed[:len(trimmed)-1]), review.Options{}); err == nil {
				t.Errorf("half of %q is a plan, too", data)
			}
		}
	})
}
