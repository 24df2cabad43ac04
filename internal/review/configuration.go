package review

import (
	"bytes"
	"encoding/json"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// configuration is what the review needs of a plan's configuration.
type configuration struct {
	// providers holds the provider configurations by key.
	providers map[string]*tfjson.ProviderConfig
	// keys holds the keys of the provider configurations by the address of the resource or data source in the configuration.
	keys map[string]string
	// spaces holds the attribute spaces of each cases_role by its address in the configuration. A role whose spaces refer to
	// something else is missing.
	spaces map[string]any
}

func (s stream) configuration() (configuration, error) {
	c := configuration{map[string]*tfjson.ProviderConfig{}, map[string]string{}, map[string]any{}}
	err := s.object("configuration", func(name string) error {
		switch name {
		case "provider_config":
			return s.Decode(&c.providers)
		case "root_module":
			return s.configModule("", c)
		}
		return s.skip()
	})
	return c, err
}

// configModule adds the resources of a module, and of the modules that it calls. Prefix is the module's address with a dot.
func (s stream) configModule(prefix string, c configuration) error {
	return s.object("configuration.root_module", func(name string) error {
		switch name {
		case "resources":
			return s.array("configuration.root_module.resources", func() error {
				// The whole ConfigResource would hold every expression.
				var r struct {
					Type, Name        string
					Mode              tfjson.ResourceMode
					ProviderConfigKey string `json:"provider_config_key"`
					Expressions       struct{ Spaces constant }
				}
				err := s.Decode(&r)
				_, known := kinds[r.Type]
				switch isData := r.Mode == tfjson.DataResourceMode; {
				case known && !isData:
					c.keys[prefix+r.Type+"."+r.Name] = r.ProviderConfigKey
					if spaces := r.Expressions.Spaces; r.Type == "cases_role" && !spaces.refers {
						c.spaces[prefix+r.Type+"."+r.Name] = spaces.value
					}
				case isData && r.Type == usersType:
					c.keys[prefix+"data."+r.Type+"."+r.Name] = r.ProviderConfigKey
				}
				return err
			})
		case "module_calls":
			return s.object("configuration.root_module.module_calls", func(call string) error {
				return s.object("configuration.root_module.module_calls", func(name string) error {
					if name == "module" {
						return s.configModule(prefix+"module."+call+".", c)
					}
					return s.skip()
				})
			})
		}
		return s.skip()
	})
}

// constant is an expression of the configuration. Its value is nil if the expression is missing, or refers to something else.
type constant struct {
	value  any
	refers bool
}

// UnmarshalJSON accepts expressions of any form. Blocks of other resources may have the same name.
func (c *constant) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var expression any
	if err := d.Decode(&expression); err != nil {
		return err
	}
	value, isConstant := object(expression)["constant_value"]
	c.value, c.refers = value, !isConstant
	return nil
}

// endpoint returns the address of Kibana that a provider configuration is given: "" if it has none, so that the
// environment decides. It is not ok if the plan does not say the address.
func endpoint(p *tfjson.ProviderConfig) (address string, ok bool) {
	expression := p.Expressions["endpoint"]
	if blocks := p.Expressions["kibana"]; blocks != nil && blocks.ExpressionData != nil && len(blocks.NestedBlocks) > 0 {
		expression = blocks.NestedBlocks[0]["endpoints"]
	}
	if expression == nil || expression.ExpressionData == nil {
		return "", true
	}
	switch constant := expression.ConstantValue.(type) {
	case nil:
		return "", true
	case string:
		return strings.TrimRight(constant, "/"), true
	case []any:
		if len(constant) == 1 {
			text, ok := constant[0].(string)
			return strings.TrimRight(text, "/"), ok
		}
	}
	return "", false
}

// providerName returns the address of a provider configuration for people: "cases.eu" or "module.eu.cases".
func providerName(key string) string { return strings.Replace(key, ":", ".", 1) }
