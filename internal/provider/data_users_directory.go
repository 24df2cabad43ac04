package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// people asks Elasticsearch for users, user profiles and role mappings, side by side. It
// returns the names of all roles that they have. Whatever cannot be listed is an error or a
// warning: nobody may pass for somebody without access.
func (d *usersDataSource) people(ctx context.Context) (found cases.Directory, roleNames nameSet, diags diag.Diagnostics) {
	if !d.kibana.requireElasticsearch(&diags) {
		return found, nil, diags
	}
	es := d.kibana.elasticsearch
	var (
		users                          []client.User
		profiles                       client.UserProfiles
		mappings                       []client.RoleMapping
		usersErr, profilesErr, mapsErr error
		requests                       sync.WaitGroup
	)
	requests.Go(func() { users, usersErr = es.Users(ctx) })
	requests.Go(func() { profiles, profilesErr = es.Profiles(ctx) })
	requests.Go(func() { mappings, mapsErr = es.RoleMappings(ctx) })
	requests.Wait()

	diags.Append(notListed("Listing users", usersErr)...)
	diags.Append(notListed("Listing user profiles", profilesErr)...)
	diags.Append(notListed("Listing role mappings", mapsErr)...)
	if profilesErr == nil && !profiles.Complete {
		further, err := es.ProfilesByUID(ctx, notAmong(profiles.List, users))
		diags.Append(notListed("Reading user profiles", err)...)
		for _, profile := range further.List {
			if profile.Enabled {
				profiles.List = append(profiles.List, profile)
			}
		}
		diags.AddWarning("Not everybody is listed",
			"Elasticsearch lists at most 10,000 user profiles, and there are more. All native users are listed, but some people of other realms are missing.")
	}

	roleNames = nameSet{}
	for _, user := range users {
		roleNames.add(user.Roles)
		found.Users = append(found.Users, cases.User{
			Name: user.Username, FullName: user.FullName, Email: user.Email, Roles: user.Roles,
			Enabled: user.Enabled, Reserved: user.Reserved, ProfileUID: user.ProfileUID,
		})
	}
	for _, profile := range profiles.List {
		roleNames.add(profile.Roles)
		found.Profiles = append(found.Profiles, cases.Profile{
			UID: profile.UID, Name: profile.Username, Realm: profile.Realm, FullName: profile.FullName, Email: profile.Email, Roles: profile.Roles,
		})
	}
	found.Mappings = map[string]cases.RoleMapping{}
	for _, mapping := range mappings {
		roleNames.add(mapping.Roles)
		templates := make([]string, 0, len(mapping.Templates))
		for _, template := range mapping.Templates {
			templates = append(templates, template.Template)
		}
		found.Mappings[mapping.Name] = cases.RoleMapping{Enabled: mapping.Enabled, Roles: mapping.Roles, Templates: templates}
	}
	return found, roleNames, diags
}

// notAmong returns the profiles that users name and that are not among the listed ones.
func notAmong(listed []client.UserProfile, users []client.User) []string {
	known := make(map[string]bool, len(listed))
	for _, profile := range listed {
		known[profile.UID] = true
	}
	var uids []string
	for _, user := range users {
		if user.ProfileUID != "" && !known[user.ProfileUID] {
			uids = append(uids, user.ProfileUID)
		}
	}
	return uids
}

// notListed returns the diagnostic for an error of a request to Elasticsearch. It is a
// warning if this Elasticsearch has nobody to list, or must not list them.
func notListed(doing string, err error) diag.Diagnostics {
	switch {
	case err == nil:
		return nil
	case client.IsUnlicensed(err):
		return diag.Diagnostics{diag.NewWarningDiagnostic(doing+" needs a licence",
			"The licence of Elasticsearch does not include this, which needs a standard licence or better. Only native users are listed, and nobody can be assigned to cases.\n\n"+requestDetail(err))}
	case client.IsSwitchedOff(err):
		return diag.Diagnostics{diag.NewWarningDiagnostic(doing+" is switched off",
			"This is switched off in the settings of Elasticsearch, so there is nothing to list.\n\n"+requestDetail(err))}
	}
	return diag.Diagnostics{failure(doing, err)}
}
