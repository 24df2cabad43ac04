package review

// modules is the path of what prior_state holds by module.
const modules = "prior_state.values.root_module"

// priorState reads what data sources have read: versions of Kibana, and people.
func (p *plan) priorState(s stream) error {
	return s.object("prior_state", func(name string) error {
		if name != "values" {
			return s.skip()
		}
		return s.object("prior_state.values", func(name string) error {
			if name != "root_module" {
				return s.skip()
			}
			return p.stateModule(s)
		})
	})
}

func (p *plan) stateModule(s stream) error {
	return s.object(modules, func(name string) error {
		switch name {
		case "resources":
			return s.array(modules+".resources", func() error { return p.stateResource(s) })
		case "child_modules":
			return s.array(modules+".child_modules", func() error { return p.stateModule(s) })
		}
		return s.skip()
	})
}

// stateResource looks at the address and the type, which Terraform writes before the values, so that it holds values of few
// types only.
func (p *plan) stateResource(s stream) error {
	var address, resourceType string
	var people *directory
	var sensitive any
	err := s.object(modules+".resources", func(name string) (err error) {
		switch {
		case name == "address":
			return s.Decode(&address)
		case name == "type":
			return s.Decode(&resourceType)
		case name == "values" && resourceType == "cases_feature_catalog":
			return p.catalogVersion(s)
		case name == "values" && resourceType == usersType:
			people, err = s.directory(address)
			return err
		case name == "sensitive_values" && (resourceType == "" || resourceType == usersType):
			return s.Decode(&sensitive)
		}
		return s.skip()
	})
	if people != nil {
		people.sensitive = sensitive
		p.directories = append(p.directories, people)
	}
	return err
}

// catalogVersion reads the version of Kibana from the values of data.cases_feature_catalog.
func (p *plan) catalogVersion(s stream) error {
	var values struct {
		Version string `json:"kibana_version"`
		Flavor  string `json:"build_flavor"`
	}
	err := s.Decode(&values)
	if values.Flavor == "serverless" {
		values.Version = values.Flavor
	}
	if values.Version != "" {
		p.versions = append(p.versions, values.Version)
	}
	return err
}
