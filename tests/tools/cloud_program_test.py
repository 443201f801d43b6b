#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""aval cloud as a person uses it, against aval cloud emulator.

    cloud_program_test.py PROGRAM
"""
import json, os, pathlib, signal, subprocess, sys, tempfile, threading, unittest

from emulator import CANARY, DATA, KEY, KEY_ID, PROGRAM, Emulator

REGION, ACCOUNT = "cn-beijing", "123456789012"


def identity_arn(name):
    return f"acs:agentidentity:{REGION}:{ACCOUNT}:workloadidentitydirectory/default/workloadidentity/{name}"


def trust(name):
    return {"Version": "1", "Statement": [{"Effect": "Allow", "Principal": {"Service": "workload.agentidentity.aliyuncs.com"}, "Action": ["sts:AssumeRole", "sts:SetContext"],
            "Condition": {"StringEquals": {"sts:RequestContext/agentidentity:WorkloadIdentityArn": identity_arn(name)}}}]}


def permission(name):
    def allow(action, providers):
        return {"Effect": "Allow", "Action": [action], "Resource": [identity_arn(name), f"acs:agentidentity:{REGION}:{ACCOUNT}:tokenvault/default/{providers}/*"]}
    return {"Version": "1", "Statement": [allow("agentidentitydata:GetResourceOAuth2Token", "oauth2credentialprovider"), allow("agentidentitydata:GetResourceAPIKey", "apikeycredentialprovider")]}


class CloudTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator("--http")

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.emulator.control("reset", {})
        self.emulator.add_key()

    def words(self, *words):
        endpoint = [] if "--endpoint" in words else ["--endpoint", self.emulator.url]
        return [PROGRAM, "cloud", *words, *endpoint]

    def environment(self, **more):
        env = {"PATH": os.environ["PATH"], "HOME": self.temporary.name, "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY, **more}
        return env | {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}

    def run_it(self, *words, expect=0, given="", **more):
        done = subprocess.run(self.words(*words), capture_output=True, text=True, timeout=60, env=self.environment(**more), input=given)
        if done.returncode != expect:
            raise AssertionError(f"aval cloud {' '.join(words)}: status {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
        if CANARY in done.stdout + done.stderr:
            raise AssertionError(f"aval cloud {words[0]} has printed a secret")
        return done

    def read(self, *words, **more):
        return json.loads(self.run_it(*words, "--output", "json", **more).stdout)

    def test_an_identity_is_made_with_its_role_as_the_clouds_own_tool_does(self):
        said = self.run_it("create-workload-identity", "--workload-identity-name", "my-agent", "--allowed-resource-oauth2-return-urls", " http://localhost:8090/callback,, http://x/y ").stdout
        for line in ("workload identity: my-agent", "identity's ARN: " + identity_arn("my-agent"), "role: AgentIdentityRole-my-agent", f"role's ARN: acs:ram::{ACCOUNT}:role/AgentIdentityRole-my-agent",
                     "policy: AgentIdentityPolicy-AgentIdentityRole-my-agent"):
            self.assertIn(line + "\n", said.replace("agentidentityrole", "AgentIdentityRole"))
        there = self.read("get-workload-identity", "my-agent")
        self.assertEqual(there["AllowedResourceOAuth2ReturnURLs"], ["http://localhost:8090/callback", "http://x/y"])
        self.assertEqual(there["Description"], "Workload identity for my-agent")
        self.assertTrue(there["RoleArn"].endswith("AgentIdentityRole-my-agent"))

    def test_the_documents_are_those_of_the_clouds_own_tool(self):
        made = self.read("create-role", "--workload-identity-name", "my-agent")
        self.assertEqual(json.dumps(made["TrustPolicy"]), json.dumps(trust("my-agent")), "in this order, too")
        self.assertEqual(json.dumps(made["PermissionPolicy"]), json.dumps(permission("my-agent")))
        self.assertEqual(made["Created"], ["Role", "Policy", "Attachment"])
        everybody = self.read("create-role")
        self.assertRegex(everybody["RoleName"], "^AgentIdentityRole-[0-9a-f]{8}$")
        self.assertNotIn("Condition", everybody["TrustPolicy"]["Statement"][0])
        self.assertIn("workloadidentity/*", json.dumps(everybody["PermissionPolicy"]))
        self.assertEqual(self.read("create-role", "--role-name", "mine")["PolicyName"], "AgentIdentityPolicy-mine")

    def test_a_second_run_is_refused_unless_it_may_take_what_is_there(self):
        one = ["create-workload-identity", "--workload-identity-name", "my-agent"]
        self.run_it(*one)
        refused = self.run_it(*one, expect=1)
        self.assertRegex(refused.stderr, r"^aval: EntityAlreadyExists\.Role: .* \(HTTP 409, request id .*\)\n$")
        self.assertEqual(refused.stdout, "")
        self.assertEqual(self.read(*one, "--if-not-exists")["Created"], [])
        other = self.run_it(*one, "--if-not-exists", "--allowed-resource-oauth2-return-urls", "http://x/y", expect=1)
        self.assertIn('exists, with another list of return URLs (none, not "http://x/y"); see update-workload-identity', other.stderr)

    def test_a_role_that_trusts_somebody_else_is_not_taken(self):
        self.run_it("create-role", "--role-name", "AgentIdentityRole-my-agent", "--workload-identity-name", "somebody-else")
        refused = self.run_it("create-workload-identity", "my-agent", "--if-not-exists", expect=1)
        lines = refused.stderr.splitlines()
        self.assertEqual([line.split("{")[0] for line in lines], ["aval: there:  ", "aval: wanted: ", "aval: the role AgentIdentityRole-my-agent exists, and differs from the one that would be made"])
        self.assertEqual(json.loads(lines[0][len("aval: there:  "):]), trust("somebody-else"))
        self.assertEqual(json.loads(lines[1][len("aval: wanted: "):]), trust("my-agent"))
        self.run_it("get-workload-identity", "my-agent", expect=1)
        self.assertNotIn("undone", refused.stderr, "nothing of this run was there")

    def test_what_was_made_before_a_failure_is_undone_newest_first(self):
        self.run_it("create-workload-identity", "my-agent", "--associated-role-arn", f"acs:ram::{ACCOUNT}:role/mine")
        refused = self.run_it("create-workload-identity", "my-agent", expect=1)
        policy = "AgentIdentityPolicy-AgentIdentityRole-my-agent"
        lines = refused.stderr.splitlines()
        self.assertEqual(lines[:3], [f"aval: undone: policy {policy} attached to role AgentIdentityRole-my-agent", f"aval: undone: policy {policy}", "aval: undone: role AgentIdentityRole-my-agent"])
        self.assertTrue(lines[3].startswith("aval: EntityAlreadyExists.WorkloadIdentity: "), lines)
        self.assertEqual(self.read("create-role", "--workload-identity-name", "my-agent")["Created"], ["Role", "Policy", "Attachment"], "it was gone")
        again = self.run_it("create-workload-identity", "my-agent", "--associated-role-arn", f"acs:ram::{ACCOUNT}:role/AgentIdentityRole-my-agent", expect=1)
        self.assertNotIn("undone", again.stderr, "a role that the user names is never touched")

    def test_what_can_not_be_undone_is_told(self):
        self.run_it("create-workload-identity", "my-agent", "--associated-role-arn", f"acs:ram::{ACCOUNT}:role/mine")
        self.emulator.control("faults", {"kind": "unavailable", "action": "DeleteRole", "times": 0})
        refused = self.run_it("create-workload-identity", "my-agent", expect=1)
        self.assertIn("aval: not undone, please do it by hand: role AgentIdentityRole-my-agent (", refused.stderr)
        self.assertTrue(refused.stderr.splitlines()[-1].startswith("aval: EntityAlreadyExists.WorkloadIdentity: "), "the first error is the last word")

    def test_an_interruption_undoes_as_well(self):
        self.emulator.control("faults", {"kind": "slow", "action": "CreateWorkloadIdentity", "wait_ms": 60000})
        process = subprocess.Popen(self.words("create-workload-identity", "my-agent"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment())
        self.addCleanup(process.kill)
        for _ in range(1200):
            if "CreateWorkloadIdentity" in json.dumps(self.emulator.control("state")["calls"]):
                break
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (1, ""), err)
        self.assertTrue(err.endswith("aval: undone: role AgentIdentityRole-my-agent\naval: interrupted\n"), err)

    def test_names_are_checked_before_anything_is_made(self):
        self.run_it("create-workload-identity", "a" * 46)
        for words in (["create-workload-identity", "a" * 47], ["create-workload-identity", "a_b"], ["create-role", "--role-name", "x" * 65], ["create-role", "--workload-identity-name", "a" * 47]):
            self.assertIn("1 to 64 letters", self.run_it(*words, expect=1).stderr)
        self.run_it("create-workload-identity", "a" * 47, "--associated-role-arn", f"acs:ram::{ACCOUNT}:role/mine")

    def test_a_dry_run_makes_nothing(self):
        said = self.run_it("create-workload-identity", "my-agent", "--dry-run").stdout
        self.assertIn("role: AgentIdentityRole-my-agent", said)
        self.assertIn(identity_arn("my-agent"), said)
        (pathlib.Path(self.temporary.name) / "key").write_text("k")
        self.run_it("create-identity-provider", "login", "--discovery-url", "https://a/.well-known/openid-configuration", "--allowed-audience", "x", "--dry-run")
        self.run_it("create-api-key-credential-provider", "search", "--api-key-file", self.temporary.name + "/key", "--dry-run")
        calls = self.emulator.control("state")["calls"]
        self.assertFalse([name for name in calls if name.startswith("Create")], calls)
        self.run_it("create-workload-identity", "my-agent")
        self.run_it("delete-workload-identity", "my-agent", "--dry-run")
        self.run_it("get-workload-identity", "my-agent")

    def test_an_identity_is_changed_listed_and_deleted(self):
        self.run_it("create-identity-provider", "login", "--discovery-url", "https://login/.well-known/openid-configuration", "--allowed-audience", "app, other")
        self.run_it("create-workload-identity", "my-agent", "--allowed-resource-oauth2-return-urls", "http://x/y")
        self.run_it("update-workload-identity", "my-agent", "--identity-provider-name", "login", "--session-binding-enabled", "true")
        there = self.read("get-workload-identity", "my-agent")
        self.assertEqual((there["IdentityProviderName"], there["AllowedResourceOAuth2ReturnURLs"], there["SessionBindingEnabled"]), ("login", ["http://x/y"], True))
        self.assertIn("nothing to change", self.run_it("update-workload-identity", "my-agent", expect=2).stderr)
        self.run_it("update-workload-identity", "my-agent", "--allowed-resource-oauth2-return-urls", "")
        self.assertEqual(self.read("get-workload-identity", "my-agent")["AllowedResourceOAuth2ReturnURLs"], [])
        for i in range(25):
            self.emulator.control("workload-identities", {"name": f"more-{i:02}"})
        self.assertEqual(len(self.read("list-workload-identities")), 26, "all pages")
        self.assertIn("my-agent", self.run_it("list-workload-identity").stdout)
        self.run_it("delete-workload-identity", "my-agent", "--with-role")
        self.assertIn("EntityNotExists.WorkloadIdentity", self.run_it("get-workload-identity", "my-agent", expect=1).stderr)
        self.assertEqual(self.read("create-workload-identity", "my-agent")["Created"], ["Role", "Policy", "Attachment", "WorkloadIdentity"])

    def test_a_deletion_that_stops_half_way_says_so_and_goes_on_the_next_time(self):
        role, policy = "AgentIdentityRole-my-agent", "AgentIdentityPolicy-AgentIdentityRole-my-agent"
        delete = ["delete-workload-identity", "my-agent", "--with-role"]
        self.run_it("create-workload-identity", "my-agent")
        busy = {"kind": "throttle", "wait_ms": 3000000}  # nobody waits for so long
        self.emulator.control("faults", {**busy, "action": "DeleteWorkloadIdentity"})
        self.assertRegex(self.run_it(*delete, expect=1).stderr, r"^aval: Throttling.User: .*\n$", "nothing was deleted, so there is nothing to tell")
        self.emulator.control("faults", {**busy, "action": "DeletePolicy"})
        stopped = self.run_it(*delete, expect=1)
        self.assertEqual(stopped.stdout, "")
        lines = stopped.stderr.splitlines()
        self.assertEqual(lines[:5], ["aval: deleted: workload identity my-agent", f"aval: deleted: policy {policy} attached to role {role}", f"aval: remains: policy {policy}",
                                     f"aval: remains: role {role}", "aval: the same command again goes on from here"])
        self.assertRegex(lines[5], "^aval: Throttling.User: ", "the failure is the last word")
        self.emulator.control("faults", {"kind": "drop", "action": "DeleteRole", "times": 0})
        lines = self.run_it(*delete, expect=1).stderr.splitlines()
        self.assertEqual(lines[:5], ["aval: was not there: workload identity my-agent", f"aval: was not there: policy {policy} attached to role {role}", f"aval: deleted: policy {policy}",
                                     f"aval: perhaps remains: role {role}", "aval: the same command again goes on from here"])
        self.emulator.control("faults", method="DELETE")
        done = self.run_it(*delete)
        self.assertEqual((done.stdout, len(done.stderr.splitlines())), ("deleted: my-agent\n", 3), done.stderr)
        self.assertIn("EntityNotExists.WorkloadIdentity", self.run_it(*delete, expect=1).stderr, "nothing at all is there")
        self.run_it("create-workload-identity", "my-agent")

    def test_an_oauth2_provider_is_taken_only_as_it_would_be_made(self):
        def words(*extra, vendor="Custom", client="client"):
            return ["create-oauth2-credential-provider", "docs", "--credential-provider-vendor", vendor, "--client-id", client, "--client-secret-file", "-", *extra]
        endpoints = ["--authorization-endpoint", "https://a/auth", "--token-endpoint", "https://a/token"]
        server = ["--issuer", "https://a", *endpoints, "--pkce"]
        rest = ["--callback-url", "https://me/back", "--oauth-type", "USER", "--description", "d"]
        self.run_it(*words(*server, *rest), given="s")
        def again(*wanted, expect=1):
            return self.run_it(*wanted, "--if-not-exists", given="s", expect=expect).stderr
        self.assertIn("exists already; nobody can see whether it has the same secret", again(*words(*server, *rest), expect=0))
        again(*words(*server), expect=0)  # what is not given is not compared
        def changed(option, value):
            all = [*server, *rest]
            all[all.index(option) + 1] = value
            return words(*all)
        for wanted, said in ((words(*server, vendor="IDaaS"), 'vendor ("Custom", not "IDaaS")'), (words(*server, client="b"), 'client id ("client", not "b")'),
                             (changed("--issuer", "https://b"), 'issuer ("https://a", not "https://b")'),
                             (changed("--authorization-endpoint", "https://b/"), 'authorization endpoint ("https://a/auth", not "https://b/")'),
                             (changed("--token-endpoint", "https://b/"), 'token endpoint ("https://a/token", not "https://b/")'),
                             (changed("--callback-url", "https://b/"), 'callback URL ("https://me/back", not "https://b/")'),
                             (changed("--oauth-type", "M2M"), 'OAuth type ("USER", not "M2M")'), (changed("--description", "e"), 'description ("d", not "e")'),
                             (words(*server[:-1]), 'use of PKCE ("yes", not "no")'),
                             (words("--discovery-url", "https://a/.well-known/openid-configuration"), 'discovery URL (none, not "https://a/.well-known/openid-configuration")'),
                             (words(*endpoints), 'issuer ("https://a", not none)')):
            self.assertIn(f"aval: docs exists, with another {said}; delete it first, or choose another name\n", again(*wanted))
        self.assertIn('client id ("client", not "b"), callback URL ("https://me/back", not "https://b/")', again(*words(*server, "--callback-url", "https://b/", client="b")), "all of them")
        self.run_it("delete-oauth2-credential-provider", "docs")
        self.run_it(*words("--discovery-url", "https://a/x"), given="s")
        again(*words("--discovery-url", "https://a/x"), expect=0)
        self.assertIn('discovery URL ("https://a/x", not "https://a/y")', again(*words("--discovery-url", "https://a/y")))
        self.assertIn('discovery URL ("https://a/x", not none)', again(*words()))
        for wrong in (["--discovery-url", "https://a/x", *endpoints], ["--issuer", "https://a"], ["--discovery-url", "https://a/x", "--issuer", "https://a"], ["--pkce"]):
            self.run_it(*words(*wrong), given="s", expect=2)

    def test_a_consent_is_completed_from_the_command_line(self):
        e, back = self.emulator, "http://localhost:1/back"
        e.control("workload-identities", {"name": "me", "return_urls": [back]})
        e.control("oauth2-providers", {"name": "docs"})
        token = e.call(DATA, "GetWorkloadAccessTokenForUserId", {"WorkloadIdentityName": "me", "UserId": "ann"})[1]["WorkloadAccessToken"]
        asked = {"WorkloadAccessToken": token, "ResourceCredentialProviderName": "docs", "Scopes": '["openid"]', "ResourceOAuth2ReturnURL": back}
        asked["SessionURI"] = e.call(DATA, "GetResourceOAuth2Token", asked)[1]["SessionURI"]
        e.control("decide", {"session_uri": asked["SessionURI"], "approve": True})
        confirm = ["confirm-user-auth", "--session-uri", asked["SessionURI"]]
        self.assertIn("InvalidParameter.UserIdentifier", self.run_it(*confirm, "--user-id", "bob", expect=1).stderr, "who it was is not for anybody to say")
        self.assertNotIn("AccessToken", e.call(DATA, "GetResourceOAuth2Token", asked)[1])
        self.assertEqual(self.run_it(*confirm, "--user-id", "ann").stdout, f"confirmed: {asked['SessionURI']}\n")
        self.assertTrue(e.call(DATA, "GetResourceOAuth2Token", asked)[1]["AccessToken"])
        jwt = self.run_it(*confirm, "--user-token-file", "-", given="canary.of.ann\n", expect=1)  # it was for a user with an id
        self.assertNotIn("canary", jwt.stdout + jwt.stderr)
        for wrong in (["confirm-user-auth", "--user-id", "ann"], confirm, [*confirm, "--user-id", "ann", "--user-token-file", "-"]):
            self.run_it(*wrong, expect=2)

    def test_agent_identity_alone_is_elsewhere_with_its_own_variable(self):
        self.run_it("create-workload-identity", "me", "--endpoint", self.emulator.url)
        done = subprocess.run([PROGRAM, "cloud", "list-workload-identities"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
                              env=self.environment(AGENT_IDENTITY_ENDPOINT=self.emulator.url))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("me", done.stdout)

    def test_providers_are_made_shown_listed_and_deleted(self):
        one = ["create-identity-provider", "login", "--discovery-url", "https://login/.well-known/openid-configuration", "--allowed-audience", "app,other"]
        self.assertEqual(self.read(*one)["AllowedAudience"], ["app", "other"])
        self.run_it(*one, expect=1)
        self.assertIn("exists already", self.run_it(*one, "--if-not-exists").stderr)
        self.assertIn("another discovery URL", self.run_it("create-identity-provider", "login", "--discovery-url", "https://b/", "--allowed-audience", "app", "--if-not-exists", expect=1).stderr)
        self.assertEqual(self.read("get-identity-provider", "login")["DiscoveryURL"], "https://login/.well-known/openid-configuration")
        self.assertEqual([p["IdentityProviderName"] for p in self.read("list-identity-providers")], ["login"])
        self.run_it("delete-identity-provider", "login")
        self.assertEqual(self.read("list-identity-providers"), [])

    def test_secrets_come_from_a_file_or_standard_input_and_are_never_shown(self):
        secret = CANARY
        key = pathlib.Path(self.temporary.name) / "key"
        key.write_text(secret + "\n")
        said = []
        def run(*words, **more):
            done = self.run_it(*words, **more)
            said.append(done.stdout + done.stderr)
            return done
        run("create-api-key-credential-provider", "search", "--api-key-file", str(key), "--output", "json")
        run("create-api-key-credential-provider", "search", "--api-key-file", "-", expect=1, given=secret)
        taken = run("create-api-key-credential-provider", "search", "--api-key-file", "-", "--if-not-exists", given="another-" + secret)
        self.assertIn("nobody can see whether it has the same key", taken.stderr)
        for extra in ([], ["--authorization-endpoint", "https://a/auth", "--token-endpoint", "https://a/token"], ["--discovery-url", "https://a/.well-known/openid-configuration"],
                      ["--issuer", "https://a", "--authorization-endpoint", "https://a/auth", "--token-endpoint", "https://a/token", "--pkce"]):
            name = f"p{len(extra)}"
            made = json.loads(run("create-oauth2-credential-provider", name, "--credential-provider-vendor", "Custom", "--client-id", "client", "--client-secret-file", "-", "--output", "json", *extra,
                                  given=secret).stdout)
            config = made["OAuth2ProviderConfig"]
            custom = config.get("CustomOAuth2ProviderConfig")
            self.assertEqual((custom or config["IncludedOAuth2ProviderConfig"])["ClientId"], "client")
            self.assertEqual(custom is not None, "--issuer" in extra or "--discovery-url" in extra)
            run("get-oauth2-credential-provider", name)
        run("get-api-key-credential-provider", "search")
        self.assertEqual(len(json.loads(run("list-oauth2-credential-providers", "--output", "json").stdout)), 4)
        self.assertEqual(len(json.loads(run("list-api-key-credential-providers", "--output", "json").stdout)), 1)
        run("delete-oauth2-credential-provider", "p0")
        run("delete-api-key-credential-provider", "search")
        self.assertNotIn(secret, "".join(said))
        self.run_it("create-api-key-credential-provider", "search", "--api-key", secret, expect=2)
        self.run_it("create-api-key-credential-provider", "search", "--api-key-file", "-", expect=1, given="")
        self.run_it("create-api-key-credential-provider", "search", "--api-key-file", "-", expect=1, given="two\nlines\n")

    def test_under_the_name_of_the_clouds_own_tool(self):
        tool = str(pathlib.Path(PROGRAM).parent / "agent-identity-cli")
        env = self.environment(AGENT_IDENTITY_REGION_ID="cn-hangzhou")
        def run(*words):
            done = subprocess.run([tool, *words], capture_output=True, text=True, timeout=60, env=env, stdin=subprocess.DEVNULL)
            return done.returncode, done.stdout, done.stderr
        self.assertEqual(run()[0], 1)
        self.assertEqual(run("--version"), (0, subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=60).stdout, ""))
        self.assertEqual(run("create-workload-identity")[0], 2)
        self.assertIn("create-role", run("--help")[1])
        status, out, err = run("create-workload-identity", "--workload-identity-name", "my-agent", "--associated-role-arn", f"acs:ram::{ACCOUNT}:role/mine", "--endpoint", self.emulator.url)
        self.assertEqual(status, 0, err)
        self.assertIn("workload identity: my-agent", out)
        status, out, err = run("create-role", "--dry-run", "--endpoint", self.emulator.url)
        self.assertIn("acs:agentidentity:cn-hangzhou:", out, err)

    def test_over_tls_the_certificate_is_checked(self):
        certificate = self.temporary.name + "/emulator.pem"
        emulator = Emulator("--self-signed", trust=certificate)
        self.addCleanup(emulator.stop)
        emulator.add_key()
        words = ["list-workload-identities", "--endpoint", emulator.url]
        self.assertIn("certificate", self.run_it(*words, expect=1).stderr)
        self.run_it(*words, "--ca", certificate)

    def test_wrong_keys_and_missing_ones_are_told_as_such(self):
        self.assertRegex(self.run_it("list-workload-identities", expect=1, ALIBABA_CLOUD_ACCESS_KEY_SECRET="wrong").stderr, "^aval: SignatureDoesNotMatch: ")
        self.assertIn("no credential", self.run_it("list-workload-identities", expect=1, ALIBABA_CLOUD_ACCESS_KEY_ID="", ALIBABA_CLOUD_ECS_METADATA_DISABLED="true").stderr)


if __name__ == "__main__":
    if not PROGRAM:
        sys.exit(__doc__)
    unittest.main()
