#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""The guide's Python agent with certificates made by `aval cert`: both shapes, in both roles.

    peers_test.py PROGRAM
"""
import pathlib, queue, socket, subprocess, sys, tempfile, threading, time, unittest

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else ""
AGENT = pathlib.Path(__file__).with_name("agent_py.py")


def python_with_websockets():
    """Debian's package belongs to Debian's python3, which need not be the first in PATH."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import websockets"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    raise AssertionError("no python3 with websockets; Debian: apt-get install python3-websockets")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class PythonAgent:
    """The guide's agent as a process; its log can be waited for."""

    def __init__(self, id, port, peer_uri, folder):
        self.lines, self.arrived = [], queue.Queue()
        self.process = subprocess.Popen([python_with_websockets(), str(AGENT), "--id", id, "--port", str(port), "--peer-uri", peer_uri, "--ca-cert", f"{folder}/ca-cert.pem",
                                         "--my-cert", f"{folder}/{id}-cert.pem", "--my-key", f"{folder}/{id}-key.pem"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            self.arrived.put(line)
        self.arrived.put(None)

    def wait_for(self, text, seconds=60):
        until = time.monotonic() + seconds
        while not any(text in line for line in self.lines):
            try:
                line = self.arrived.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                line = None
            if line is not None:
                self.lines.append(line)
            else:
                raise AssertionError(f"the agent never said: {text}\n" + "".join(self.lines))

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stderr.close()


class PeersTest(unittest.TestCase):
    def test_two_of_the_guides_agents_talk_with_certificates_of_ours(self):
        with tempfile.TemporaryDirectory() as folder:
            for words in (["ca"], ["issue", "--id", "agente_a", "--shape", "a"], ["issue", "--id", "agente_b"]):
                subprocess.run([PROGRAM, "cert", *words, "--out", folder], check=True, stdout=subprocess.DEVNULL, timeout=60)
            a, b = free_port(), free_port()
            agents = []
            try:
                agents.append(PythonAgent("agente_a", a, f"wss://127.0.0.1:{b}", folder))
                agents.append(PythonAgent("agente_b", b, f"wss://127.0.0.1:{a}", folder))
                agents[1].wait_for("Received task response from agente_a: {'estado': 'exito'")
                agents[0].wait_for("Processing task 'Process data from Python'")
            finally:
                for agent in agents:
                    agent.stop()


if __name__ == "__main__":
    unittest.main(verbosity=1)
