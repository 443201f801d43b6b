#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""aval cloud emulator as a person uses it: calls signed by a few lines of Python, the control interface, and a consent clicked through in a headless
Chromium.

    cloud_emulator_test.py PROGRAM
"""
import asyncio, http.client, http.server, os, pathlib, queue, re, socket, subprocess, sys, tempfile, threading, unittest, urllib.parse

try:
    import websockets
except ImportError:  # Debian's package belongs to Debian's python3, which need not be the first in PATH
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
from browser import Browser
from emulator import CANARY, CONTROL, DATA, PROGRAM, STS, Emulator


class ReturnPage:
    """Where the browser ends: remembers the paths that it was asked for."""

    def __init__(self):
        self.seen = queue.Queue()
        page = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.startswith("/callback"):
                    page.seen.put(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<title>back</title>done")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/callback"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def query(self):
        return {k: v[0] for k, v in urllib.parse.parse_qs(urllib.parse.urlsplit(self.seen.get(timeout=60)).query).items()}


class EmulatorTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.emulators = []

    def tearDown(self):
        for e in self.emulators:
            if e.process.poll() is None:
                e.process.kill()
                e.process.communicate()
        self.temporary.cleanup()

    def start(self, *words):
        self.emulators.append(Emulator(*words, trust=self.temporary.name + "/emulator.pem"))
        return self.emulators[-1]

    def run_it(self, *words, expect=0):
        done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def test_it_says_what_clients_need_and_answers_signed_calls_over_https(self):
        e = self.start("--self-signed", "--account", "42", "--log-file", self.temporary.name + "/log")
        self.assertEqual(e.printed[1:4], ["access key id: testAccessKeyId\n", "access key secret: testAccessKeySecret\n",
                                          "clients trust its certificate with: " + self.temporary.name + "/emulator.pem\n"])
        status, who = e.call(STS, "GetCallerIdentity")
        self.assertEqual((status, who["AccountId"], who["IdentityType"]), (200, "42", "Account"))
        status, refused = e.call(STS, "GetCallerIdentity", secret="wrong")
        self.assertEqual((status, refused["Code"]), (400, "SignatureDoesNotMatch"))
        e.control("workload-identities", {"name": "me"})
        e.control("api-keys", {"name": "search", "key": CANARY + "-k"})
        token = e.call(DATA, "GetWorkloadAccessToken", {"WorkloadIdentityName": "me"})[1]["WorkloadAccessToken"]
        asked = {"WorkloadAccessToken": token, "ResourceCredentialProviderName": "search"}
        self.assertEqual(e.call(DATA, "GetResourceAPIKey", asked)[1]["APIKey"], CANARY + "-k")
        e.control("faults", {"kind": "throttle", "wait_ms": 7})
        self.assertEqual(e.call(DATA, "GetResourceAPIKey", asked)[1]["Code"], "Throttling.User")
        self.assertEqual(e.control("state")["calls"]["GetResourceAPIKey"], 2)
        status, out, err = e.stop()
        self.assertEqual((status, out.splitlines()[-1], err), (0, "stopped", ""))
        with open(self.temporary.name + "/log", encoding="utf-8") as log:
            text = log.read()
        self.assertIn("GetResourceAPIKey by testAccessKeyId", text)
        for hidden in (CANARY, token, "testAccessKeySecret"):
            self.assertNotIn(hidden, text + out)

    async def test_a_person_clicks_through_a_consent(self):
        e, back = self.start("--http"), ReturnPage()
        e.control("workload-identities", {"name": "me", "return_urls": [back.url]})
        e.control("oauth2-providers", {"name": "docs"})
        token = e.call(DATA, "GetWorkloadAccessTokenForUserId", {"WorkloadIdentityName": "me", "UserId": "ann"})[1]["WorkloadAccessToken"]
        asked = {"WorkloadAccessToken": token, "ResourceCredentialProviderName": "docs", "Scopes": '["openid"]', "ResourceOAuth2ReturnURL": back.url, "CustomState": "chat 7&x"}
        browser = await Browser().open(self.temporary.name)
        try:
            for button, status in (("deny", "FAILED"), ("approve", "IN_PROGRESS")):
                first = e.call(DATA, "GetResourceOAuth2Token", asked)[1]
                await browser.ask("Page.navigate", url=first["AuthorizationURL"])
                await browser.becomes("document.querySelector('button') !== null", True)
                self.assertIn("ann", await browser.value("document.body.innerText"))
                await browser.click(f"#{button}")
                came = await asyncio.to_thread(back.query)
                self.assertEqual((came["session_uri"], came["state"], came.get("error")), (first["SessionURI"], "chat 7&x", "access_denied" if button == "deny" else None))
                await browser.becomes("document.title", "back")
                self.assertEqual(e.call(DATA, "GetResourceOAuth2Token", {**asked, "SessionURI": first["SessionURI"]})[1]["SessionStatus"], status)
            self.assertEqual(browser.problems, [])
        finally:
            await browser.close()
        self.assertEqual(e.call(DATA, "CompleteResourceTokenAuth", {"SessionURI": first["SessionURI"], "UserIdentifier": '{"UserId":"ann"}'})[0], 200)
        self.assertTrue(e.call(DATA, "GetResourceOAuth2Token", {**asked, "SessionURI": first["SessionURI"]})[1]["AccessToken"])

    def test_a_certificate_of_ones_own(self):
        folder = self.temporary.name
        self.run_it("cert", "ca", "--out", folder)
        for name in ("one", "other"):
            self.run_it("cert", "issue", "--out", folder, "--id", name)
        pair = ["--tls-cert", folder + "/one-cert.pem", "--tls-key", folder + "/one-key.pem"]
        self.emulators.append(Emulator(*pair, trust=folder + "/ca-cert.pem"))
        e = self.emulators[-1]
        self.assertTrue(e.url.startswith("https://"))
        self.assertEqual(e.call(STS, "GetCallerIdentity")[0], 200)
        self.assertEqual(e.printed[3], f"control: {e.url}/_emulator/ (this machine only)\n", "no word of a certificate to be trusted")
        words = ["cloud", "emulator", "--listen", "127.0.0.1:0"]
        self.run_it(*words, *pair[:3], folder + "/other-key.pem", expect=1)
        for wrong in (pair[:2], pair[2:], [*pair, "--http"], [*pair, "--self-signed"]):
            self.assertIn("choose one", self.run_it(*words, *wrong, expect=2).stderr)
        self.assertIn("no-such-file", self.run_it(*words, *pair[:3], folder + "/no-such-file", expect=2).stderr)

    def test_a_key_pair_of_ones_own_is_the_only_one(self):
        e = self.start("--http", "--access-key-id", "mine", "--access-key-secret", "of-this-test")
        self.assertEqual(e.printed[1:3], ["access key id: mine\n", "access key secret: of-this-test\n"])
        self.assertEqual(e.call(STS, "GetCallerIdentity", id="mine", secret="of-this-test")[0], 200)
        self.assertEqual(e.call(STS, "GetCallerIdentity", id="mine")[1]["Code"], "SignatureDoesNotMatch")
        self.assertEqual(e.call(STS, "GetCallerIdentity")[1]["Code"], "InvalidAccessKeyId.NotFound")

    def consent(self, e):
        """The authorization URL of a question for a token, and the question."""
        e.control("workload-identities", {"name": "me", "return_urls": ["http://localhost:1/back"]})
        e.control("oauth2-providers", {"name": "docs"})
        token = e.call(DATA, "GetWorkloadAccessTokenForUserId", {"WorkloadIdentityName": "me", "UserId": "ann"})[1]["WorkloadAccessToken"]
        asked = {"WorkloadAccessToken": token, "ResourceCredentialProviderName": "docs", "Scopes": '["openid"]', "ResourceOAuth2ReturnURL": "http://localhost:1/back"}
        answer = e.call(DATA, "GetResourceOAuth2Token", asked)[1]
        return answer["AuthorizationURL"], {**asked, "SessionURI": answer["SessionURI"]}

    def test_a_consent_is_decided_as_the_command_line_says(self):
        for word, error, status in (("approve", None, "IN_PROGRESS"), ("deny", ["access_denied"], "FAILED")):
            e = self.start("--http", "--consent", word)
            url, asked = self.consent(e)
            connection = http.client.HTTPConnection(e.url[7:], timeout=30)
            self.addCleanup(connection.close)
            connection.request("GET", url[len(e.url):])
            answer = connection.getresponse()
            back = answer.headers["Location"]
            self.assertTrue(back.startswith("http://localhost:1/back?"), (answer.status, back))
            self.assertEqual(urllib.parse.parse_qs(back.split("?")[1]).get("error"), error)
            self.assertEqual(e.call(DATA, "GetResourceOAuth2Token", asked)[1]["SessionStatus"], status)

    def test_browsers_are_sent_to_the_public_address(self):
        e = self.start("--http", "--public-url", "https://cloud.example/emulator/")
        url, _ = self.consent(e)
        self.assertTrue(url.startswith("https://cloud.example/emulator/oauth2/authorize?request_uri="), url)
        self.assertTrue(e.url.startswith("http://127.0.0.1:"), "where it listens is printed")

    def test_without_the_control_interface_nobody_controls_it(self):
        e = self.start("--http", "--no-control")
        self.assertEqual(len(e.printed), 3)
        for method, path, body in (("GET", "state", None), ("POST", "reset", b"{}"), ("POST", "access-keys", b'{"id":"x","key":"y"}')):
            self.assertIn(e.send(method, "/_emulator/" + path, body, {"Content-Type": "application/json"})[0], (403, 404), path)
        self.assertEqual(e.call(STS, "GetCallerIdentity")[0], 200)
        status, out, err = e.stop()
        self.assertEqual((status, out, err), (0, "stopped\n", ""))

    def test_true_and_false_are_understood_as_python_writes_them(self):
        e = self.start("--http")
        for word, made in (("True", True), ("true", True), ("False", False), ("false", False)):
            e.control("reset", {})
            status, answer = e.call(CONTROL, "CreateWorkloadIdentity", {"WorkloadIdentityName": "me", "SessionBindingEnabled": word})
            self.assertEqual((status, answer["WorkloadIdentity"]["SessionBindingEnabled"]), (200, made))
        for word in ("TRUE", "yes", "1", ""):
            self.assertEqual(e.call(CONTROL, "UpdateWorkloadIdentity", {"WorkloadIdentityName": "me", "SessionBindingEnabled": word})[0], 400, word)

    def test_forms_are_read_however_they_are_written(self):
        e = self.start("--http")
        for i, space in enumerate(("+", "%20")):
            form = f"Description=a{space}b%2Bc&WorkloadIdentityName=me-{i}"
            self.assertEqual(e.call(CONTROL, "CreateWorkloadIdentity", form)[1]["WorkloadIdentity"]["Description"], "a b+c")

    def read_head(self, connection):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            more = connection.recv(1)
            self.assertTrue(more, head)
            head += more
        return head.decode()

    def test_a_client_that_asks_first_is_told_to_continue(self):
        e = self.start("--http")
        for way in ("length", "chunks"):
            headers, body = e.signed(CONTROL, "CreateWorkloadIdentity", {"WorkloadIdentityName": way})
            headers |= {"Content-Length": str(len(body))} if way == "length" else {"Transfer-Encoding": "chunked"}
            with socket.create_connection(tuple(e.url[7:].split(":")), timeout=30) as connection:
                lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                connection.sendall(f"POST / HTTP/1.1\r\n{lines}Expect: 100-continue\r\nConnection: close\r\n\r\n".encode())
                self.assertTrue(self.read_head(connection).startswith("HTTP/1.1 100 "), "before any of the body was sent")
                connection.sendall(body if way == "length" else b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n")
                self.assertTrue(self.read_head(connection).startswith("HTTP/1.1 200 "))
        self.assertEqual(e.control("state")["calls"]["CreateWorkloadIdentity"], 2)

    def test_wrong_usage(self):
        self.run_it("cloud", expect=2)
        self.run_it("cloud", "emulator", "--http", "--self-signed", expect=2)
        self.run_it("cloud", "emulator", "--http", "--consent", "perhaps", expect=2)
        self.assertIn("choose one", self.run_it("cloud", "emulator", "--tls-key", "/dev/null", expect=2).stderr)
        self.run_it("cloud", "emulator", "--http", "--listen", "nowhere", expect=1)


if __name__ == "__main__":
    unittest.main(verbosity=1)
