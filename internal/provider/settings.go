package provider

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

const (
	defaultMaxRetries     = 4
	defaultRequestTimeout = 30 * time.Second
	// Values beyond these limits can only be a mistake: a run would never end, or every
	// request would time out.
	maxRetriesLimit   = 1000
	minRequestTimeout = 10 * time.Millisecond
)

// settings is the provider's configuration block.
type settings struct {
	Endpoint       types.String `tfsdk:"endpoint"`
	APIKey         types.String `tfsdk:"api_key"`
	Username       types.String `tfsdk:"username"`
	Password       types.String `tfsdk:"password"`
	BearerToken    types.String `tfsdk:"bearer_token"`
	CACerts        types.List   `tfsdk:"ca_certs"`
	ClientCert     types.String `tfsdk:"client_cert"`
	ClientKey      types.String `tfsdk:"client_key"`
	Insecure       types.Bool   `tfsdk:"insecure"`
	Headers        types.Map    `tfsdk:"headers"`
	MaxRetries     types.Number `tfsdk:"max_retries"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
	KibanaVersion  types.String `tfsdk:"kibana_version"`
	// ElasticsearchEndpoint may stay unknown: only what reads people needs it.
	ElasticsearchEndpoint types.String `tfsdk:"elasticsearch_endpoint"`
	// RewriteDeprecated counts as false while it is unknown.
	RewriteDeprecated types.Bool `tfsdk:"rewrite_deprecated"`
}

// requestsKnown reports whether every setting that requests need is known. Some are
// unknown if the same apply creates Kibana.
func (s settings) requestsKnown() bool {
	values := []attr.Value{
		s.Endpoint, s.APIKey, s.Username, s.Password, s.BearerToken, s.CACerts, s.ClientCert,
		s.ClientKey, s.Insecure, s.Headers, s.MaxRetries, s.RequestTimeout,
	}
	values = append(values, s.CACerts.Elements()...)
	for _, header := range s.Headers.Elements() {
		values = append(values, header)
	}
	for _, v := range values {
		if v.IsUnknown() {
			return false
		}
	}
	return true
}

// check applies the rules that need neither the environment nor a server. It skips
// unknown values.
func (s settings) check() diag.Diagnostics {
	var diags diag.Diagnostics
	var methods []string
	for _, method := range []struct {
		name string
		set  bool
	}{
		{"api_key", isSet(s.APIKey)},
		{"username and password", isSet(s.Username) || isSet(s.Password)},
		{"bearer_token", isSet(s.BearerToken)},
	} {
		if method.set {
			methods = append(methods, method.name)
		}
	}
	if len(methods) > 1 {
		diags.AddError("More than one way to authenticate",
			"The provider is configured with "+strings.Join(methods, " and ")+". Keep one of them.")
	}
	for name, value := range s.Headers.Elements() {
		if value.IsNull() {
			diags.AddAttributeError(path.Root("headers").AtMapKey(name), "Invalid header",
				fmt.Sprintf("The header %q is null. Write its value, or remove it.", name))
		}
	}
	for i, value := range s.CACerts.Elements() {
		if value.IsNull() || value.Equal(types.StringValue("")) {
			diags.AddAttributeError(path.Root("ca_certs").AtListIndex(i), "Invalid certificate authority",
				fmt.Sprintf("Element %d of ca_certs is null or empty. Write PEM or the path of a PEM file, or remove it.", i))
		}
	}
	if _, err := s.maxRetries(); err != nil {
		diags.AddAttributeError(path.Root("max_retries"), "Invalid max_retries", err.Error())
	}
	if _, err := s.requestTimeout(); err != nil {
		diags.AddAttributeError(path.Root("request_timeout"), "Invalid request_timeout", err.Error())
	}
	if _, err := s.pinned(); err != nil {
		diags.AddAttributeError(path.Root("kibana_version"), "Invalid kibana_version", err.Error())
	}
	return diags
}

// isSet reports whether a setting is neither null nor unknown.
func isSet(setting types.String) bool { return !setting.IsNull() && !setting.IsUnknown() }

// maxRetries returns the configured number of repetitions, or the default. The setting is
// a number and not an integer: the plugin framework calls a fraction a bug of the provider.
func (s settings) maxRetries() (int, error) {
	if s.MaxRetries.IsNull() || s.MaxRetries.IsUnknown() {
		return defaultMaxRetries, nil
	}
	configured := s.MaxRetries.ValueBigFloat()
	switch count, _ := configured.Int64(); {
	case !configured.IsInt():
		return 0, invalid("%s is not a whole number. Write how often a request may be repeated, such as %d, or 0 for never.", configured.Text('g', 10), defaultMaxRetries)
	case configured.Sign() < 0:
		return 0, invalid("%s is negative. Write how often a request may be repeated, such as %d, or 0 for never.", configured.Text('g', 10), defaultMaxRetries)
	case count > maxRetriesLimit:
		return 0, invalid("A request can be repeated %d times at most: later attempts are 10 seconds or more apart.", maxRetriesLimit)
	default:
		return int(count), nil
	}
}

// durationPattern is the grammar of [time.ParseDuration].
var durationPattern = regexp.MustCompile(`^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$`)

// requestTimeout returns the configured time-out, or the default.
func (s settings) requestTimeout() (time.Duration, error) {
	if s.RequestTimeout.IsNull() || s.RequestTimeout.IsUnknown() {
		return defaultRequestTimeout, nil
	}
	text := s.RequestTimeout.ValueString()
	timeout, err := time.ParseDuration(text)
	switch {
	case err != nil && durationPattern.MatchString(text):
		return 0, invalid(`%q is longer than the provider can measure. Write a shorter duration, such as "30s" or "2m".`, text)
	case err != nil:
		return 0, invalid(`%q is not a duration. Write a number with its unit, such as "30s" or "2m".`, text)
	case timeout < minRequestTimeout:
		return 0, invalid(`%q is too short: every request would time out. Write at least %q, such as "30s" or "2m".`, text, minRequestTimeout)
	}
	return timeout, nil
}

// invalid returns an error with sentences for the user.
func invalid(format string, args ...any) error {
	return errors.New(fmt.Sprintf(format, args...)) //nolint:revive,staticcheck // not fmt.Errorf, because the sentences are shown as they stand
}

// pinned returns the facts about the configured Kibana version. It returns nil if none is
// configured: the facts then come from the server.
func (s settings) pinned() (*facts, error) {
	text := fromEnvironment(s.KibanaVersion, "KIBANA_VERSION")
	if s.KibanaVersion.IsUnknown() || s.KibanaVersion.IsNull() && text == "" {
		return nil, nil //nolint:nilnil // no version is a valid answer
	}
	version, err := cases.ParseVersion(text)
	if err != nil {
		return nil, err
	}
	catalogue, err := cases.BuiltInCatalogue(version)
	return &facts{version: text, flavor: flavorOf(version), catalogue: &catalogue}, err
}

// clientConfig returns the settings, completed from the environment. It uses
// credentials of the environment only if the configuration has none. Otherwise an
// API key in the configuration would conflict with a user name in the environment.
func (s settings) clientConfig(userAgent string) (client.Config, diag.Diagnostics) {
	diags := s.check()
	timeout, _ := s.requestTimeout() // check reports the error
	retries, _ := s.maxRetries()     // check reports the error
	config := client.Config{
		Endpoint:       fromEnvironment(s.Endpoint, "KIBANA_ENDPOINT"),
		APIKey:         s.APIKey.ValueString(),
		Username:       s.Username.ValueString(),
		Password:       s.Password.ValueString(),
		BearerToken:    s.BearerToken.ValueString(),
		ClientCert:     fromEnvironment(s.ClientCert, "KIBANA_CLIENT_CERT"),
		ClientKey:      fromEnvironment(s.ClientKey, "KIBANA_CLIENT_KEY"),
		Insecure:       s.Insecure.ValueBool(),
		MaxRetries:     retries,
		RequestTimeout: timeout,
		UserAgent:      userAgent,
	}
	switch {
	case s.APIKey.IsNull() && s.Username.IsNull() && s.Password.IsNull() && s.BearerToken.IsNull():
		config.APIKey = os.Getenv("KIBANA_API_KEY")
		config.Username = os.Getenv("KIBANA_USERNAME")
		config.Password = os.Getenv("KIBANA_PASSWORD")
		config.BearerToken = os.Getenv("KIBANA_BEARER_TOKEN")
	case !s.Username.IsNull() || !s.Password.IsNull():
		config.Username = fromEnvironment(s.Username, "KIBANA_USERNAME")
		config.Password = fromEnvironment(s.Password, "KIBANA_PASSWORD")
	}
	if s.Insecure.IsNull() {
		diags.Append(insecureFromEnvironment(&config)...)
	}
	config.Headers = map[string]string{}
	for name, value := range s.Headers.Elements() {
		text, _ := value.(types.String)
		config.Headers[name] = text.ValueString()
	}
	for _, value := range s.CACerts.Elements() {
		text, _ := value.(types.String)
		config.CACerts = append(config.CACerts, text.ValueString())
	}
	if certs := os.Getenv("KIBANA_CA_CERTS"); s.CACerts.IsNull() && certs != "" {
		config.CACerts = strings.Split(certs, ",")
	}
	return config, diags
}

// insecureFromEnvironment sets Insecure if the environment sets it.
func insecureFromEnvironment(config *client.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	text := os.Getenv("KIBANA_INSECURE")
	if text == "" {
		return nil
	}
	insecure, err := strconv.ParseBool(text)
	if err != nil {
		diags.AddError("Invalid KIBANA_INSECURE", `The environment variable must be "true" or "false".`)
	}
	config.Insecure = insecure
	return diags
}

// fromEnvironment returns the setting, or the environment variable if the setting is
// null.
func fromEnvironment(setting types.String, variable string) string {
	if setting.IsNull() {
		return os.Getenv(variable)
	}
	return setting.ValueString()
}
