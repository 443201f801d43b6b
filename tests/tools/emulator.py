# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""aval cloud emulator as a process, for tests that get the program as their first argument."""
import datetime, hashlib, hmac, json, signal, ssl, subprocess, sys, threading, urllib.error, urllib.parse, urllib.request, uuid

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else ""
CONTROL, DATA, STS = "2025-09-01", "2025-11-27", "2015-04-01"
CANARY = "canary-5f1c"  # in every secret of the tests: scripts/test looks for it in all that they print, they in what the programs print
KEY_ID, KEY = "keyOfTheTests", CANARY + "-key"  # unlike its own pair, none that the emulator prints


class Emulator:
    """Runs until stop(). `trust`: the certificate that its clients trust; it is written there when the emulator makes its own."""

    def __init__(self, *words, trust=None):
        own = ["--certificate-out", trust] if "--http" not in words and "--tls-cert" not in words else []
        self.process = subprocess.Popen([PROGRAM, "cloud", "emulator", "--listen", "127.0.0.1:0", *own, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.start()
        self.printed = [self.process.stdout.readline() for _ in range(3 + len(own) // 2 + ("--no-control" not in words))]
        watchdog.cancel()
        if not all(self.printed):
            raise AssertionError("the emulator did not start: " + "".join(self.printed) + self.process.stderr.read())
        self.url = self.printed[0].split()[-1]
        self.handlers = [urllib.request.ProxyHandler({})]
        if self.url.startswith("https"):
            self.handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trust)))

    def send(self, method, path, body=None, headers=()):
        request = urllib.request.Request(self.url + path, method=method, data=body, headers=dict(headers))
        try:
            with urllib.request.build_opener(*self.handlers).open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as e:
            return e.code, json.loads(e.read() or b"null")

    def control(self, what, body=None, method=None):
        """The control interface: POST with a body, GET without one."""
        status, answer = self.send(method or ("GET" if body is None else "POST"), "/_emulator/" + what, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
        if status != 200:
            raise AssertionError(f"{what}: {status} {answer}")
        return answer

    def signed(self, version, action, form=None, id="testAccessKeyId", secret="testAccessKeySecret"):
        """Headers and body of a call: ACS3-HMAC-SHA256, written from the description of the service and sharing nothing with the library."""
        body = (form if isinstance(form, str) else urllib.parse.urlencode(form or {})).encode()
        headers = {"host": self.url.split("//")[1], "x-acs-action": action, "x-acs-version": version, "x-acs-signature-nonce": uuid.uuid4().hex,
                   "x-acs-date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
                   "content-type": "application/x-www-form-urlencoded"}
        names = ";".join(sorted(headers))
        canonical = "\n".join(["POST", "/", "", "".join(f"{n}:{headers[n]}\n" for n in sorted(headers)), names, headers["x-acs-content-sha256"]])
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={signature}"
        return headers, body

    def add_key(self):
        """Makes KEY_ID and KEY a pair of the account."""
        self.control("access-keys", {"id": KEY_ID, "key": KEY})

    def call(self, version, action, form=None, **key):
        headers, body = self.signed(version, action, form, **key)
        return self.send("POST", "/", body, headers)

    def stop(self):
        """Its status, and what it has printed since the start."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err
