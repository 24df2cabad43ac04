package provider_test

// expected says what ends how: when a fault happens once and, in the line below
// where that differs, when it lasts. One retry is configured.
//
// A cell is the end and the requests that were made to the API in question, by
// the initials of their methods; L lists all roles. What the end says is true:
//
//	done       the goal is stored, and in the state
//	missing    somebody deleted the role after the write, and nothing is in the state
//	unchecked  so it is, with a warning: nobody could look whether it stays
//	unknown    it may be stored or not, which the next plan shows; and why nobody could look
//	gone       somebody deleted the role, and it is in no state
//	without    what is only good for warnings, or for refusing early, is left out
//
// After anything else nothing has changed but what others changed.
//
// Two reads verify the write of a grant. A write that fails is repeated only after
// a reading: "GPGPGG" where it had no effect. "GPGGG" where it had one: the reading
// that finds it is none of the two that verify. A DELETE follows the same rule:
// "DGD" and "DG". Where that reading fails too, nothing more is sent: "DGG". The
// PUT of a create is repeated at once, since createOnly keeps it from harm.
const expected = `
                           | create               | update               | delete              | grant                | removal
none                       | done P               | done GP              | done D              | done GPGG            | done GPGG
429                        | done PP              | done GPGP            | done DGD            | done GPGPGG          | done GPGPGG
  for ever                 | busy PP              | busy GPGG            | busy DGG            | busy GPGG            | busy GPGG
500                        | failed P             | failed GP            | failed D            | failed GP            | failed GP
502, without effect        | done PP              | done GPGP            | done DGD            | done GPGPGG          | done GPGPGG
  for ever                 | unknown: busy PPGG   | unknown: busy GPGG   | unknown: busy DGG   | unknown: busy GPGG   | unknown: busy GPGG
503                        | done PP              | done GPGP            | done DGD            | done GPGPGG          | done GPGPGG
  for ever                 | unknown: busy PPGG   | unknown: busy GPGG   | unknown: busy DGG   | unknown: busy GPGG   | unknown: busy GPGG
504, took effect           | done PPG             | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: busy PPGG   | unknown: busy GPGG   | unknown: busy DGG   | unknown: busy GPGG   | unknown: busy GPGG
reset, without effect      | done PP              | done GPGP            | done DGD            | done GPGPGG          | done GPGPGG
  for ever                 | unknown: broken PPGG | unknown: broken GPGG | unknown: broken DGG | unknown: broken GPGG | unknown: broken GPGG
reset, took effect         | done PPG             | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: broken PPGG | unknown: broken GPGG | unknown: broken DGG | unknown: broken GPGG | unknown: broken GPGG
too slow, took effect      | done PPG             | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: late PPGG   | unknown: late GPGG   | unknown: late DGG   | unknown: late GPGG   | unknown: late GPGG
truncated, took effect     | done PG              | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: foreign PG  | unknown: foreign GPG | unknown: foreign DG | unknown: foreign GPG | unknown: foreign GPG
garbage, took effect       | done PG              | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: foreign PG  | unknown: foreign GPG | unknown: foreign DG | unknown: foreign GPG | unknown: foreign GPG
oversized, took effect     | done PG              | done GPG             | done DG             | done GPGGG           | done GPGGG
  for ever                 | unknown: foreign PG  | unknown: foreign GPG | unknown: foreign DG | unknown: foreign GPG | unknown: foreign GPG
login page, without effect | foreign PG           | foreign GPG          | foreign DG          | foreign GPG          | foreign GPG
  for ever                 | unknown: foreign PG  | unknown: foreign GPG | unknown: foreign DG | unknown: foreign GPG | unknown: foreign GPG
redirect, same origin      | login P              | login GP             | login D             | login GP             | login GP
redirect, other origin     | moved P              | moved GP             | moved D             | moved GP             | moved GP
401                        | refused P            | refused GP           | refused D           | refused GP           | refused GP
403                        | forbidden P          | forbidden GP         | forbidden D         | forbidden GP         | forbidden GP
404                        | unrouted P           | unrouted GP          | done D              | unrouted GP          | unrouted GP
409                        | exists PG            | failed GP            | failed D            | failed GP            | failed GP

                           | read         | update's read | grant's check  | list refresh | query       | catalogue    | licence
none                       | done GG      | done GP       | done GPGG      | done GGGL    | done L      | done GG      | done G
429                        | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | busy GGG     | busy GG       | unchecked GPGG | done GGGLLGG | busy LL     | busy GGGG    | without GG
500                        | failed GG    | failed G      | unchecked GPG  | done GGGLGG  | failed L    | failed GG    | without G
502, without effect        | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | busy GGG     | busy GG       | unchecked GPGG | done GGGLLGG | busy LL     | busy GGGG    | without GG
503                        | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | busy GGG     | busy GG       | unchecked GPGG | done GGGLLGG | busy LL     | busy GGGG    | without GG
504, took effect           | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | busy GGG     | busy GG       | unchecked GPGG | done GGGLLGG | busy LL     | busy GGGG    | without GG
reset, without effect      | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | broken GGG   | broken GG     | unchecked GPGG | done GGGLLGG | broken LL   | broken GGGG  | without GG
reset, took effect         | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | done GG
  for ever                 | broken GGG   | broken GG     | unchecked GPGG | done GGGLLGG | broken LL   | broken GGGG  | without GG
too slow, took effect      | done GGG     | done GGP      | done GPGGG     | done GGGLL   | done LL     | done GGG     | without G
  for ever                 | late GGG     | late GG       | unchecked GPGG | done GGGLLGG | late LL     | late GGGG    |
truncated, took effect     | foreign GG   | foreign G     | unchecked GPG  | done GGGLGG  | foreign L   | foreign GG   | without G
garbage, took effect       | foreign GG   | foreign G     | unchecked GPG  | done GGGLGG  | foreign L   | foreign GG   | without G
oversized, took effect     | foreign GG   | foreign G     | unchecked GPG  | done GGGLGG  | foreign L   | foreign GG   | without G
login page, without effect | foreign GG   | foreign G     | unchecked GPG  | done GGGLGG  | foreign L   | foreign GG   | without G
redirect, same origin      | login GG     | login G       | unchecked GPG  | done GGGLGG  | login L     | login GG     | without G
redirect, other origin     | moved GG     | moved G       | unchecked GPG  | done GGGLGG  | moved L     | moved GG     | without G
401                        | refused GG   | refused G     | unchecked GPG  | done GGGLGG  | refused L   | refused GG   | without G
403                        | forbidden GG | forbidden G   | unchecked GPG  | done GGGLGG  | forbidden L | forbidden GG | without G
404                        | gone GG      | changed G     | missing GPG    | done GGGLGG  | unrouted L  | unrouted GG  | without G
409                        | failed GG    | failed G      | unchecked GPG  | done GGGLGG  | failed L    | failed GG    | without G

                           | restrictions | hidden cases | spaces      | users       | profiles    | role mappings
none                       | done G       | done G       | done GG     | done GL     | done PL     | done GL
429                        | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | busy GGG    | busy GG     | busy PP     | busy GG
500                        | without G    | without G    | failed GG   | failed G    | failed P    | failed G
502, without effect        | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | busy GGG    | busy GG     | busy PP     | busy GG
503                        | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | busy GGG    | busy GG     | busy PP     | busy GG
504, took effect           | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | busy GGG    | busy GG     | busy PP     | busy GG
reset, without effect      | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | broken GGG  | broken GG   | broken PP   | broken GG
reset, took effect         | done GG      | done GG      | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   | without GG   | broken GGG  | broken GG   | broken PP   | broken GG
too slow, took effect      | done GG      | without G    | done GGG    | done GGL    | done PPL    | done GGL
  for ever                 | without GG   |              | late GGG    | late GG     | late PP     | late GG
truncated, took effect     | without G    | without G    | foreign GG  | foreign G   | foreign P   | foreign G
garbage, took effect       | without G    | without G    | foreign GG  | foreign G   | foreign P   | foreign G
oversized, took effect     | without G    | without G    | foreign GG  | foreign G   | foreign P   | foreign G
login page, without effect | without G    | without G    | foreign GG  | foreign G   | foreign P   | foreign G
redirect, same origin      | without G    | without G    | login GG    | login G     | login P     | login G
redirect, other origin     | without G    | without G    | moved GG    | moved G     | moved P     | moved G
401                        | without G    | without G    | refused GG  | refused G   | refused P   | refused G
403                        | without G    | without G    | unseen GG   | forbidden G | forbidden P | forbidden G
404                        | without G    | without G    | unrouted GG | foreign G   | foreign P   | foreign G
409                        | without G    | without G    | failed GG   | failed G    | failed P    | failed G
`

// ends are the words for errors and warnings, by what they advise.
var ends = []struct{ word, advises string }{
	{"unknown", "Then run terraform plan: it shows what is left to do"},
	{"unchecked", "The next plan shows what the role holds"},
	{"busy", "Try again later, or raise max_retries"},
	{"broken", "The connection to Kibana broke. Try again; if it persists, look at proxies"},
	{"broken", "The connection to Elasticsearch broke. Try again; if it persists, look at proxies"},
	{"late", "Raise request_timeout"},
	{"failed", "Kibana failed to process the request. Its log says more"},
	{"failed", "Elasticsearch refused the request; its reason follows"},
	{"foreign", "a login page or a proxy. Check the provider's elasticsearch_endpoint"},
	{"foreign", "a login page or a proxy. Check the provider's endpoint"},
	{"login", "set them in the provider's headers"},
	{"moved", "to the address at which Kibana itself answers"},
	{"moved", "to the address at which Elasticsearch itself answers"},
	{"refused", "Elasticsearch did not accept the credentials"},
	{"refused", "Check the provider's api_key, username and password"},
	{"forbidden", "needs the cluster privilege manage_security"},
	{"forbidden", "needs the cluster privilege read_security"},
	{"unseen", "The provider's credentials may see no space"},
	{"unrouted", "check that custom roles are available"},
	{"exists", "import {"},
	{"missing", "Kibana has no role \"rich\" to add privileges to"},
	{"changed", "Role changed since this plan was made"},
}
