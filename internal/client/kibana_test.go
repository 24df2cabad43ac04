package client_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func TestCreateReadUpdateDeleteOnEveryKibana(t *testing.T) {
	t.Parallel()
	for _, name := range kibanatest.ProfileNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			profile, err := kibanatest.ProfileFor(name)
			if err != nil {
				t.Fatal(err)
			}
			k := kibanatest.Start(t, profile)
			c, ctx := connect(t, double(k)), t.Context()
			want := role("soc-tier1")
			want.Description = "" // not before 8.15

			check(t, c.CreateRole(ctx, want))
			wantRole(t, c, want)
			want.Kibana[0].Feature = map[string][]string{"discover": {"read"}}
			check(t, update(ctx, c, want))
			wantRole(t, c, want)

			roles, err := allRoles(ctx, c)
			check(t, err)
			if !slices.ContainsFunc(roles, want.Equal) {
				t.Errorf("Roles does not list the role")
			}
			check(t, c.DeleteRole(ctx, want.Name))
			check(t, c.DeleteRole(ctx, want.Name))
			if _, err := c.Role(ctx, want.Name); !client.IsNotFound(err) {
				t.Errorf("error of reading a deleted role = %v, want not found", err)
			}
		})
	}
}

func TestFactsAboutEveryKibana(t *testing.T) {
	t.Parallel()
	for _, name := range kibanatest.ProfileNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			profile, err := kibanatest.ProfileFor(name)
			if err != nil {
				t.Fatal(err)
			}
			k := kibanatest.Start(t, profile, kibanatest.WithSpaces("soc"), kibanatest.WithLicense("gold"))
			c, ctx := connect(t, double(k)), t.Context()

			status, err := c.Status(ctx)
			check(t, err)
			flavor := "traditional"
			if profile.Serverless {
				flavor = "serverless"
			}
			if want := (client.Status{Version: profile.Version, BuildFlavor: flavor}); status != want {
				t.Errorf("Status = %+v, want %+v", status, want)
			}
			spaces, err := c.Spaces(ctx)
			check(t, err)
			if len(spaces) != 2 || spaces[0].ID != "default" || spaces[1].ID != "soc" {
				t.Errorf("Spaces = %+v", spaces)
			}
			license, err := c.License(ctx)
			check(t, err)
			if license != "gold" {
				t.Errorf("License = %q, want gold", license)
			}
			effective, err := c.EffectivePrivileges(ctx)
			check(t, err)
			privileges, err := c.Privileges(ctx, onCases)
			check(t, err)
			if _, listed := privileges.Features["actions"]["all"]; !listed || !slices.Contains(effective["actions"], "all") {
				t.Errorf("actions.all is missing: %v, %v", privileges, effective)
			}
			_, hasCases := privileges.Features["generalCases"]
			if deletes := "cases:cases/deleteCase"; hasCases != slices.Contains(privileges.Space["all"], deletes) || slices.Contains(privileges.Global["read"], deletes) {
				t.Errorf("the base privileges are %v and %v", privileges.Space, privileges.Global)
			}
		})
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	c := connect(t, double(k))
	theirs := role("soc-tier1")
	check(t, c.CreateRole(t.Context(), theirs))
	ours := role("soc-tier1")
	ours.Description = "Ours"
	if err := c.CreateRole(t.Context(), ours); !client.IsConflict(err) {
		t.Errorf("error = %v, want a conflict", err)
	}
	wantRole(t, c, theirs)
}

func TestCreateAfterALostAnswer(t *testing.T) {
	t.Parallel()
	on := kibanatest.On("PUT", "/api/security/role/*").Once()
	tests := map[string]kibanatest.Hook{
		"cut before the write took effect": on.Cut(),
		"cut after the write took effect":  on.CutAfter(),
		"gateway error before the write":   on.Answer(502, "<html>"),
		"gateway error after the write":    on.AnswerAfter(504, "<html>"),
	}
	for name, hook := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := kibanatest.Start(t, kibanatest.Newest())
			k.Hook(hook)
			c := connect(t, double(k))
			check(t, c.CreateRole(t.Context(), role("soc-tier1")))
			wantRole(t, c, role("soc-tier1"))
		})
	}
}

func TestSimilarNamesAreDifferentRoles(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithBasePath("/kibana"))
	c := connect(t, double(k))
	names := []string{"a", "a/b", "a%2Fb", "a b", "a+b", "a?b", "a#b", "..a", "../a"}
	for _, name := range names {
		check(t, c.CreateRole(t.Context(), role(name)))
	}
	check(t, c.DeleteRole(t.Context(), "a/b"))
	want := slices.Sorted(slices.Values(slices.DeleteFunc(names, func(n string) bool { return n == "a/b" })))
	if got := k.Names(); !slices.Equal(got, want) {
		t.Errorf("roles left = %q, want %q", got, want)
	}
}

func TestAnEndpointWithASpacePrefix(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"), kibanatest.WithBasePath("/kibana"))
	cfg := double(k)
	cfg.Endpoint += "/s/soc/"
	c := connect(t, cfg)
	check(t, c.CreateRole(t.Context(), role("r")))
	wantRole(t, c, role("r"))
}

func TestAClientCertificateIsSent(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithClientCert())
	cert, key := k.ClientCertPEM()
	cfg := double(k)
	cfg.CACerts, cfg.ClientCert, cfg.ClientKey = []string{string(k.CACertPEM())}, string(cert), string(key)
	_, err := connect(t, cfg).Status(t.Context())
	check(t, err)
}

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	cfg := double(k)
	cfg.APIKey = "d3Jvbmc="
	c := connect(t, cfg)
	for line, tt := range calls {
		err := tt.call(t.Context(), c)
		if _, hidden := errors.AsType[*client.HiddenVersionError](err); hidden != (line == "GET /api/status") || !hidden && !client.IsUnauthorized(err) {
			t.Errorf("%s: error = %v, want unauthorized, or a HiddenVersionError of the status", line, err)
		}
	}
	if got := k.Names(); len(got) > 0 {
		t.Errorf("roles written: %q", got)
	}
}

func TestMissingRightsAreForbidden(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(),
		kibanatest.WithCredentials(kibanatest.APIKey(kibanatest.DefaultAPIKey).Only(kibanatest.ReadSecurity)))
	k.Plant("r", kibanatest.ESRole{})
	c, ctx := connect(t, double(k)), t.Context()
	_, err := allRoles(ctx, c)
	check(t, err)
	for what, call := range map[string]func(context.Context) error{
		"CreateRole": func(ctx context.Context) error { return c.CreateRole(ctx, role("new")) },
		"UpdateRole": func(ctx context.Context) error { return update(ctx, c, role("r")) },
		"DeleteRole": func(ctx context.Context) error { return c.DeleteRole(ctx, "r") },
		"Spaces":     func(ctx context.Context) error { _, err := c.Spaces(ctx); return err },
	} {
		if err := call(ctx); !client.IsForbidden(err) {
			t.Errorf("error of %s = %v, want forbidden", what, err)
		}
	}
}

func TestARestrictedLicenseRouteIsAnError(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithRestrictedLicensing())
	_, err := connect(t, double(k)).License(t.Context())
	var refused *client.APIError
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusBadRequest {
		t.Errorf("error = %v, want Kibana's 400", err)
	}
}

func TestAnUndecodableRoleIsMarked(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	k.Plant("broken", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana", Privileges: []string{"all"}, Resources: []string{"space:soc"},
	}}})
	got, err := connect(t, double(k)).Role(t.Context(), "broken")
	check(t, err)
	if !got.Undecodable() {
		t.Errorf("role = %+v, want it undecodable", got)
	}
}
