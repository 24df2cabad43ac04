// Package cases is the domain of the provider. It knows the privileges that
// govern Kibana Cases in each Kibana version, converts between configurations and
// stored privileges, tells the capabilities that privileges give to people, and
// checks configurations.
//
// The package is pure: it does no I/O and does not depend on Terraform or HTTP.
//
// # Vocabulary
//
//   - A configuration ([Spaces], [SpaceConfig]) is the user's; its wording is the
//     form that the user chose among equivalent ones. Stored or held privileges
//     ([roles.Privileges]) are Kibana's. Encode and Decode convert them.
//   - Solution access ([SolutionAccess]) is the access to one solution's cases.
//   - A grant ([Grant]) is the part of a role that a cases_feature_privilege owns.
//     Its parts are solutions and connectors.
//   - Stored roles are equal ([roles.Role.Equal]) if Kibana shows no difference.
//     Privileges are equivalent ([Catalogue.Equivalent]) if they have the same
//     meaning on a Kibana.
//   - A union ([Union]) is what several roles give together.
//   - Ids are unrecognized if they are newer than the provider. Unknown are values
//     that are known only after apply, and ids that a Kibana does not have.
//   - Raw feature privileges are ids that a configuration sets under "features".
package cases
