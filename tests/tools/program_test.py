#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""The command-line program as a person uses it: an authority on a file, agents from outside, approvals, audit, wrong usage.

    program_test.py PROGRAM
"""
import base64, hashlib, json, os, pathlib, signal, sqlite3, ssl, stat, subprocess, sys, tempfile, threading, time, unittest, urllib.error, urllib.request

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else ""


def run(*words, environment=None, expect=0):
    env = {"PATH": os.environ["PATH"], "HOME": run.home, **(environment or {})}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, env=env, stdin=subprocess.DEVNULL)
    if done.returncode != expect:
        raise AssertionError(f"aval {' '.join(words)}: status {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done


class Authority:
    """aval authority serve, until stop()."""

    def __init__(self, database, *words):
        self.database = database
        env = {"PATH": os.environ["PATH"], "HOME": run.home}
        self.process = subprocess.Popen([PROGRAM, "authority", "serve", "--listen", "127.0.0.1:0", "--db", database, *words], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, env=env)
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        if "listens on" not in line:
            raise AssertionError("the authority did not start: " + line + self.process.stderr.read())
        self.url = line.split()[-1]
        self.printed = line + self.process.stdout.readline()
        if self.url.startswith("https"):
            self.printed += self.process.stdout.readline()

    def access(self):
        how = ["--url", self.url, "--admin-file", self.database + ".admin"]
        return how + (["--ca", self.database + ".pem"] if self.url.startswith("https") else [])

    def call(self, method, path, body=None, headers=None):
        context = ssl.create_default_context(cafile=self.database + ".pem") if self.url.startswith("https") else None
        request = urllib.request.Request(self.url + path, method=method, data=None if body is None else body.encode(),
                                         headers={"Content-Type": "application/json", **(headers or {})})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *([urllib.request.HTTPSHandler(context=context)] if context else []))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as e:
            return e.code, json.loads(e.read() or b"null")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, self.printed + out, err


class Agent:
    """An agent written without the library: openssl signs, urllib asks."""

    def __init__(self, authority, api_key, name):
        self.authority, self.asked = authority, 0
        status, answer = authority.call("POST", "/api/v1/public/agents/register",
                                        json.dumps({"name": name, "display_name": name, "description": "d", "agent_type": "ai_agent"}),
                                        {"X-AIM-API-Key": api_key})
        assert status == 201, (status, answer)
        self.id, self.public_key = answer["agent_id"], answer["public_key"]
        seed = base64.b64decode(answer["private_key"])[:32]
        self.folder = tempfile.mkdtemp(dir=run.home)
        with open(self.folder + "/key.der", "wb") as f:
            f.write(bytes.fromhex("302e020100300506032b657004220420") + seed)

    def sign(self, message):
        with open(self.folder + "/message", "w") as f:
            f.write(message)
        done = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", self.folder + "/key.der", "-in", self.folder + "/message"],
                              capture_output=True, check=True)
        return base64.b64encode(done.stdout).decode()

    def ask(self, action, context):
        self.asked += 1  # no two questions are the same
        question = {"action_type": action, "agent_id": self.id, "context": context, "resource": "r",
                    "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + ".%06dZ" % self.asked}
        body = dict(question, signature=self.sign(json.dumps(question, sort_keys=True)), public_key=self.public_key)
        return self.authority.call("POST", "/api/v1/sdk-api/verifications", json.dumps(body))

    def poll(self, id):
        now, path = str(int(time.time())), "/api/v1/sdk-api/verifications/" + id
        return self.authority.call("GET", path, None, {"X-Agent-ID": self.id, "X-Timestamp": now, "X-Public-Key": self.public_key,
                                                       "X-Signature": self.sign("GET\n" + path + "\n" + now)})


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        run.home = self.folder.name
        self.database = self.folder.name + "/authority.db"
        self.started = []

    def tearDown(self):
        for a in self.started:
            if a.process.poll() is None:
                a.process.kill()
                a.process.communicate()
        self.folder.cleanup()

    def serve(self, *words):
        self.started.append(Authority(self.database, *words))
        return self.started[-1]

    def api_key(self, authority):
        return json.loads(run("authority", "api-key", "create", "--name", "test", "--output", "json", *authority.access()).stdout)["api_key"]

    def test_people_are_added_and_given_rights_and_sdks_get_a_token(self):
        authority = self.serve("--http")
        users = lambda *words, **how: run("authority", "users", *words, *authority.access(), **how)
        added = json.loads(users("add", "--email", "may@example.com", "--role", "member", "--output", "json").stdout)
        self.assertGreater(len(added["password"]), 20)
        self.assertEqual(users("add", "--email", "may@example.com", expect=1).stdout, "")
        with open(self.folder.name + "/password", "w") as f:
            f.write("a long enough one\n")
        own = users("add", "--email", "kim@example.com", "--role", "admin", "--password-file", f.name).stdout
        self.assertIn("kim@example.com", own)
        self.assertNotIn("a long enough one", own)
        self.assertIn("manager", users("role", "may@example.com", "manager").stdout)
        listed = json.loads(users("list", "--output", "json").stdout)
        self.assertEqual({u["email"]: u["role"] for u in listed}, {"admin@localhost": "admin", "may@example.com": "manager", "kim@example.com": "admin"})
        self.assertIn("nobody@example.com", users("role", "nobody@example.com", "viewer", expect=1).stderr)
        users("role", "may@example.com", "king", expect=2)
        users("role", "kim@example.com", "viewer")
        self.assertIn("last administrator", users("role", "admin@localhost", "viewer", expect=1).stderr)

        file = self.folder.name + "/sdk_credentials.json"
        self.assertIn(file, run("authority", "sdk-token", "create", "--device", "laptop", "--out", file, *authority.access()).stdout)
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        with open(file) as f:
            credentials = json.load(f)
        self.assertEqual(sorted(credentials), ["aim_url", "email", "refresh_token", "sdk_token_id", "user_id"])
        status, answer = authority.call("POST", "/api/v1/auth/refresh", json.dumps({"refresh_token": credentials["refresh_token"]}))
        self.assertEqual(status, 200, answer)
        shown = json.loads(run("authority", "sdk-token", "create", *authority.access()).stdout)
        self.assertEqual(shown["aim_url"], authority.url)
        run("authority", "sdk-token", "create", "--out", file, *authority.access(), expect=1)  # a credential is not overwritten

    def test_the_first_start_writes_the_admin_credential_for_its_owner_only(self):
        authority = self.serve("--self-signed")
        self.assertEqual(stat.S_IMODE(os.stat(self.database + ".admin").st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.database).st_mode), 0o600)
        status, out, err = authority.stop()
        self.assertEqual(status, 0, err)
        self.assertIn(self.database + ".admin", out)
        with open(self.database + ".admin") as f:
            self.assertNotIn(json.load(f)["password"], out + err)

    def test_a_program_that_starts_it_reads_one_line_of_json(self):
        server = subprocess.Popen([PROGRAM, "authority", "serve", "--self-signed", "--listen", "127.0.0.1:0", "--db", self.database, "--output", "json"],
                                  stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "HOME": run.home})
        watchdog = threading.Timer(60, server.kill)
        watchdog.start()
        started = json.loads(server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.communicate(timeout=60)[0], "", "nothing but the line")
        watchdog.cancel()
        self.assertEqual(server.returncode, 0)
        self.assertEqual(started["admin_file"], self.database + ".admin")
        self.assertEqual(started["certificate"], self.database + ".pem")
        self.assertTrue(os.path.exists(started["certificate"]))
        self.assertRegex(started["url"], r"^https://127\.0\.0\.1:\d+$")

    def test_a_critical_action_waits_until_it_is_approved_from_the_command_line(self):
        authority = self.serve("--self-signed")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        status, answer = agent.ask("delete_user", {"risk_level": "critical", "parameters": {"user": 42}})
        self.assertEqual((status, answer["status"]), (201, "pending"))
        listed = json.loads(run("approvals", "list", "--output", "json", *authority.access()).stdout)
        self.assertEqual([(v["id"], v["action_type"], v["risk_level"]) for v in listed], [(answer["id"], "delete_user", "critical")])
        self.assertIn("delete_user", run("approvals", "list", *authority.access()).stdout)
        self.assertIn("approved", run("approvals", "approve", answer["id"], "--reason", "checked", *authority.access()).stdout)
        self.assertEqual(agent.poll(answer["id"])[1]["status"], "approved")
        self.assertIn("nothing waits", run("approvals", "list", *authority.access()).stdout)
        again = run("approvals", "deny", answer["id"], "--reason", "too late", *authority.access(), expect=1)
        self.assertIn("already approved", again.stderr)

    def test_a_denial_tells_the_agent_the_reason(self):
        authority = self.serve("--http")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        id = agent.ask("delete_user", {"risk_level": "critical"})[1]["id"]
        self.assertEqual(run("approvals", "deny", id, *authority.access(), expect=2).stdout, "")
        run("approvals", "deny", id, "--reason", "not on a Friday", *authority.access())
        answer = agent.poll(id)[1]
        self.assertEqual((answer["status"], answer["denial_reason"]), ("denied", "not on a Friday"))

    def test_the_audit_trail_is_listed_and_filtered(self):
        authority = self.serve("--http")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        for action in ("read_file", "search", "read_file"):
            self.assertEqual(agent.ask(action, {})[1]["status"], "approved")
        listed = json.loads(run("audit", "list", "--agent", agent.id, "--action", "read_file", "--output", "json", *authority.access()).stdout)
        self.assertEqual([(r["action_name"], r["status"]) for r in listed], [("read_file", "approved")] * 2)
        self.assertEqual(len(json.loads(run("audit", "list", "--action", "read_file", "--limit", "1", "--output", "json", *authority.access()).stdout)), 1)
        self.assertIn("start_date", run("audit", "list", "--since", "yesterday", *authority.access(), expect=1).stderr)

    def test_the_trail_is_checked_and_a_change_in_the_data_base_is_found(self):
        authority = self.serve("--http")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        good = json.loads(run("audit", "check", *authority.access(), "--output", "json").stdout)
        self.assertTrue(good["good"])
        self.assertGreaterEqual(good["records"], 2)
        again = run("audit", "check", "--head", good["head"], *authority.access())
        self.assertIn("good: yes", again.stdout)
        wrong = run("audit", "check", "--head", good["head"][:-1] + ("0" if good["head"][-1] != "0" else "1"), *authority.access(), expect=1)
        self.assertIn("cut off or rewritten", wrong.stderr)
        authority.stop()
        with sqlite3.connect(self.database) as data:
            self.assertEqual(data.execute("UPDATE audit SET text = replace(text, '\"status\": \"', '\"status\": \"x') WHERE seq = 2").rowcount, 1)
        data.close()
        authority = self.serve("--http")
        found = run("audit", "check", *authority.access(), expect=1)
        self.assertIn("record 2 was changed", found.stderr)

    def test_an_export_is_verified_without_the_authority_and_every_attack_on_it_is_found(self):
        authority = self.serve("--http")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        for action in ("read_file", "search", "read_file"):
            agent.ask(action, {})
        out = run.home + "/trail.jsonl"
        made = json.loads(run("audit", "export", "--out", out, "--output", "json", *authority.access()).stdout)
        self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o600)
        self.assertIn("is there already", run("audit", "export", "--out", out, *authority.access(), expect=1).stderr)
        key = authority.call("GET", "/api/v1/audit/key")[1]["key"]
        authority.stop()
        lines = pathlib.Path(out).read_text().splitlines()
        self.assertEqual(made["records"], len(lines))

        def verify(lines, *more, trusted=key, expect=1):
            file = pathlib.Path(run.home, "given.jsonl")
            file.write_text("".join(line + "\n" for line in lines))
            return run("audit", "verify", "--file", str(file), "--checkpoints", out + ".checkpoints", "--key", trusted, *more, expect=expect)

        good = json.loads(verify(lines, "--output", "json", expect=0).stdout)
        self.assertEqual((good["good"], good["records"], good["keys"]), (True, len(lines), [key]))
        self.assertGreaterEqual(good["vouched"], 4)
        self.assertIn("the trail was cut off", verify(lines[:3]).stderr, "truncated")
        edited = lines[:2] + [lines[2].replace('"status": "', '"status": "x')] + lines[3:]
        self.assertIn("record 3 was changed", verify(edited).stderr)
        self.assertIn("the order is wrong", verify(lines[:1] + [lines[2], lines[1]] + lines[3:]).stderr, "reordered")
        self.assertIn("records are missing", verify(lines[:1] + lines[2:]).stderr)
        self.assertIn("older ones are missing", verify(lines[1:]).stderr)
        verify(lines[1:], "--first", "2", expect=0)
        verify(lines[1:], "--first", "2", "--head", good["head"], expect=0)
        foreign = base64.b64encode(base64.b64decode("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")).decode()
        self.assertIn("signed by a key that is not trusted", verify(lines, trusted=foreign).stderr)
        forged, before = lines[:2], None
        for line in lines[2:]:  # edited, and every hash behind it computed anew
            record = json.loads(line)
            del record["hash"]
            record["status"] = "x" + record["status"] if before is None else record["status"]
            record["prev_hash"] = before or record["prev_hash"]
            text = json.dumps(record, sort_keys=True)
            before = hashlib.sha256(text.encode()).hexdigest()
            forged.append(text[:-1] + ', "hash": "' + before + '"}')
        self.assertIn("the trail was computed anew", verify(forged).stderr)

    def test_a_trail_that_was_cut_off_in_the_data_base_is_found_by_its_checkpoint(self):
        authority = self.serve("--http")
        agent = Agent(authority, self.api_key(authority), "agent-1")
        for action in ("read_file", "search", "read_file"):
            agent.ask(action, {})
        self.assertIn("good: yes", run("audit", "verify", *authority.access()).stdout)
        authority.stop()
        with sqlite3.connect(self.database) as data:
            self.assertGreater(data.execute("DELETE FROM audit WHERE seq > 3").rowcount, 2)
        data.close()
        authority = self.serve("--http")
        found = run("audit", "verify", *authority.access(), expect=1)
        self.assertRegex(found.stderr, "cut off|computed anew")
        token = run("authority", "token", *authority.access()).stdout.strip()
        report = authority.call("GET", "/api/v1/compliance/export", None, {"Authorization": "Bearer " + token})[1]
        self.assertEqual(report["integrity"]["chain_valid"], False)
        self.assertIn("failed", [c["status"] for c in report["checks"] if c["name"] == "audit_completeness"])
        alerts = authority.call("GET", "/api/v1/admin/alerts", None, {"Authorization": "Bearer " + token})[1]["alerts"]
        self.assertIn("The audit trail is damaged", [a["title"] for a in alerts])

    def test_everything_is_there_after_kill_9(self):
        authority = self.serve("--http")
        key = self.api_key(authority)
        agent = Agent(authority, key, "agent-1")
        id = agent.ask("delete_user", {"risk_level": "critical"})[1]["id"]
        authority.stop(signal.SIGKILL)
        agent.authority = authority = self.serve("--http")
        run("approvals", "approve", id, *authority.access())
        self.assertEqual(agent.poll(id)[1]["status"], "approved")
        self.assertEqual(agent.ask("read_file", {})[1]["status"], "approved")

    def test_a_token_serves_scripts_and_a_wrong_one_is_refused(self):
        authority = self.serve("--http")
        token = run("authority", "token", "--role", "admin", *authority.access()).stdout.strip()
        self.assertEqual(token.count("."), 2)
        self.assertIn("nothing waits", run("approvals", "list", "--url", authority.url, environment={"AVAL_TOKEN": token}).stdout)
        refused = run("approvals", "list", "--url", authority.url, environment={"AVAL_TOKEN": token[:-3] + "AAA"}, expect=1)
        self.assertIn("401", refused.stderr)
        self.assertNotIn(token[:-3], refused.stderr)
        self.assertIn("--admin-file", run("approvals", "list", "--url", authority.url, expect=1).stderr)
        self.assertIn("role admin", run("authority", "token", "--role", "viewer", *authority.access(), expect=1).stderr)

    def test_an_unknown_certificate_is_not_trusted(self):
        authority = self.serve("--self-signed")
        refused = run("approvals", "list", "--url", authority.url, "--admin-file", self.database + ".admin", expect=1)
        self.assertIn("certificate", refused.stderr.lower())
        self.assertIn("--ca", refused.stderr)

    def test_a_data_base_in_use_is_refused_by_name(self):
        self.serve("--http")
        second = run("authority", "serve", "--db", self.database, "--http", "--listen", "127.0.0.1:0", expect=1)
        self.assertIn("another process", second.stderr)

    def test_a_port_in_use_is_refused_by_name(self):
        first = self.serve("--http")
        port = first.url.rsplit(":", 1)[1]
        second = run("authority", "serve", "--db", self.database + "2", "--http", "--listen", "127.0.0.1:" + port, expect=1)
        self.assertIn(port, second.stderr)

    def test_the_address_comes_from_the_configuration_file(self):
        authority = self.serve("--http")
        os.mkdir(run.home + "/.aim")
        with open(run.home + "/.aim/config.yaml", "w") as f:
            f.write('aim_url: "' + authority.url + '"\n')
        told = run("approvals", "list", *authority.access()).stderr
        if told:  # a program without yaml-cpp does not read the file, and says so
            self.assertIn("config.yaml is ignored", told)
            return
        self.assertIn("nothing waits", run("approvals", "list", "--admin-file", self.database + ".admin").stdout)
        with open(run.home + "/.aim/config.yaml", "a") as f:
            f.write("colour: blue\n")
        warned = run("approvals", "list", "--admin-file", self.database + ".admin")
        self.assertIn("config.yaml:2", warned.stderr)
        self.assertIn("colour", warned.stderr)

    def test_wrong_usage_ends_with_status_2_and_nothing_on_standard_output(self):
        for words in (["approvals"], ["approvals", "approve"], ["authority", "serve"], ["authority", "serve", "--db", self.database],
                      ["authority", "serve", "--db", self.database, "--http", "--self-signed"], ["nonsense"], ["audit", "list", "--limit", "0"]):
            done = run(*words, expect=2)
            self.assertEqual(done.stdout, "", words)
            self.assertNotEqual(done.stderr, "", words)

    def test_nobody_listens(self):
        os.makedirs(run.home, exist_ok=True)
        with open(self.database + ".admin", "w") as f:
            f.write('{"email": "a@b", "password": "x"}')
        done = run("approvals", "list", "--url", "http://127.0.0.1:1", "--admin-file", self.database + ".admin", expect=1)
        self.assertIn("127.0.0.1:1", done.stderr)

    def test_a_new_key_is_private_and_never_overwrites(self):
        made = json.loads(run("key", "new", "--out", run.home + "/k.pem", "--output", "json").stdout)
        self.assertEqual(stat.S_IMODE(os.stat(run.home + "/k.pem").st_mode), 0o600)
        shown = json.loads(run("key", "show", run.home + "/k.pem", "--output", "json").stdout)
        self.assertEqual(made, shown)
        run("key", "new", "--out", run.home + "/k.pem", expect=1)
        self.assertEqual(shown, json.loads(run("key", "show", run.home + "/k.pem", "--output", "json").stdout))


    def test_stored_keys_are_listed_and_put_under_a_passphrase(self):
        self.assertEqual(json.loads(run("key", "list", "--output", "json").stdout), [])
        folder = pathlib.Path(run.home, ".aim", "agents")
        folder.mkdir(parents=True, mode=0o700)
        seed = bytes(range(32))
        file = folder / "weather.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"name": "weather", "agent_id": "11111111-2222-4333-8444-555555555555", "aim_url": "https://aim.example",
                                    "private_key": base64.b64encode(seed).decode()}))
        listed = json.loads(run("key", "list", "--output", "json").stdout)
        self.assertEqual([(a["name"], a["aim_url"], a["sealed"]) for a in listed], [("weather", "https://aim.example", False)])
        self.assertIn("AIM_PASSPHRASE", run("key", "seal", expect=1).stderr)
        sealed = run("key", "seal", environment={"AIM_PASSPHRASE": "correct horse"})
        self.assertIn("weather", sealed.stdout)
        self.assertIn("aval-sealed", file.read_text())
        self.assertNotIn(base64.b64encode(seed).decode()[:20], file.read_text())
        self.assertTrue(json.loads(run("key", "list", "--output", "json").stdout)[0]["sealed"])
        with open(run.home + "/wrong", "w") as f:
            f.write("battery staple\n")
        wrong = run("key", "seal", "--passphrase-file", run.home + "/wrong", expect=1)
        self.assertIn("wrong passphrase", wrong.stderr)
        self.assertNotIn("battery", wrong.stderr + wrong.stdout)
        self.assertEqual(run("key", "seal", environment={"AIM_PASSPHRASE": "correct horse"}).stdout, "", "done already")


class CertificateTest(unittest.TestCase):
    """aval cert: what it writes is judged by openssl."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        run.home = self.folder.name
        self.ca = self.folder.name + "/ca"

    def tearDown(self):
        self.folder.cleanup()

    def openssl(self, *words):
        return subprocess.run(["openssl", *words], capture_output=True, text=True, check=True).stdout

    def contents(self):
        return {path.name: path.read_text() for path in pathlib.Path(self.ca).iterdir()}

    def issue(self, id, *words, expect=0):
        return run("cert", "issue", "--id", id, "--ca", self.ca, "--out", self.folder.name + "/agents", *words, expect=expect)

    def test_an_authority_and_its_agents_are_what_openssl_expects(self):
        made = json.loads(run("cert", "ca", "--out", self.ca, "--output", "json").stdout)
        self.assertEqual((made["authority"], made["key_file"]), (True, self.ca + "/ca-key.pem"))
        self.assertEqual(stat.S_IMODE(os.stat(self.ca + "/ca-key.pem").st_mode), 0o600)
        for id, words, key in (("agente_cpp", [], "P-256"), ("agent-384", ["--key-type", "p384"], "P-384"), ("agent-ed", ["--key-type", "ed25519"], "Ed25519"),
                               ("agent-rsa", ["--key-type", "rsa"], "RSA 2048"), ("agente_py", ["--shape", "a"], "RSA 2048")):
            shown = json.loads(self.issue(id, *words, "--output", "json").stdout)
            self.assertEqual((shown["common_names"], shown["key"], shown["valid_now"]), ([id], key, True))
            certificate, private = (f"{self.folder.name}/agents/{id}-{kind}.pem" for kind in ("cert", "key"))
            self.assertEqual(stat.S_IMODE(os.stat(private).st_mode), 0o600)
            self.assertIn("OK", self.openssl("verify", "-CAfile", self.ca + "/ca-cert.pem", certificate))
            self.assertEqual(self.openssl("pkey", "-in", private, "-pubout"), self.openssl("x509", "-in", certificate, "-noout", "-pubkey"))
            digest = self.openssl("x509", "-in", certificate, "-noout", "-fingerprint", "-sha256").strip().split("=")[1]
            self.assertEqual(shown["fingerprint"], digest.replace(":", "").lower())
            del shown["certificate_file"], shown["key_file"]
            self.assertEqual(shown, json.loads(run("cert", "show", certificate, "--output", "json").stdout))
        old = self.openssl("x509", "-in", self.folder.name + "/agents/agente_py-cert.pem", "-noout", "-text")
        self.assertIn("Version: 1 (0x0)", old)
        self.assertNotIn("X509v3", old)
        text = run("cert", "show", self.folder.name + "/agents/agente_cpp-cert.pem").stdout
        self.assertIn("common name: agente_cpp\n", text)
        self.assertIn("issuer: CN=aval agents\n", text)

    def test_the_names_of_a_certificate_are_those_asked_for_and_the_loopback(self):
        run("cert", "ca", "--out", self.ca)
        shown = json.loads(self.issue("hub", "--san", "hub.example", "--san", "10.0.0.7", "--output", "json").stdout)
        self.assertEqual((shown["dns_names"], shown["ip_addresses"]), (["localhost", "hub.example"], ["127.0.0.1", "10.0.0.7"]))
        self.openssl("verify", "-CAfile", self.ca + "/ca-cert.pem", "-verify_hostname", "hub.example", self.folder.name + "/agents/hub-cert.pem")
        self.assertIn("name", self.issue("bad", "--san", "a,DNS:evil.example", expect=1).stderr)
        self.assertEqual(sorted(os.listdir(self.folder.name + "/agents")), ["hub-cert.pem", "hub-key.pem"])

    def test_nothing_is_ever_overwritten_and_nothing_half_is_left(self):
        run("cert", "ca", "--out", self.ca)
        before = self.contents()
        self.assertIn("ca-cert.pem is there already", run("cert", "ca", "--out", self.ca, expect=1).stderr)
        self.issue("alice")
        os.remove(self.folder.name + "/agents/alice-cert.pem")
        self.assertIn("alice-key.pem is there already", self.issue("alice", expect=1).stderr)
        os.symlink("/nowhere/at/all", self.folder.name + "/agents/bob-cert.pem")
        self.assertIn("bob-cert.pem is there already", self.issue("bob", expect=1).stderr)
        self.assertEqual(sorted(os.listdir(self.folder.name + "/agents")), ["alice-key.pem", "bob-cert.pem"])
        self.assertEqual(before, self.contents())

    def test_hostile_ids_write_no_file_anywhere(self):
        run("cert", "ca", "--out", self.ca)
        for id in ("", "../evil", "a/b", "/tmp/evil", ".hidden", "..", "BROADCAST", "peer", "ca", "x" * 65, "a\nb", "a\x1b[31m", os.fsdecode(b"\xff")):
            done = self.issue(id, expect=1)
            self.assertIn("--id", done.stderr, repr(id))
            self.assertNotIn("\x1b", done.stderr)
        self.assertEqual(os.listdir(self.folder.name), ["ca"])

    def test_an_authority_that_cannot_be_used_is_named(self):
        self.assertIn("aval cert ca", self.issue("alice", expect=1).stderr)
        run("cert", "ca", "--out", self.ca)
        os.chmod(self.ca + "/ca-key.pem", 0o644)
        self.assertIn("chmod 600", self.issue("alice", expect=1).stderr)
        os.chmod(self.ca + "/ca-key.pem", 0o600)
        with open(self.ca + "/ca-key.pem", "w") as f:
            f.write("nonsense")
        self.assertIn("authority", self.issue("alice", expect=1).stderr)
        self.assertIn("no certificate", run("cert", "show", self.ca + "/ca-key.pem", expect=1).stderr)
        self.assertIn("RSA", self.issue("alice", "--shape", "a", "--key-type", "p256", expect=1).stderr)
        for words in (["cert"], ["cert", "ca"], ["cert", "issue", "--id", "x"], ["cert", "ca", "--out", "x", "--key-type", "dsa"]):
            run(*words, expect=2)


if __name__ == "__main__":
    unittest.main(verbosity=1)
