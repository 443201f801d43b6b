#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""aval cloud emulator as a person uses it: calls signed by a few lines of Python, the control interface, and a consent clicked through in a headless
Chromium.

    cloud_emulator_test.py PROGRAM
"""
import asyncio, datetime, hashlib, hmac, http.server, json, os, queue, signal, ssl, subprocess, tempfile, threading, unittest, urllib.error, urllib.parse, urllib.request, uuid

from hub_program_test import Browser, PROGRAM

DATA, STS = "2025-11-27", "2015-04-01"


class Emulator:
    """aval cloud emulator, until stop()."""

    def __init__(self, folder, *words):
        self.process = subprocess.Popen([PROGRAM, "cloud", "emulator", "--listen", "127.0.0.1:0", "--certificate-out", folder + "/emulator.pem", *words],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.start()
        self.printed = [self.process.stdout.readline() for _ in range(4)]
        watchdog.cancel()
        if "listens on" not in self.printed[0]:
            raise AssertionError("the emulator did not start: " + "".join(self.printed) + self.process.stderr.read())
        self.url = self.printed[0].split()[-1]
        handlers = [urllib.request.ProxyHandler({})]
        if self.url.startswith("https"):
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=folder + "/emulator.pem")))
        self.opener = urllib.request.build_opener(*handlers)

    def send(self, method, path, body=None, headers=()):
        request = urllib.request.Request(self.url + path, method=method, data=body, headers=dict(headers))
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as e:
            return e.code, json.loads(e.read())

    def control(self, what, value):
        return self.send("POST", "/_emulator/" + what, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def call(self, version, action, form=None, id="testAccessKeyId", secret="testAccessKeySecret"):
        """ACS3-HMAC-SHA256, written from the description of the service and sharing nothing with the library."""
        body = urllib.parse.urlencode(form or {}).encode()
        headers = {"host": self.url.split("//")[1], "x-acs-action": action, "x-acs-version": version, "x-acs-signature-nonce": uuid.uuid4().hex,
                   "x-acs-date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
                   "content-type": "application/x-www-form-urlencoded"}
        names = ";".join(sorted(headers))
        canonical = "\n".join(["POST", "/", "", "".join(f"{n}:{headers[n]}\n" for n in sorted(headers)), names, headers["x-acs-content-sha256"]])
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={signature}"
        return self.send("POST", "/", body, headers)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


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
        self.emulators.append(Emulator(self.temporary.name, *words))
        return self.emulators[-1]

    def test_it_says_what_clients_need_and_answers_signed_calls_over_https(self):
        e = self.start("--self-signed", "--account", "42", "--log-file", self.temporary.name + "/log")
        self.assertEqual(e.printed[1:4], ["access key id: testAccessKeyId\n", "access key secret: testAccessKeySecret\n",
                                          "clients trust its certificate with: " + self.temporary.name + "/emulator.pem\n"])
        status, who = e.call(STS, "GetCallerIdentity")
        self.assertEqual((status, who["AccountId"], who["IdentityType"]), (200, "42", "Account"))
        status, refused = e.call(STS, "GetCallerIdentity", secret="wrong")
        self.assertEqual((status, refused["Code"]), (400, "SignatureDoesNotMatch"))
        self.assertEqual(e.control("workload-identities", {"name": "me"})[0], 200)
        e.control("api-keys", {"name": "search", "key": "k-secret"})
        token = e.call(DATA, "GetWorkloadAccessToken", {"WorkloadIdentityName": "me"})[1]["WorkloadAccessToken"]
        asked = {"WorkloadAccessToken": token, "ResourceCredentialProviderName": "search"}
        self.assertEqual(e.call(DATA, "GetResourceAPIKey", asked)[1]["APIKey"], "k-secret")
        e.control("faults", {"kind": "throttle", "wait_ms": 7})
        self.assertEqual(e.call(DATA, "GetResourceAPIKey", asked)[1]["Code"], "Throttling.User")
        self.assertEqual(e.send("GET", "/_emulator/state")[1]["calls"]["GetResourceAPIKey"], 2)
        status, out, err = e.stop()
        self.assertEqual((status, out.splitlines()[-1], err), (0, "stopped", ""))
        with open(self.temporary.name + "/log", encoding="utf-8") as log:
            text = log.read()
        self.assertIn("GetResourceAPIKey by testAccessKeyId", text)
        for hidden in ("k-secret", token, "testAccessKeySecret"):
            self.assertNotIn(hidden, text)

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

    def test_wrong_usage(self):
        def run(*words):
            return subprocess.run([PROGRAM, "cloud", *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(run().returncode, 2)
        self.assertEqual(run("emulator", "--http", "--self-signed").returncode, 2)
        self.assertIn("choose one", run("emulator", "--tls-key", "/dev/null").stderr)
        self.assertEqual(run("emulator", "--http", "--listen", "nowhere").returncode, 1)


if __name__ == "__main__":
    unittest.main(verbosity=1)
