#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""Existing Python agents on our authority: the requests of both generations of the AIM SDK, as they were recorded (python_sdk_recorded.json), sent
again to `aval authority serve` with fresh signatures. Checked are the status and the members that the SDK reads.

    python_sdk_test.py PROGRAM

A recorded request has its headers in order and its body as the SDK writes it. What differs from run to run stands in angle brackets:
<agent_id> and other values that an answer gave ("keep"), <unix>, <now>, <now_offset>, <signature> of the headers, <question_signature>,
<attestation_signature>. A step with "person" is what somebody does at a screen meanwhile.
"""
import base64, datetime, http.client, json, os, pathlib, re, subprocess, sys, tempfile, threading, time, unittest, urllib.parse

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else ""
RECORDED = json.loads(pathlib.Path(__file__).with_name("python_sdk_recorded.json").read_text())


def aval(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


class Replay:
    def __init__(self, folder):
        self.database = folder + "/authority.db"
        self.folder = folder
        self.process = subprocess.Popen([PROGRAM, "authority", "serve", "--listen", "127.0.0.1:0", "--db", self.database, "--http", "--denied-status", "201"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        assert "listens on" in line, line + self.process.stderr.read()
        url = line.split()[-1]
        self.access = ["--url", url, "--admin-file", self.database + ".admin"]
        self.at = urllib.parse.urlsplit(url)
        self.known = {"api_key": json.loads(aval("authority", "api-key", "create", "--name", "sdk", "--output", "json", *self.access))["api_key"]}
        self.connection = http.client.HTTPConnection(self.at.hostname, self.at.port, timeout=60)  # one session, as the SDK keeps it

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.communicate(timeout=60)

    def sign(self, message):
        """With the key that the registration handed out."""
        key, text = pathlib.Path(self.folder, "key.der"), pathlib.Path(self.folder, "message")
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + base64.b64decode(self.known["private_key"])[:32])
        text.write_bytes(message.encode())
        done = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text], capture_output=True, check=True)
        return base64.b64encode(done.stdout).decode()

    def fill(self, text, **more):
        values = {**self.known, **more}
        return re.sub(r"<([a-z_]+)>", lambda m: values.get(m[1], m[0]), text)

    def body(self, text):
        when = datetime.datetime.now(datetime.timezone.utc)
        plain = when.replace(tzinfo=None).isoformat(timespec="microseconds")
        text = self.fill(text, now=plain + "Z", now_offset=plain + "+00:00")
        if "<question_signature>" in text:
            asked = json.loads(text)
            signed = {name: asked[name] for name in ("action_type", "agent_id", "context", "resource", "timestamp")}
            text = text.replace("<question_signature>", self.sign(json.dumps(signed, sort_keys=True, separators=(", ", ": "))))
        if "<attestation_signature>" in text:
            text = text.replace("<attestation_signature>", self.sign(json.dumps(json.loads(text)["attestation"], sort_keys=True, separators=(",", ":"))))
        return text

    def send(self, step):
        path, body = self.fill(step["path"]), self.body(step["body"])
        unix = str(int(time.time()))
        headers = [(name, self.fill(value, unix=unix)) for name, value in step["headers"]]
        if any(value == "<signature>" for _, value in headers):
            signature = self.sign("\n".join([step["method"], path, unix] + ([body] if body else [])))
            headers = [(name, value.replace("<signature>", signature)) for name, value in headers]
        self.connection.putrequest(step["method"], path, skip_accept_encoding=True)
        for name, value in headers:
            self.connection.putheader(name, str(len(body.encode())) if name == "Content-Length" else value)
        self.connection.endheaders(body.encode() or None)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}

    def person(self, what, reason):
        waiting = json.loads(aval("approvals", "list", "--output", "json", *self.access))
        aval("approvals", what, waiting[0]["id"], "--reason", reason, *self.access)


class PythonSdkTest(unittest.TestCase):
    def replay(self, generation):
        with tempfile.TemporaryDirectory() as folder:
            replay = Replay(folder)
            try:
                for number, step in enumerate(RECORDED[generation]):
                    if "person" in step:
                        replay.person(step["person"], step["reason"])
                        continue
                    status, answer = replay.send(step)
                    with self.subTest(generation=generation, step=number, what=step["what"]):
                        self.assertEqual(status, step["status"], (step["method"], step["path"], answer))
                        for name in step.get("reads", []):
                            self.assertIn(name, answer)
                        for name, value in step.get("equal", {}).items():
                            self.assertEqual(answer.get(name), value, name)
                        for name, member in step.get("keep", {}).items():
                            replay.known[name] = answer[member]
            finally:
                replay.stop()

    def test_the_first_generation(self):
        self.replay("g1")

    def test_the_second_generation(self):
        self.replay("g2")

    def test_both_do_everything(self):
        wanted = ["register", "verify", "approved", "denied", "refused", "report", "capability", "detect", "announce", "relate", "relate with the API key", "register an MCP server"]
        for generation, more in (("g1", []), ("g2", ["list MCP servers", "use", "attest", "list agents", "look at the agent"])):
            said = [step.get("what") for step in RECORDED[generation]]
            for what in wanted + more:
                self.assertIn(what, said, generation)


if __name__ == "__main__":
    unittest.main(verbosity=1)
