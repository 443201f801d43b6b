#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""`aval agent` as a process: with the guide's Python agent in both roles, with itself, and against peers that mean harm.

    agent_test.py PROGRAM
"""
import base64, json, os, pathlib, queue, resource, signal, socket, ssl, struct, subprocess, tempfile, threading, time, unittest, uuid

import peers_test
from peers_test import PythonAgent, free_port

PROGRAM = peers_test.PROGRAM  # it has taken the argument
PATIENCE = 60  # seconds for anything that is waited for; only a failing test waits so long


def certificates(folder, *ids):
    subprocess.run([PROGRAM, "cert", "ca", "--out", folder], check=True, stdout=subprocess.DEVNULL, timeout=60)
    for id in ids:
        subprocess.run([PROGRAM, "cert", "issue", "--id", id, "--out", folder], check=True, stdout=subprocess.DEVNULL, timeout=60)


class Agent:
    """aval agent with --json-log, its messages and its other lines; ends with the test."""

    def __init__(self, test, id, *words, port=0, environment=None):
        folder, self.messages, self.lines, self.arrived = test.folder, [], [], queue.Queue()
        words = [*(["--port", str(port)] if port is not None else []), *words]
        if environment is None:
            words = ["--id", id, "--ca-cert", f"{folder}/ca-cert.pem", "--my-cert", f"{folder}/{id}-cert.pem", "--my-key", f"{folder}/{id}-key.pem", *words]
        self.process = subprocess.Popen([PROGRAM, "agent", "--json-log", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8", **(environment or {})})
        self.readers = [threading.Thread(target=self.read, args=(stream,), daemon=True) for stream in (self.process.stdout, self.process.stderr)]
        for reader in self.readers:
            reader.start()
        test.addCleanup(self.stop, signal.SIGKILL)
        if port is not None:
            line = self.wait(lambda what: isinstance(what, str) and "listens on wss://" in what)
            self.uri = line.split()[-1]
            self.port = int(self.uri.rsplit(":", 1)[1])

    def read(self, stream):
        for line in stream:
            try:
                what = json.loads(line)
            except ValueError:
                what = line.rstrip("\n")
            self.arrived.put(what)
        self.arrived.put(None)

    def take(self, until):
        try:
            what = self.arrived.get(timeout=max(0.01, until - time.monotonic()))
        except queue.Empty:
            raise AssertionError("it never came; this did:\n" + "\n".join(map(str, [*self.lines, *self.messages[-40:]]))) from None
        if isinstance(what, dict):
            self.messages.append(what)
        elif what is not None:
            self.lines.append(what)
        return what

    def wait(self, wanted, seconds=PATIENCE):
        for what in [*self.messages, *self.lines]:
            if wanted(what):
                return what
        until, ends = time.monotonic() + seconds, 0
        while True:
            what = self.take(until)
            if what is None:
                ends += 1
                if ends == 2:
                    raise AssertionError(f"the agent ended with status {self.process.wait()}:\n" + "\n".join(map(str, [*self.lines, *self.messages[-40:]])))
            elif wanted(what):
                return what

    def said(self, direction, tipo, **datos):
        """Waits for a message in the log, with these members in its payload."""
        def fits(what):
            if not isinstance(what, dict) or what["direction"] != direction or not isinstance(what.get("message"), dict) or what["message"].get("tipo") != tipo:
                return False
            return all((what["message"].get("datos") or {}).get(k) == v for k, v in datos.items())
        return self.wait(fits)["message"]

    def ended(self, seconds=PATIENCE):
        return self.process.wait(timeout=seconds)

    def memory(self):
        """Resident, in KiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(timeout=PATIENCE)
        for reader in self.readers:
            reader.join(timeout=PATIENCE)
        for stream in (self.process.stdout, self.process.stderr):
            if not stream.closed:
                stream.close()
        return status


class Peer:
    """A WebSocket client with a certificate, one frame at a time, that can do everything wrong."""

    def __init__(self, test, agent, id, register=True):
        self.id, self.buffer = id, b""
        raw = socket.create_connection(("127.0.0.1", agent.port), timeout=PATIENCE)
        test.addCleanup(raw.close)
        self.socket = self.secure(test.folder, id).wrap_socket(raw)
        test.addCleanup(self.socket.close)
        self.socket.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{agent.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n".encode())
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise AssertionError(head.decode())
        if register:
            self.tell("REGISTRO", datos={"uri": f"wss://{id}.invalid/"})
            self.hear("ACK_REGISTRO")

    @staticmethod
    def secure(folder, id):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(f"{folder}/ca-cert.pem")
        if id:
            context.load_cert_chain(f"{folder}/{id}-cert.pem", f"{folder}/{id}-key.pem")
        return context

    def more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the connection ended")
        self.buffer += piece

    def frame(self, payload, opcode=1, fin=True):
        payload = payload.encode() if isinstance(payload, str) else payload
        size = len(payload)
        head = bytes([(0x80 if fin else 0) | opcode])
        head += bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size) if size < 65536 else bytes([0x80 | 127]) + struct.pack(">Q", size)
        self.socket.sendall(head + b"\0\0\0\0" + payload)  # a mask of zeros is a mask

    def message(self, tipo, **fields):
        m = {"tipo": tipo, "id_mensaje": str(uuid.uuid4()), "origen": self.id, "destino": "peer", "respuesta_a": None, "timestamp": "2025-01-02T03:04:05.678Z",
             "id_sesion": None, "numero_secuencia": None, "requiere_ack": False, "datos": None}
        m.update(fields)
        return m

    def tell(self, tipo, **fields):
        m = self.message(tipo, **fields)
        self.frame(json.dumps(m))
        return m["id_mensaje"]

    def receive(self):
        """The next frame: (opcode, payload)."""
        while True:
            if len(self.buffer) >= 2:
                size, at = self.buffer[1] & 0x7F, 2
                if size == 126 and len(self.buffer) >= 4:
                    size, at = struct.unpack(">H", self.buffer[2:4])[0], 4
                elif size == 127 and len(self.buffer) >= 10:
                    size, at = struct.unpack(">Q", self.buffer[2:10])[0], 10
                elif size >= 126:
                    size = None
                if size is not None and len(self.buffer) >= at + size:
                    opcode, payload = self.buffer[0] & 0x0F, self.buffer[at:at + size]
                    self.buffer = self.buffer[at + size:]
                    return opcode, payload
            self.more()

    def hear(self, tipo, **fields):
        """The next message of that type with these fields; others are passed over, pings are answered."""
        for _ in range(100_000):
            opcode, payload = self.receive()
            if opcode == 8:
                raise AssertionError(f"closed with {struct.unpack('>H', payload[:2])[0]} instead of {tipo}")
            if opcode == 9:
                self.frame(payload, 10)
            if opcode != 1:
                continue
            m = json.loads(payload)
            if m["tipo"] == tipo and all(m.get(k) == v for k, v in fields.items()):
                return m
        raise AssertionError(tipo)

    def closed(self):
        """The code with which the agent closes."""
        for _ in range(100_000):
            opcode, payload = self.receive()
            if opcode == 8:
                return struct.unpack(">H", payload[:2])[0]
        raise AssertionError("not closed")

    def session(self):
        id = str(uuid.uuid4())
        self.tell("SESSION_INIT", id_sesion=id, requiere_ack=True)
        self.hear("SESSION_ACCEPT", id_sesion=id)
        return id

    def task(self, session, what, parameters=None, number=1):
        return self.tell("SOLICITUD_TAREA", id_sesion=session, numero_secuencia=number, requiere_ack=True, datos={"descripcion_tarea": what, "parametros": parameters})

    def works(self):
        """A whole task, from session to answer."""
        request = self.task(self.session(), "sumar", {"a": 40, "b": 2})
        return self.hear("RESPUESTA_TAREA", respuesta_a=request)["datos"]


class Case(unittest.TestCase):
    ids = ("agente_cpp", "agente_py", "buena", "mala")

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.folder = place.name
        certificates(cls.folder, *cls.ids)

    def well(self, agent):
        """Somebody else is served as if nothing had happened."""
        answer = Peer(self, agent, "buena").works()
        self.assertEqual(answer["estado"], "exito")
        self.assertIn(42, answer["resultado"].values())


class Together(Case):
    def test_the_guides_agent_and_ours_register_open_a_session_and_carry_out_a_task_in_both_directions(self):
        theirs = free_port()
        ours = Agent(self, "agente_cpp", "--peer-uri", f"wss://127.0.0.1:{theirs}", "--task", "Process data from C++")
        python = PythonAgent("agente_py", theirs, ours.uri, self.folder)
        self.addCleanup(python.stop)
        python.wait_for("Registration acknowledged by agente_cpp")
        python.wait_for("Received capabilities from agente_cpp")
        python.wait_for("Agent agente_cpp registered from wss://")
        python.wait_for("Processing task 'Process data from C++'")
        self.assertEqual(ours.said("in", "RESPUESTA_TAREA", estado="exito")["datos"]["resultado"], "Python task done!")
        python.wait_for("Received task response from agente_cpp: {'estado': 'exito'")
        self.assertEqual(ours.stop(), 0)

    def test_once_ends_with_the_answer_of_the_guides_agent(self):
        theirs = free_port()
        python = PythonAgent("agente_py", theirs, f"wss://127.0.0.1:{free_port()}", self.folder)
        self.addCleanup(python.stop)
        python.wait_for("listening on wss://")
        self.assertEqual(Agent(self, "agente_cpp", "--peer-uri", f"wss://127.0.0.1:{theirs}", "--once", port=None).ended(), 0)

    def test_two_of_ours_serve_echo_sumar_sleep_and_anything_else(self):
        worker = Agent(self, "buena", "--capability", "uno", "--capability", "dos")
        for task, parameters, result in (("echo", {"a": [1, None]}, {"a": [1, None]}), ("sumar", {"a": 1, "b": 2.5}, {"suma": 3.5}), ("sleep", {"segundos": 0}, {"segundos": 0})):
            asks = Agent(self, "agente_cpp", "--peer-uri", worker.uri, "--once", "--task", task, "--params", json.dumps(parameters), port=None)
            self.assertEqual(asks.said("in", "RESPUESTA_TAREA", estado="exito")["datos"]["resultado"], result)
            self.assertEqual(asks.said("in", "CAPABILITY_ANNOUNCE")["datos"]["capacidades"], ["uno", "dos"])
            self.assertEqual(asks.ended(), 0)
        self.assertEqual(Agent(self, "agente_cpp", "--peer-uri", worker.uri, "--once", port=None).ended(), 0)
        self.assertEqual(Agent(self, "agente_cpp", "--peer-uri", worker.uri, "--once", "--task", "sumar", "--params", '{"a": "x"}', port=None).ended(), 1)
        self.assertEqual(worker.stop(), 0)

    def test_an_argument_beats_the_environment_which_beats_the_file(self):
        files = {name: f"{self.folder}/{name}" for name in ("ca-cert.pem", "buena-cert.pem", "buena-key.pem", "mala-cert.pem", "mala-key.pem")}
        config = pathlib.Path(self.folder, "agent.json")
        config.write_text(json.dumps({"id": "mala", "my_cert": files["mala-cert.pem"], "my_key": files["mala-key.pem"], "ca_cert": files["ca-cert.pem"], "capabilities": ["of_the_file"]}))
        environment = {"AGENT_ID": "buena", "MY_CERT_PATH": files["buena-cert.pem"], "MY_KEY_PATH": files["buena-key.pem"], "AGENT_WSS_URI": "wss://127.0.0.1:9",
                       "AGENT_ADVERTISE_URI": "wss://buena.example:8765"}
        worker = Agent(self, None, "--config", str(config), environment=environment)
        peer = Peer(self, worker, "agente_py")
        self.assertEqual(peer.hear("CAPABILITY_ANNOUNCE")["origen"], "buena")
        asks = Agent(self, "agente_cpp", "--peer-uri", worker.uri, "--once", port=None)
        self.assertEqual(asks.said("in", "CAPABILITY_ANNOUNCE")["datos"]["capacidades"], ["of_the_file"])
        self.assertEqual(asks.ended(), 0)

    def test_wrong_usage_says_what_is_missing(self):
        for words, what in ((["--port", "0"], "--id"), (["--id", "x", "--ca-cert", "c", "--my-cert", "m", "--my-key", "k"], "--port"),
                            (["--id", "x", "--ca-cert", "c", "--my-cert", "m", "--my-key", "k", "--peer-uri", "ws://127.0.0.1:1"], "--peer-uri")):
            clean = {k: v for k, v in os.environ.items() if k not in ("AGENT_ID", "CA_CERT_PATH")}
            done = subprocess.run([PROGRAM, "agent", *words], capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL, env=clean, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(what, done.stderr)

    def test_an_id_that_is_not_the_certificates_is_wrong_usage(self):
        own = {name: f"{self.folder}/{name}" for name in ("ca-cert.pem", "mala-cert.pem", "mala-key.pem")}
        for id, cert, what in (("buena", own["mala-cert.pem"], "belongs to mala"), ("mala", "/nonexistent", "/nonexistent"), ("mala", own["mala-key.pem"], "mala-key.pem")):
            done = subprocess.run([PROGRAM, "agent", "--port", "0", "--id", id, "--ca-cert", own["ca-cert.pem"], "--my-cert", cert, "--my-key", own["mala-key.pem"]],
                                  capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(what, done.stderr)

    def test_the_environment_alone_is_enough_and_the_advertised_address_is_told(self):
        worker = Agent(self, "buena")
        environment = {"AGENT_ID": "mala", "AGENT_WSS_URI": f"wss://127.0.0.1:{free_port()}", "PEER_WSS_URI": worker.uri, "AGENT_ADVERTISE_URI": "wss://mala.example:8765",
                       "CA_CERT_PATH": f"{self.folder}/ca-cert.pem", "MY_CERT_PATH": f"{self.folder}/mala-cert.pem", "MY_KEY_PATH": f"{self.folder}/mala-key.pem"}
        asks = Agent(self, None, port=None, environment=environment)
        self.assertEqual(worker.said("in", "REGISTRO")["datos"]["uri"], "wss://mala.example:8765")
        asks.wait(lambda what: isinstance(what, str) and f"listens on {environment['AGENT_WSS_URI']}" in what)
        asks.said("in", "RESPUESTA_TAREA", estado="exito")
        self.assertEqual(asks.stop(), 0)

    def test_an_agent_tells_where_it_listens_and_one_that_does_not_that_it_cannot_be_reached(self):
        worker = Agent(self, "buena")
        listens = Agent(self, "agente_cpp", "--host", "127.0.0.2", "--peer-uri", worker.uri)
        self.assertTrue(listens.uri.startswith("wss://127.0.0.2:"), listens.uri)
        self.assertEqual(worker.said("in", "REGISTRO")["datos"]["uri"], listens.uri)
        self.assertEqual(Agent(self, "mala", "--peer-uri", listens.uri, "--once", port=None).ended(), 0)
        self.assertEqual(listens.said("in", "REGISTRO")["datos"]["uri"], "wss://mala.invalid/")

    def test_a_peer_killed_in_mid_task_is_an_error_at_once_and_its_successor_gets_the_task(self):
        worker = Agent(self, "buena")
        asks = Agent(self, "agente_cpp", "--peer-uri", worker.uri, "--once", "--task", "sleep", "--params", '{"segundos": 3600}', port=None)
        worker.said("in", "SOLICITUD_TAREA")
        worker.stop(signal.SIGKILL)
        asks.wait(lambda what: isinstance(what, str) and "sleep" in what and "failed" in what)
        worker = Agent(self, "buena", port=worker.port)
        worker.said("in", "SOLICITUD_TAREA")
        self.assertEqual(asks.stop(), 0)


class Hostile(Case):
    def test_a_flood_of_malformed_json_is_answered_then_ended_and_nobody_else_notices(self):
        agent = Agent(self, "agente_cpp")
        bad = Peer(self, agent, "mala")
        self.well(agent)
        before = agent.memory()
        with self.assertRaises((ConnectionError, ssl.SSLError, OSError, Done)):
            heard = 0
            for n in range(100_000):
                bad.frame('{"tipo": ' + "[" * (n % 200))
                if n < 50:
                    self.assertEqual(bad.hear("ERROR")["datos"]["codigo_error"], "INVALID_MESSAGE_FORMAT")
                    heard += 1
                elif n == 150:
                    self.assertEqual((heard, bad.closed()), (50, 1008))
                    raise Done
        self.well(agent)
        self.assertLess(agent.memory() - before, 32 * 1024)

    def test_a_thousand_stalled_handshakes_do_not_delay_good_ones(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard) if hard != resource.RLIM_INFINITY else 4096, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        agent = Agent(self, "agente_cpp")
        stalled = []
        for n in range(1000):
            s = socket.create_connection(("127.0.0.1", agent.port), timeout=PATIENCE)
            self.addCleanup(s.close)
            if n % 2:
                s.sendall(b"\x16\x03\x01")  # the beginning of a ClientHello
            stalled.append(s)
            if n % 250 == 249:
                self.well(agent)
        for s in stalled:  # each is ended by its deadline, not by us
            try:
                while s.recv(4096):
                    pass
            except ConnectionResetError:
                pass
        self.well(agent)

    def test_a_reader_that_does_not_read_costs_bounded_memory_and_delays_nobody(self):
        agent = Agent(self, "agente_cpp")
        slow = Peer(self, agent, "mala")
        session = slow.session()
        self.well(agent)
        before = agent.memory()
        slow.socket.settimeout(2)
        with self.assertRaises((OSError, Done)):
            for n in range(400):  # 100 MiB of answers, if all were kept
                slow.task(session, "echo", {"text": "x" * 256 * 1024}, n + 1)
            raise Done
        self.assertLess(agent.memory() - before, 64 * 1024)
        self.well(agent)

    def test_a_message_above_the_limit_is_refused_with_1009(self):
        agent = Agent(self, "agente_cpp")
        big = Peer(self, agent, "mala")
        big.frame(b" " * (512 * 1024) + json.dumps(big.message("HEARTBEAT")).encode())
        big.hear("HEARTBEAT_ACK")
        try:
            big.frame(b" " * (1024 * 1024 + 1))
        except OSError:
            pass  # it may be closed before all of it was sent
        self.assertEqual(big.closed(), 1009)
        parts = Peer(self, agent, "mala")
        with self.assertRaises((OSError, Done)):
            for n in range(5):  # five frames, each within the limit
                parts.frame(b" " * (400 * 1024), 1 if n == 0 else 0, fin=False)
            raise Done
        self.assertEqual(parts.closed(), 1009)
        self.well(agent)

    def test_fragments_with_a_ping_between_them_are_one_message(self):
        agent = Agent(self, "agente_cpp")
        peer = Peer(self, agent, "mala", register=False)
        text = json.dumps(peer.message("REGISTRO", datos={"uri": "wss://\u00e1\u00e9.invalid/"}), ensure_ascii=False).encode()
        cut = text.index("\u00e1".encode()) + 1  # inside of a character
        peer.frame(text[:cut], 1, fin=False)
        peer.frame(b"are you there", 9)
        self.assertEqual(peer.receive(), (10, b"are you there"))
        peer.frame(text[cut:cut + 1], 0, fin=False)
        peer.frame(text[cut + 1:], 0)
        peer.hear("ACK_REGISTRO")

    def test_wrong_and_missing_certificates_never_see_101(self):
        agent = Agent(self, "agente_cpp")
        with tempfile.TemporaryDirectory() as elsewhere:
            certificates(elsewhere, "buena")
            stranger = Peer.secure(elsewhere, "buena")
            stranger.load_verify_locations(f"{self.folder}/ca-cert.pem")
            for context in (stranger, Peer.secure(self.folder, None)):
                with self.assertRaises((OSError, Done)):
                    with socket.create_connection(("127.0.0.1", agent.port), timeout=PATIENCE) as raw, context.wrap_socket(raw) as s:
                        s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n")
                        self.assertNotIn(b" 101 ", s.recv(4096))
                        raise Done
        self.well(agent)

    def test_a_spoofed_origen_is_AUTH_FAILED_and_1008(self):
        agent = Agent(self, "agente_cpp")
        spoofer = Peer(self, agent, "mala")
        about = spoofer.tell("SESSION_INIT", origen="buena", id_sesion=str(uuid.uuid4()), requiere_ack=True)
        self.assertEqual(spoofer.hear("ERROR", respuesta_a=about)["datos"]["codigo_error"], "AUTH_FAILED")
        self.assertEqual(spoofer.closed(), 1008)
        self.well(agent)

    def test_the_session_of_another_agent_is_not_found(self):
        agent = Agent(self, "agente_cpp")
        owner, thief = Peer(self, agent, "buena"), Peer(self, agent, "mala")
        session = owner.session()
        for about in (thief.task(session, "echo"), thief.tell("SESSION_CLOSE", id_sesion=session, requiere_ack=True)):
            self.assertEqual(thief.hear("ERROR", respuesta_a=about)["datos"]["codigo_error"], "SESSION_NOT_FOUND")
        request = owner.task(session, "echo", {"still": "mine"})
        self.assertEqual(owner.hear("RESPUESTA_TAREA", respuesta_a=request)["datos"]["resultado"], {"still": "mine"})

    def test_an_unasked_ACK_REGISTRO_starts_no_task(self):
        agent = Agent(self, "agente_cpp", "--task", "echo")
        forger = Peer(self, agent, "mala")
        for answered in (None, str(uuid.uuid4())):
            forger.tell("ACK_REGISTRO", respuesta_a=answered)
        for _ in range(3):  # whatever the forgery had caused would come before the last answer
            about, m = forger.tell("HEARTBEAT"), {}
            while m.get("tipo") != "HEARTBEAT_ACK" or m["respuesta_a"] != about:
                opcode, payload = forger.receive()
                m = json.loads(payload) if opcode == 1 else {}
                self.assertNotEqual(m.get("tipo"), "SESSION_INIT")
        self.well(agent)

    def test_a_half_closed_socket_is_noticed(self):
        agent = Agent(self, "agente_cpp")
        half = Peer(self, agent, "mala")
        request = half.task(half.session(), "sleep", {"segundos": 3600})
        half.hear("MESSAGE_ACK", respuesta_a=request)
        socket.socket.shutdown(half.socket, socket.SHUT_WR)  # under TLS: no close_notify, only the end of the stream
        with self.assertRaises((ConnectionError, ssl.SSLError)):
            for _ in range(1000):
                half.receive()
        self.well(agent)

    def test_a_repeated_request_is_acknowledged_and_answered_again_but_runs_once(self):
        agent = Agent(self, "agente_cpp")
        peer = Peer(self, agent, "mala")
        m = peer.message("SOLICITUD_TAREA", id_sesion=peer.session(), numero_secuencia=1, requiere_ack=True, datos={"descripcion_tarea": "echo", "parametros": {"n": 1}})
        answers = []
        for _ in range(3):
            peer.frame(json.dumps(m))
            peer.hear("MESSAGE_ACK", respuesta_a=m["id_mensaje"])
            answers.append(peer.hear("RESPUESTA_TAREA", respuesta_a=m["id_mensaje"]))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])

    def test_nothing_is_served_before_REGISTRO(self):
        agent = Agent(self, "agente_cpp")
        early = Peer(self, agent, "mala", register=False)
        about = early.tell("SESSION_INIT", id_sesion=str(uuid.uuid4()), requiere_ack=True)
        self.assertEqual(early.hear("ERROR", respuesta_a=about)["datos"]["codigo_error"], "NOT_REGISTERED")


class Done(Exception):
    """The end of a loop that may also end with an exception of the connection."""


if __name__ == "__main__":
    unittest.main(verbosity=1)
