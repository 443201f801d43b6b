#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""Example 14 as it is uploaded: packed, unpacked elsewhere and started, against aval cloud emulator, with a person at a headless Chromium; and each of
its settings.

    cloud_agent_test.py PROGRAM EXAMPLE
"""
import asyncio, base64, contextlib, http.client, http.server, json, os, pathlib, select, signal, socket, stat, subprocess, sys, tempfile, threading, time, unittest, urllib.error, urllib.parse
import urllib.request, zipfile

try:
    import websockets
except ImportError:  # Debian's package belongs to Debian's python3, which need not be the first in PATH
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
EXAMPLE = os.path.abspath(sys.argv.pop(2)) if len(sys.argv) > 2 else ""
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser
from emulator import CANARY, DATA, KEY, KEY_ID, Emulator
from oss_signature import oss_v4

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# the body of the guide's curl, to the letter
BODY = """{
    "messages": [
      {
        "role": "user",
        "content": [
          { "type": "text", "text": "Help me write 'Helloworld' to DingTalk document, document ID: 9bN7RYPWdM***********", "user_id": "seeq" }
        ]
      }
    ],
    "stream":true
  }"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def content(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, status, text, type="application/json"):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Services(Handler):
    """DingTalk, OSS, a model, and the issuer of the users' tokens."""

    keys, written, objects, questions = "", [], {"docs/plan.txt": "the plan", "docs/hello world+1.txt": "the other plan"}, []

    def do_GET(self):
        if self.path == "/keys":
            self.reply(200, self.keys)
        else:
            self.oss()

    def oss(self):
        """One object, for whoever signs as a role that the emulator has handed out."""
        key = urllib.parse.unquote(self.path[1:])
        headers = {n.lower(): v for n, v in self.headers.items()}
        words = dict(w.split("=", 1) for w in headers["authorization"].removeprefix("OSS4-HMAC-SHA256 ").split(","))
        id, day, region = words["Credential"].split("/")[:3]
        role = Cloud.roles.get(id)
        if role is None or headers["x-oss-security-token"] != role["SecurityToken"] or headers["x-oss-date"][:8] != day:
            return self.reply(403, "who is that?")
        if words != {"Credential": f"{id}/{day}/cn-beijing/oss/aliyun_v4_request", "Signature": oss_v4("GET", "my-bucket", key, headers, role["AccessKeySecret"], region)}:
            return self.reply(403, "SignatureDoesNotMatch")
        self.reply(200, self.objects.get(key, "no such object"), "text/plain")

    def do_POST(self):
        body = json.loads(self.content())
        if self.path == "/model/v1/chat/completions":
            return self.model(body)
        self.written.append((urllib.parse.unquote(self.path), self.headers["x-acs-dingtalk-access-token"], body))
        self.reply(200, '{"success":true}')

    def model(self, question):
        """Reads an object or writes a document when it is asked to, and then says what came of it."""
        self.questions.append((self.headers["Authorization"], question))
        last = question["messages"][-1]
        if last["role"] == "tool":
            delta, finish = {"role": "assistant", "content": "It came to this: " + last["content"]}, "stop"
        else:
            name, arguments = "write_to_dingtalk_document", {"document_id": "d1", "content": "Hello"}
            if "plan" in json.dumps(last["content"]):
                name, arguments = "read_oss_object", {"bucket": "my-bucket", "key": "docs/hello world+1.txt"}
            delta, finish = {"role": "assistant", "tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}]}, "tool_calls"
        chunks = [{"index": 0, "delta": delta, "finish_reason": None}, {"index": 0, "delta": {}, "finish_reason": finish}]
        frame = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": question["model"]}
        self.reply(200, "".join("data: " + json.dumps({**frame, "choices": [c]}) + "\n\n" for c in chunks) + "data: [DONE]\n\n", "text/event-stream")


class Cloud(Handler):
    """Stands before the emulator, passes everything on as it is, and remembers what was asked, who signed it, and the credentials of roles."""

    emulator, calls, roles = None, [], {}

    def do_POST(self):
        body = self.content()
        connection = http.client.HTTPConnection(self.emulator.url.split("//")[1], timeout=60)
        connection.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        asked, got = {n: v[0] for n, v in urllib.parse.parse_qs(body.decode()).items()}, json.loads(text)
        signer = self.headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0]
        if role := got.get("Credentials"):
            self.roles[role["AccessKeyId"]] = role
        self.calls.append((self.headers["x-acs-action"], signer, asked))
        self.reply(answer.status, text)


class Tunnel(Handler):
    """A proxy that leads every host to one address."""

    place, hosts = None, []

    def do_CONNECT(self):
        self.hosts.append(self.path)
        with socket.create_connection(self.place, timeout=60) as there:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            other = {self.connection: there, there: self.connection}
            while ready := select.select(list(other), [], [], 60)[0]:
                for end in ready:
                    if not (data := end.recv(65536)):
                        self.close_connection = True
                        return
                    other[end].sendall(data)
        self.close_connection = True


def serve(case, handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    case.addClassCleanup(server.server_close)
    case.addClassCleanup(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}"


class Agent:
    """The example, until the end of the test case."""

    def __init__(self, *words, folder, **settings):
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true", **settings}
        environment |= {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=folder)
        self.printed = [self.process.stdout.readline() for _ in range(3)]
        if "listens on" not in self.printed[0]:
            raise AssertionError("the agent did not start: " + "".join(self.printed) + self.process.communicate(timeout=60)[0])
        self.url = "http://" + self.printed[0].split()[-1]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.rest = self.process.communicate(timeout=60)[0]
            assert self.process.returncode == 0, self.rest
            said = "".join(self.printed) + self.rest
            secrets = [CANARY, *Issuer.issued, *(token for _, token, _ in Services.written if token), *(role["SecurityToken"] for role in Cloud.roles.values())]
            assert not any(secret in said for secret in secrets), "the agent has printed a secret"

    def ask(self, text, token, **headers):
        """A question without a stream; what the agent says."""
        request = urllib.request.Request(self.url + "/openai/v1/chat/completions", data=json.dumps({"messages": [{"role": "user", "content": text}]}).encode(),
                                         headers={"Content-Type": "application/json", "Authorization": "Bearer " + token, **headers})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            return json.loads(answer.read())["choices"][0]["message"]["content"]


class Issuer:
    """Signs users' tokens, with openssl."""

    issued = []

    def __init__(self, folder):
        self.key, self.message = folder + "/issuer.pem", folder + "/message"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout[-32:]
        self.keys = json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": self.encode(public), "kid": "1", "alg": "EdDSA", "use": "sig"}]})

    @staticmethod
    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    def token(self, subject):
        now = int(time.time())
        claims = {"iss": "https://login.example", "sub": subject, "aud": "my-app", "iat": now, "exp": now + 600}
        text = self.encode(b'{"alg":"EdDSA","kid":"1"}') + "." + self.encode(json.dumps(claims).encode())
        pathlib.Path(self.message).write_text(text)
        signed = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key, "-in", self.message], check=True, capture_output=True).stdout
        self.issued.append(text + "." + self.encode(signed))
        return self.issued[-1]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


WISH = "Write 'Hello' to DingTalk document, document ID: d1"


class CloudAgentTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = cls.folder = cls.temporary.name
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.issuer = Issuer(folder)
        Services.keys = cls.issuer.keys
        cls.services = serve(cls, Services)
        cls.emulator = Cloud.emulator = Emulator("--http")
        cls.addClassCleanup(cls.emulator.stop)
        cls.emulator.add_key()
        cls.cloud = serve(cls, Cloud)
        # packed here, unpacked and run elsewhere
        subprocess.run([sys.executable, ROOT / "scripts/pack-agent", EXAMPLE, folder + "/agent.zip", "serve"], check=True, capture_output=True, timeout=100)
        cls.place = folder + "/elsewhere"
        with zipfile.ZipFile(folder + "/agent.zip") as packed:
            packed.extractall(cls.place)
            for entry in packed.infolist():
                os.chmod(cls.place + "/" + entry.filename, stat.S_IMODE(entry.external_attr >> 16))
        cls.url = f"http://127.0.0.1:{free_port()}"
        cls.keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY}
        cls.users = {"USER_TOKEN_JWKS_URL": cls.services + "/keys", "USER_TOKEN_ISSUER": "https://login.example", "USER_TOKEN_AUDIENCE": "my-app"}
        cls.others = {"CLOUD_ENDPOINT": cls.cloud, "DINGTALK_ENDPOINT": cls.services, "OSS_ENDPOINT": cls.services, "AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME": "my-agent"}
        cls.agent = cls.start(cls.place + "/start", cls.url[7:], MODEL_SERVICE_NAME="model-s75-qw", MODEL_NAME="qwen-plus", APP_REDIRECT_URI=cls.url, **cls.keys, **cls.users, **cls.others)
        # the set-up of the guide
        control = cls.emulator.control
        control("identity-providers", {"name": "login", "discovery_url": "https://login.example/.well-known/openid-configuration", "audiences": ["my-app"]})
        control("workload-identities", {"name": "my-agent", "return_urls": [cls.url + "/callback", "https://app.example/callback"], "identity_provider": "login"})
        control("oauth2-providers", {"name": "test-provider-for-dingtalk"})

    @classmethod
    def start(cls, *words, **settings):
        agent = Agent(*words, folder=tempfile.mkdtemp(dir=cls.folder), **settings)
        cls.addClassCleanup(agent.stop)
        return agent

    @classmethod
    def start_with(cls, **settings):
        """As it is, on a free port, with the page of the consents elsewhere."""
        return cls.start(EXAMPLE, "serve", "127.0.0.1:0", **{"APP_REDIRECT_URI": "https://app.example", **cls.others, **settings})

    @staticmethod
    def calls(since):
        """What the cloud was asked by whom; AssumeRoleForWorkloadIdentity is not signed."""
        return [(action, signer if not signer.startswith("STS.") else "role") for action, signer, _ in Cloud.calls[since:]]

    async def open_browser(self):
        self.browser = await Browser().open(tempfile.mkdtemp(dir=self.folder))
        self.addAsyncCleanup(self.browser.close)

    def ask(self, user):
        """The guide's curl, with -N."""
        words = ["curl", "-sS", "-N", "--noproxy", "*", "-m", "100", "-X", "POST", self.url + "/openai/v1/chat/completions?sessionId=s1", "-H", "Content-Type: application/json",
                 "-H", "Authorization: Bearer " + self.issuer.token(user), "-d", BODY]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    async def hear(self, process, words):
        """Reads events until one says it."""
        while True:
            line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), 100)
            if not line:
                raise AssertionError(f"the answer ended before {words!r}")
            if not line.startswith("data: {"):
                continue
            delta = json.loads(line[6:])["choices"][0]["delta"]
            if words in (delta.get("content") or ""):
                return delta["content"]

    async def link(self, process):
        said = await self.hear(process, "Please click")
        self.assertRegex(said, r"^Please click the link to authorize Write to DingTalk document: http://\S+/oauth2/authorize\?request_uri=urn\S+ \n\n$")
        return said.split()[-1]

    async def log_in(self, user):
        if not hasattr(self, "browser"):
            await self.open_browser()
        await self.browser.ask("Page.navigate", url=self.url + "/login")
        await self.browser.becomes("document.querySelector('input') !== null", True)
        await self.browser.value(f"document.querySelector('input').value = {json.dumps(self.issuer.token(user))}")
        await self.browser.click("button")
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "You are logged in")

    async def test_a_person_consents_in_a_window_that_closes_itself(self):
        answer = self.ask("ana")
        link = await self.link(answer)
        await self.log_in("ana")
        await self.browser.ask("Runtime.evaluate", expression=f"window.open({json.dumps(link)}); 0", userGesture=True)
        window = await self.browser.another({self.browser.id})
        await window.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "Allow access?")
        self.assertIn("test-provider-for-dingtalk", await window.value("document.body.innerText"))
        await window.socket.send(json.dumps({"id": 0, "method": "Runtime.evaluate", "params": {"expression": "document.querySelector('#approve').click()"}}))
        for _ in range(600):
            if [p["id"] for p in self.browser.pages()] == [self.browser.id]:
                break
            await asyncio.sleep(0.1)
        else:
            self.fail("the window is still there: " + str(self.browser.pages()))
        with contextlib.suppress(websockets.ConnectionClosed):  # it went with the window
            await window.socket.close()
        self.assertIn("Written to the document 9bN7RYPWdM***********.", await self.hear(answer, "The tool says"))
        self.assertTrue(answer.stdout.read().endswith("data: [DONE]\n\n"))
        path, token, body = Services.written[-1]
        self.assertEqual(path, "/v2.0/doc/me/suites/documents/9bN7RYPWdM***********/overwriteContent")
        self.assertEqual(body, {"dataType": "markdown", "content": "Helloworld"})
        self.assertTrue(token)
        # the vault has the token now
        again = self.ask("ana")
        self.assertIn("Written to the document", await self.hear(again, "The tool says"))

    async def test_in_the_same_tab_the_page_says_that_it_may_be_closed(self):
        answer = self.ask("bob")
        link = await self.link(answer)
        await self.log_in("bob")
        await self.browser.ask("Page.navigate", url=link)
        await self.browser.becomes("document.querySelector('#approve') !== null", True)
        await self.browser.click("#approve")
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "Authorization complete")
        self.assertIn("You can close this window and go back to your chat.", await self.browser.value("document.body.innerText"))
        self.assertEqual(await self.browser.value("getComputedStyle(document.body).maxWidth"), "544px", "its own style is allowed")
        self.assertEqual(self.browser.problems, [], "nothing in the console: its own script and style are allowed")
        await self.hear(answer, "Written to the document")

    async def test_a_link_that_was_sent_on_gives_nothing_to_who_sent_it(self):
        written = len(Services.written)
        answer = self.ask("mallory")
        link = await self.link(answer)
        await self.log_in("victim")
        await self.browser.ask("Page.navigate", url=link)
        await self.browser.becomes("document.querySelector('#approve') !== null", True)
        await self.browser.click("#approve")
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "This link is not yours")
        back = await self.browser.value("location.href")
        await self.log_in("mallory")
        await self.browser.ask("Page.navigate", url=back)
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "This link does not work")
        self.assertIsNone(answer.poll(), "the tool still waits")
        self.assertEqual(len(Services.written), written)

    async def test_a_declined_consent_is_told(self):
        answer = self.ask("carl")
        link = await self.link(answer)
        await self.log_in("carl")
        await self.browser.ask("Page.navigate", url=link)
        await self.browser.becomes("document.querySelector('#deny') !== null", True)
        await self.browser.click("#deny")
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "Not authorized")
        self.assertIn("refused", await self.hear(answer, "The tool says"))

    async def test_a_page_of_somebody_else_logs_nobody_in(self):
        request = urllib.request.Request(self.url + "/login", data=("token=" + self.issuer.token("mallory")).encode(), headers={"Origin": "https://evil.example"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            opener.open(request, timeout=30)
        self.assertEqual(refused.exception.code, 403)
        self.assertIsNone(refused.exception.headers["Set-Cookie"])

    async def test_what_runs_is_what_was_packed(self):
        maps = pathlib.Path(f"/proc/{self.agent.process.pid}/maps").read_text()
        for library in ("libssl", "libsodium"):
            used = {line.split()[-1] for line in maps.splitlines() if "/" + library in line}
            self.assertTrue(used and all(path.startswith(os.path.realpath(self.place) + "/lib/") for path in used), used)
        self.assertEqual(self.agent.printed[1:], ["model: built-in-rules (not a model: set MODEL_BASE_URL for one)\n",
                                                 f"consents come back to {self.url}/callback; the browser logs in at {self.url}/login\n"])

    # ---- without a stream

    async def test_who_does_not_stream_gets_the_link_at_once_and_asks_again(self):
        since = len(Cloud.calls)
        said = self.agent.ask(WISH, self.issuer.token("dora"))
        self.assertRegex(said, r"^Please click the link to authorize Write to DingTalk document: http://\S+/oauth2/authorize\?request_uri=urn\S+ \n\n.*Nothing is written yet")
        self.assertEqual([action for action, _ in self.calls(since)].count("GetResourceOAuth2Token"), 1, "nothing is waited for")
        await self.log_in("dora")
        await self.browser.ask("Page.navigate", url=said.split(": ", 1)[1].split()[0])
        await self.browser.becomes("document.querySelector('#approve') !== null", True)
        await self.browser.click("#approve")
        await self.browser.becomes("document.querySelector('h1') && document.querySelector('h1').innerText", "Authorization complete")
        self.assertIn("The tool says: Written to the document d1.", self.agent.ask(WISH, self.issuer.token("dora")))

    # ---- OSS

    def test_the_stand_in_for_oss_knows_the_signatures_that_are_published(self):
        fields = {"x-oss-date": "20231216T162057Z", "x-oss-content-sha256": "UNSIGNED-PAYLOAD", "x-oss-head1": "value", "content-type": "text/plain"}
        query = [("param1", "value1"), ("+param1", "value3"), ("|param1", "value4"), ("+param2", ""), ("|param2", ""), ("param2", "")]
        self.assertEqual(oss_v4("PUT", "bucket", "1234+-/123/1.txt", fields, "sk", "cn-hangzhou", query), "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe")

    def test_an_object_is_read_with_the_signature_of_the_role(self):
        self.assertIn("The tool says: the plan", self.agent.ask("What is in oss://my-bucket/docs/plan.txt ?", self.issuer.token("ana")))
        self.assertIn("OSS answers with status 403", self.agent.ask("What is in oss://another-bucket/docs/plan.txt ?", self.issuer.token("ana")), "it signs for the bucket that was named")
        self.assertIn("not the name of a bucket", self.agent.ask("What is in oss://evil.example/docs/plan.txt ?", self.issuer.token("ana")))
        self.assertIn("an object has a name", self.agent.ask("What is in oss://my-bucket/ ?", self.issuer.token("ana")))

    # ---- each setting

    def test_a_model_the_callers_own_signature_and_a_ready_workload_token(self):
        self.emulator.control("consents", {"provider": "test-provider-for-dingtalk", "user_id": "erin", "access_token": "token-of-erin"})
        ready = self.workload_token("erin")
        agent = self.start_with(MODEL_BASE_URL=self.services + "/model/v1", MODEL_NAME="qwen-test", MODEL_API_KEY=CANARY + "-model", MODEL_SERVICE_NAME="model-s75-qw",
                                AGENT_IDENTITY_WORKLOAD_ACCESS_TOKEN=ready, AGENT_IDENTITY_USE_STS="false", **self.keys, **self.users)
        self.assertEqual(agent.printed[1], "model: qwen-test of the service model-s75-qw\n")
        since, asked = len(Cloud.calls), len(Services.questions)
        self.assertEqual(agent.ask(WISH, self.issuer.token("ana")), "It came to this: Written to the document d1.")
        self.assertEqual(Services.written[-1][1], "token-of-erin", "whose workload token it is")
        self.assertEqual(self.calls(since), [("GetResourceOAuth2Token", KEY_ID)], "neither a workload token nor a role is asked for")
        self.assertEqual(Cloud.calls[since][2]["WorkloadAccessToken"], ready)
        key, question = Services.questions[asked]
        self.assertEqual((key, question["model"], question["messages"][0]["role"]), ("Bearer " + CANARY + "-model", "qwen-test", "system"))
        self.assertEqual([tool["function"]["name"] for tool in question["tools"]], ["write_to_dingtalk_document", "read_oss_object"])
        self.assertEqual(agent.ask("What is the plan?", self.issuer.token("ana")), "It came to this: the other plan")
        since = len(Cloud.calls)
        self.agent.ask(WISH, self.issuer.token("fay"))  # the other agent has neither setting
        self.assertEqual(self.calls(since), [("GetWorkloadAccessTokenForJWT", KEY_ID), ("AssumeRoleForWorkloadIdentity", ""), ("GetResourceOAuth2Token", "role")])

    def workload_token(self, user):
        return self.emulator.call(DATA, "GetWorkloadAccessTokenForUserId", {"WorkloadIdentityName": "my-agent", "UserId": user})[1]["WorkloadAccessToken"]

    def role(self, workload_token):
        """In the place of what the platform would send: the triple of a role, which nobody has to sign for."""
        form = urllib.parse.urlencode({"WorkloadAccessToken": workload_token, "RoleSessionName": "platform", "DurationSeconds": "900"})
        headers = {"x-acs-action": "AssumeRoleForWorkloadIdentity", "x-acs-version": DATA, "content-type": "application/x-www-form-urlencoded"}
        return self.emulator.send("POST", "/", form.encode(), headers)[1]["Credentials"]

    def test_behind_the_platform_its_headers_are_believed_and_its_latest_credential_signs(self):
        agent = self.start_with(BEHIND_TRUSTED_PLATFORM="true", AGENT_IDENTITY_USE_STS="false")  # and no key at all
        self.assertEqual(agent.printed[2], "consents come back to https://app.example/callback\n")
        self.emulator.control("consents", {"provider": "test-provider-for-dingtalk", "user_id": "gwen", "access_token": "token-of-gwen"})
        unchecked = Issuer.encode(b'{"alg":"RS256"}') + "." + Issuer.encode(b'{"sub":"gwen"}') + "." + Issuer.encode(b"no signature")  # the gateway checks real ones
        workload = self.workload_token("gwen")
        first, second = self.role(workload), self.role(workload)

        def headers(role):
            return {"x-fc-access-key-id": role["AccessKeyId"], "x-fc-access-key-secret": role["AccessKeySecret"], "x-fc-security-token": role["SecurityToken"]}
        since = len(Cloud.calls)
        self.assertIn("no credential", agent.ask(WISH, unchecked, **{"X-Workload-Access-Token": workload}))
        self.assertEqual(self.calls(since), [])
        signers = []
        for fields in (headers(first), headers(second), {}):
            self.assertIn("Written to the document d1.", agent.ask(WISH, unchecked, **{"X-Workload-Access-Token": workload}, **fields))
            self.assertEqual((Cloud.calls[-1][0], Cloud.calls[-1][2]["WorkloadAccessToken"], Services.written[-1][1]), ("GetResourceOAuth2Token", workload, "token-of-gwen"))
            signers.append(Cloud.calls[-1][1])
        self.assertEqual(signers, [first["AccessKeyId"], second["AccessKeyId"], second["AccessKeyId"]])
        with self.assertRaises(urllib.error.HTTPError) as refused:  # nobody here could check who logs in
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(agent.url + "/login", timeout=30)
        self.assertEqual(refused.exception.code, 404)
        # where anybody can write these headers, they are nothing
        since = len(Cloud.calls)
        self.agent.ask(WISH, self.issuer.token("hal"), **{"X-Workload-Access-Token": workload}, **headers(second))
        self.assertEqual(self.calls(since)[0], ("GetWorkloadAccessTokenForJWT", KEY_ID))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.agent.ask(WISH, unchecked)
        self.assertEqual(refused.exception.code, 401)

    def test_with_the_clouds_own_hosts_and_an_identity_that_is_made(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        emulator = Emulator("--self-signed", "--region", "cn-hangzhou", trust=folder + "/ca.pem")
        self.addCleanup(emulator.stop)
        emulator.add_key()
        address = urllib.parse.urlsplit(emulator.url)
        Tunnel.place = (address.hostname, address.port)
        agent = self.start_with(CLOUD_ENDPOINT="", CLOUD_CA_FILE=folder + "/ca.pem", HTTPS_PROXY=serve(type(self), Tunnel), AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME="",
                                AGENT_IDENTITY_REGION_ID="cn-hangzhou", AGENT_IDENTITY_ENDPOINT="agentidentity-vpc.cn-hangzhou.aliyuncs.com", **self.keys, **self.users)
        self.assertIn("InvalidParameter.JsonWebToken", agent.ask(WISH, self.issuer.token("ana")), "the new identity trusts no issuer yet")
        self.assertEqual(list(dict.fromkeys(Tunnel.hosts)), ["agentidentity-vpc.cn-hangzhou.aliyuncs.com:443", "agentidentitydata.cn-hangzhou.aliyuncs.com:443"])
        remembered = json.loads(pathlib.Path(os.readlink(f"/proc/{agent.process.pid}/cwd"), ".config.json").read_text())
        self.assertRegex(remembered["workload_identity_name"], "^workload-[0-9a-f]{8}$")

    def test_an_agent_that_would_check_nobody_does_not_start(self):
        users = dict(self.users)
        for settings, why in (({}, "who checks the users' tokens?"), ({"BEHIND_TRUSTED_PLATFORM": "no"}, "who checks the users' tokens?"), (users | {"USER_TOKEN_ISSUER": ""}, "USER_TOKEN_ISSUER is missing"),
                              (users | {"USER_TOKEN_AUDIENCE": ""}, "USER_TOKEN_AUDIENCE is missing")):
            done = subprocess.run([EXAMPLE, "serve", "127.0.0.1:0"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env={"HOME": self.folder, **settings})
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(why, done.stderr)


if __name__ == "__main__":
    if not EXAMPLE:
        sys.exit(__doc__)
    unittest.main()
