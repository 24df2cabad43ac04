package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	_ datasource.DataSourceWithConfigure      = (*usersDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*usersDataSource)(nil)
)

// usersDataSource is the data source cases_users.
type usersDataSource struct{ kibanaReader }

type usersData struct {
	Space           types.String `tfsdk:"space"`
	Solution        types.String `tfsdk:"solution"`
	Capability      types.String `tfsdk:"capability"`
	IncludeReserved types.Bool   `tfsdk:"include_reserved"`
	Users           rawMap       `tfsdk:"users"`
	RoleMappings    rawMap       `tfsdk:"role_mappings"`
	Markdown        types.String `tfsdk:"markdown"`
}

func newUsersDataSource() datasource.DataSource { return &usersDataSource{} }

func (d *usersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_users"
}

func (d *usersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists people by name: what they can do with cases, and where they can be assigned to a case. The data source reads from Elasticsearch, and needs the provider's `elasticsearch_endpoint` and the cluster privilege `read_security`. " +
			"It is not available on serverless. Names and e-mail addresses of people become part of the state.",
		Attributes: map[string]schema.Attribute{
			"space": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only people who have access to cases in the space with this id, including access through all spaces (`*`) or a pattern. `\"*\"` selects only people with access in all spaces. " +
					"The space then has keys of its own in `capabilities`. Default: any space.",
			},
			"solution": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only people who have access to the cases of this solution: `security`, `observability` or `stack`. Default: any solution.",
			},
			"capability": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only people who have this capability, such as `delete_cases`. With `space` or `solution`, they must have it there. Default: any capability.",
			},
			"include_reserved": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to include built-in users, such as `elastic`. Built-in roles of other users always count. Default: `false`.",
			},
			"users": schema.MapAttribute{
				Computed: true, ElementType: userType, CustomType: usersType,
				MarkdownDescription: "The people by user name, or by `<name>@<realm>` if two have the same name. With a filter, only enabled people who match it. Each person has:\n\n" +
					"  * `full_name` and `email`: null if they are not known.\n" +
					"  * `realm`: the realm of the user profile, or `native` for a native user without one.\n" +
					"  * `enabled`: whether they can log in. Elasticsearch knows this of native users only.\n" +
					"  * `reserved`: whether this is a built-in user.\n" +
					"  * `roles`, sorted: the current roles of a native user. For everybody else, the roles of the last login, because their realm assigns roles at each login.\n" +
					"  * `roles_at_last_login`, sorted: the roles in the user profile. Null without a profile.\n" +
					"  * `capabilities`: what `roles` let the person do together, as in [`cases_access`](access.md). Empty for a disabled user.\n" +
					"  * `logged_in`: whether they have a user profile. It is created at the first login to Kibana.\n" +
					"  * `assignable`: a sorted list of `<space>/<solution>` where Kibana offers the person as an assignee of cases. This needs a user profile, a platinum licence, and `roles_at_last_login` that can read cases (before Kibana 8.12, also update them).",
			},
			"role_mappings": schema.MapAttribute{
				Computed: true, ElementType: mappedRolesType, CustomType: mappingsType,
				MarkdownDescription: "The role mappings by name. They give roles to people who log in, also for the first time. Each has `enabled`, `roles`, `role_templates` as they are written (they are not evaluated), and the `capabilities` of `roles`. Role mappings in files are not listed.",
			},
			"markdown": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "A matrix of the people in `users` by space and solution, in Markdown, for a review. Below it: people who cannot be assigned and why, role mappings, and roles that do not count because Kibana cannot show them.",
			},
		},
	}
}

func (d *usersDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config usersData
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(findings(config.filter().Check())...)
}

func (d usersData) filter() cases.Filter { return filterOf(d.Space, d.Solution, d.Capability) }

func (d *usersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data usersData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	known, diags := d.facts(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	directory, diags := d.directory(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	directory.License, directory.IncludeReserved = known.deployment.License, data.IncludeReserved.ValueBool()
	var spaces []string
	if filter := data.filter(); filter.Space.IsKnown() {
		spaces = append(spaces, filter.Space.Get())
	}
	people := known.catalogue.People(directory, spaces...)
	people.Persons = people.Matching(*known.catalogue, data.filter())
	resp.Diagnostics.Append(notCounted(people)...)
	values := newPeopleValues(ctx)
	data.Users = values.users(ctx, people.Persons)
	data.RoleMappings = values.mappings(ctx, people.Mappings)
	data.Markdown = types.StringValue(people.Markdown())
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// directory asks Elasticsearch for people, and Kibana for the roles that they have.
func (d *usersDataSource) directory(ctx context.Context) (cases.Directory, diag.Diagnostics) {
	found, names, diags := d.people(ctx)
	if diags.HasError() {
		return found, diags
	}
	held, err := client.Roles(ctx, d.kibana.client, func(role roles.Role) (roles.Role, bool) {
		return role, names[role.Name]
	})
	if err != nil {
		diags.Append(failure("Listing roles", err))
	}
	found.Roles = held
	return found, diags
}

// notCounted warns about roles that people have and that could not be judged.
func notCounted(people cases.People) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(people.Missing) > 0 {
		diags.AddWarning("Some roles are not counted",
			"People hold these roles, but Kibana does not show them: "+joined(people.Missing)+". The roles may not exist, or come from a file (roles.yml). The provider does not know what they allow.")
	}
	diags.Append(hiddenPrivileges(people.Hidden)...)
	if len(people.Undecodable) > 0 {
		diags.AddWarning(undecodableSummary, "Kibana cannot decode the privileges of these roles. They are not counted, although they may grant access to cases: "+joined(people.Undecodable)+".")
	}
	return diags
}

// nameSet is a set of role names.
type nameSet map[string]bool

func (s nameSet) add(names []string) {
	for _, name := range names {
		s[name] = true
	}
}
