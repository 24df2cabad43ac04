package main

const help = `NAME
    cases-review - who gains and who loses access to Kibana Cases, from a Terraform plan

SYNOPSIS
    terraform show -json tfplan | cases-review [flags]
    cases-review [flags] plan.json

DESCRIPTION
    cases-review reads a plan's JSON, adds up what the plan does to each role, and says
    by role, space and solution what people gain and lose. It knows the resources
    cases_role, cases_feature_privilege, elasticstack_kibana_security_role and
    elasticstack_elasticsearch_security_role. It needs no network and no credentials.
    It reads plans of Terraform 1.8 or newer, and of OpenTofu, up to 1 GiB.

FLAGS
    -format text|markdown|html|json
        The form of the review. Default: text, in colour on a terminal unless NO_COLOR is
        set. Markdown fits into a comment of a pull request.
    -out FILE
        Write the review to FILE instead of standard output. An existing file is replaced.
    -deny CAPABILITY[@SPACE[/SOLUTION]]
        Exit with status 2 if anybody gains the capability. Repeat the flag to deny more.
        "any" stands for any capability. Without @, any space counts; @* is the entry for
        all spaces. SOLUTION is security, observability, stack or connectors. A gain in
        all spaces, or by a pattern, counts in each space that it covers. Access that is
        not known before apply is denied, too. Violations are written to standard error.
        A denial also covers gained ways around case privileges, such as the cluster
        privilege "all": "any" covers every way, read_cases those that only read,
        delete_cases the one that deletes files, and each capability all other ways. Ways
        of Elasticsearch count in every space and for @*, ways of Kibana in their space.
        SOLUTION makes no difference to ways.
    -kibana-version VERSION
        Judge raw privilege ids by this Kibana: a release such as 9.2.0, or serverless.
        Default: what the plan knows, otherwise the newest release.
    -version
        Print the version.
    -help
        Print this page.

EXIT STATUS
    0   The plan is reviewed.
    1   It cannot be reviewed. Standard error says why, and what to do.
    2   It is reviewed, and -deny denies it.

EXAMPLES
    Review a plan in the terminal:
        terraform plan -out=tfplan
        terraform show -json tfplan | cases-review

    Write a comment for a pull request:
        terraform show -json tfplan | cases-review -format markdown -out review.md

    Refuse a plan by which anybody can delete cases, or gains anything in all spaces:
        terraform show -json tfplan | cases-review -deny delete_cases -deny 'any@*'
`
