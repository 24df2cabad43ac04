package kibanatest

import (
	"fmt"
	"slices"
	"strings"
)

// clusterPrivileges are the names of the cluster privileges, in the order of
// Elasticsearch's message. The double has the same names in every version.
var clusterPrivileges = strings.Fields(`
	all cancel_task create_snapshot cross_cluster_replication cross_cluster_search delegate_pki grant_api_key manage
	manage_api_key manage_autoscaling manage_behavioral_analytics manage_ccr manage_connector
	manage_data_frame_transforms manage_data_stream_global_retention manage_enrich manage_esql manage_ilm
	manage_index_templates manage_inference manage_ingest_pipelines manage_logstash_pipelines manage_ml manage_oidc
	manage_own_api_key manage_pipeline manage_reindex manage_rollup manage_saml manage_search_application
	manage_search_query_rules manage_search_synonyms manage_security manage_service_account manage_slm manage_token
	manage_transform manage_user_profile manage_watcher monitor monitor_connector monitor_data_frame_transforms
	monitor_data_stream_global_retention monitor_enrich monitor_esql monitor_inference monitor_ml monitor_rollup
	monitor_snapshot monitor_stats monitor_text_structure monitor_transform monitor_watcher none
	post_behavioral_analytics_event read_ccr read_connector_secrets read_fleet_secrets read_ilm read_pipeline
	read_security read_slm transport_client write_connector_secrets write_fleet_secrets
`)

// indexPrivileges are the names of the index privileges.
var indexPrivileges = strings.Fields(`
	all auto_configure create create_doc create_index cross_cluster_replication cross_cluster_replication_internal
	delete delete_index index maintenance manage manage_data_stream_lifecycle manage_failure_store
	manage_follow_index manage_ilm manage_leader_index monitor none read read_cross_cluster read_failure_store
	view_index_metadata write
`)

// remotePrivileges are the cluster privileges that a role can have on a remote cluster.
var remotePrivileges = []string{"monitor_enrich", "monitor_stats"}

// unknownClusterPrivilege returns the error of a name that is neither a cluster
// privilege nor a pattern of cluster actions; "" if it is one.
func unknownClusterPrivilege(name string) string {
	name = strings.ToLower(name)
	if hasAnyPrefix(name, "cluster:", "indices:admin/template/", "indices:admin/index_template/") ||
		slices.Contains(clusterPrivileges, name) {
		return ""
	}
	return fmt.Sprintf("unknown cluster privilege [%s]. a privilege must be either one of the predefined cluster "+
		"privilege names [%s] or a pattern over one of the available cluster actions", name, strings.Join(clusterPrivileges, ","))
}

// indexPrivilegesError returns the first error in the privileges of an index entry; ""
// if there is none. Elasticsearch reads them as a set without duplicates.
func indexPrivilegesError(names []string) string {
	if repeated := firstRepeated(names); repeated != "" {
		return "duplicate element: " + repeated
	}
	for _, name := range names {
		name = strings.ToLower(name)
		if !hasAnyPrefix(name, "indices:", "internal:transport/proxy/indices:") && !slices.Contains(indexPrivileges, name) {
			return fmt.Sprintf("unknown index privilege [%s]. a privilege must be either one of the predefined fixed indices "+
				"privileges [%s] or a pattern over one of the available index actions", name, strings.Join(indexPrivileges, ","))
		}
	}
	return ""
}

// remoteIndicesErrors returns the errors in an entry of remote_indices.
func (x ESIndices) remoteIndicesErrors() []string {
	var reasons []string
	if slices.Contains(x.Clusters, "") {
		reasons = append(reasons, "remote index cluster alias cannot be an empty string")
	}
	if reason := indexPrivilegesError(x.Privileges); reason != "" {
		return append(reasons, reason)
	}
	if slices.ContainsFunc(x.Privileges, ofFailureStore) {
		reasons = append(reasons, "remote index privileges cannot contain privileges that grant access to the failure store")
	}
	return reasons
}

func ofFailureStore(privilege string) bool {
	return slices.Contains([]string{"read_failure_store", "manage_failure_store"}, strings.ToLower(privilege))
}

// remoteClusterError returns the error of the privileges in remote_cluster; "" if there
// is none.
func (r ESRole) remoteClusterError() string {
	var invalid []string
	for _, remote := range r.RemoteCluster {
		for _, privilege := range remote.Privileges {
			if !slices.Contains(remotePrivileges, strings.ToLower(privilege)) && !slices.Contains(invalid, privilege) {
				invalid = append(invalid, privilege)
			}
		}
	}
	if len(invalid) == 0 {
		return ""
	}
	return fmt.Sprintf("Invalid remote_cluster permissions found. Please remove the following: [%s] Only [%s] are allowed",
		strings.Join(invalid, ", "), strings.Join(remotePrivileges, ", "))
}

func hasAnyPrefix(text string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}
