#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""Example 14 as it is uploaded: packed, unpacked elsewhere and started, against aval cloud emulator, with a person at a headless Chromium.

    cloud_agent_test.py PROGRAM EXAMPLE
"""
import asyncio, base64, http.server, json, os, pathlib, signal, socket, stat, subprocess, sys, tempfile, threading, time, unittest, urllib.parse, urllib.request, zipfile

try:
    import websockets
except ImportError:  # Debian's package belongs to Debian's python3, which need not be the first in PATH
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
EXAMPLE = sys.argv.pop(2) if len(sys.argv) > 2 else ""
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cloud_program_test  # takes the program
from browser import Browser
from cloud_program_test import Emulator

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


class Services(http.server.BaseHTTPRequestHandler):
    """DingTalk, and the issuer of the users' tokens."""

    keys, written = "", []

    def do_GET(self):
        self.reply(200, self.keys)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.written.append((urllib.parse.unquote(self.path), self.headers["x-acs-dingtalk-access-token"], body))
        self.reply(200, '{"success":true}')

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


class Issuer:
    """Signs users' tokens, with openssl."""

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
        return text + "." + self.encode(signed)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class CloudAgentTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = cls.temporary.name
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.issuer = Issuer(folder)
        Services.keys = cls.issuer.keys
        cls.services = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services)
        threading.Thread(target=cls.services.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.services.shutdown)
        cls.emulator = Emulator("--http")
        cls.addClassCleanup(cls.emulator.stop)
        # packed here, unpacked and run elsewhere
        subprocess.run([sys.executable, ROOT / "scripts/pack-agent", EXAMPLE, folder + "/agent.zip", "serve"], check=True, capture_output=True, timeout=100)
        cls.place = folder + "/elsewhere"
        with zipfile.ZipFile(folder + "/agent.zip") as packed:
            packed.extractall(cls.place)
            for entry in packed.infolist():
                os.chmod(cls.place + "/" + entry.filename, stat.S_IMODE(entry.external_attr >> 16))
        cls.url = f"http://127.0.0.1:{free_port()}"
        services = f"http://127.0.0.1:{cls.services.server_port}"
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "ALIBABA_CLOUD_ACCESS_KEY_ID": "testAccessKeyId", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "testAccessKeySecret",
                       "AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME": "my-agent", "MODEL_SERVICE_NAME": "model-s75-qw", "MODEL_NAME": "qwen-plus", "APP_REDIRECT_URI": cls.url,
                       "CLOUD_ENDPOINT": cls.emulator.url, "DINGTALK_ENDPOINT": services, "USER_TOKEN_JWKS_URL": services + "/keys", "USER_TOKEN_ISSUER": "https://login.example",
                       "USER_TOKEN_AUDIENCE": "my-app"}
        environment |= {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        cls.agent = subprocess.Popen([cls.place + "/start", cls.url[7:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd="/")
        cls.addClassCleanup(cls.stop_agent)
        cls.printed = [cls.agent.stdout.readline() for _ in range(3)]
        if "listens on" not in cls.printed[0]:
            raise AssertionError("the agent did not start: " + "".join(cls.printed))
        # the set-up of the guide
        control = cls.emulator.control
        control("identity-providers", {"name": "login", "discovery_url": "https://login.example/.well-known/openid-configuration", "audiences": ["my-app"]})
        control("workload-identities", {"name": "my-agent", "return_urls": [cls.url + "/callback"], "identity_provider": "login"})
        control("oauth2-providers", {"name": "test-provider-for-dingtalk"})

    @classmethod
    def stop_agent(cls):
        cls.agent.send_signal(signal.SIGTERM)
        out = cls.agent.communicate(timeout=60)[0]
        assert cls.agent.returncode == 0, out

    async def asyncSetUp(self):
        self.browser = await Browser().open(tempfile.mkdtemp(dir=self.temporary.name))
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
        maps = pathlib.Path(f"/proc/{self.agent.pid}/maps").read_text()
        for library in ("libssl", "libsodium"):
            used = {line.split()[-1] for line in maps.splitlines() if "/" + library in line}
            self.assertTrue(used and all(path.startswith(os.path.realpath(self.place) + "/lib/") for path in used), used)
        self.assertIn("built-in-rules (not a model: set MODEL_BASE_URL for one)", self.printed[1])


if __name__ == "__main__":
    if not EXAMPLE:
        sys.exit(__doc__)
    unittest.main()
