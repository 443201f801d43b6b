#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""aval hub as a person uses it: agents in Python, the guide's own among them, and its live page in a headless Chromium.

    hub_program_test.py PROGRAM
"""
import asyncio, base64, json, os, pathlib, signal, ssl, stat, subprocess, sys, tempfile, threading, unittest, urllib.error, urllib.request, uuid

try:
    import websockets
except ImportError:  # Debian's package belongs to Debian's python3, which need not be the first in PATH
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "peers"))
import peers_test
from browser import Browser
from peers_test import PythonAgent, free_port

PROGRAM = peers_test.PROGRAM  # it has taken the argument


class Hub:
    """aval hub, until stop()."""

    def __init__(self, folder, *words):
        self.folder = folder
        self.process = subprocess.Popen([PROGRAM, "hub", "--id", "hub", "--port", "0", "--ca-cert", folder + "/ca-cert.pem", "--my-cert", folder + "/hub-cert.pem",
                                         "--my-key", folder + "/hub-key.pem", "--admin-listen", "127.0.0.1:0", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.start()
        lines = [self.process.stdout.readline() for _ in range(3)]
        watchdog.cancel()
        if "listens on" not in lines[0]:
            raise AssertionError("the hub did not start: " + "".join(lines) + self.process.stderr.read())
        self.uri, self.admin = lines[0].split()[-1], lines[1].split()[-1].rstrip("/")
        self.token_file = lines[2].split(": ")[1].split(" (")[0]
        self.token = pathlib.Path(self.token_file).read_text().strip()

    def get(self, path, token=None):
        request = urllib.request.Request(self.admin + path, headers={"Authorization": "Bearer " + (self.token if token is None else token)})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as e:
            return e.code, json.loads(e.read())

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


class Agent:
    """An agent of a few lines, on python3-websockets."""

    def __init__(self, hub, id):
        self.hub, self.id, self.socket = hub, id, None

    async def join(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(self.hub.folder + "/ca-cert.pem")
        context.load_cert_chain(f"{self.hub.folder}/{self.id}-cert.pem", f"{self.hub.folder}/{self.id}-key.pem")
        self.socket = await websockets.connect(self.hub.uri, ssl=context)
        await self.say("REGISTRO", self.hub_id, datos={"uri": "wss://" + "x.invalid/"})
        await self.hear("ACK_REGISTRO")
        announce = await self.hear("CAPABILITY_ANNOUNCE")
        assert announce["datos"]["capacidades"] == ["relay"], announce
        return self

    hub_id = "hub"

    async def say(self, tipo, destino, **more):
        message = {"tipo": tipo, "id_mensaje": str(uuid.uuid4()), "origen": self.id, "destino": destino, "respuesta_a": None, "timestamp": "2026-01-01T00:00:00.000Z",
                   "id_sesion": None, "numero_secuencia": None, "requiere_ack": False, "datos": None, **more}
        await self.socket.send(json.dumps(message))
        return message

    async def hear(self, tipo):
        """The next message of this type; others before it are dropped."""
        while True:
            message = json.loads(await asyncio.wait_for(self.socket.recv(), 60))
            if message["tipo"] == tipo:
                return message


class HubTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.folder = self.temporary.name
        self.hubs = []
        self.program("cert", "ca", "--out", self.folder)
        self.issue("hub")

    def tearDown(self):
        for hub in self.hubs:
            if hub.process.poll() is None:
                hub.process.kill()
                hub.process.communicate()
        self.temporary.cleanup()

    def program(self, *words, expect=0):
        done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def issue(self, id, *words):
        self.program("cert", "issue", "--out", self.folder, "--id", id, *words)

    def start(self, *words):
        self.hubs.append(Hub(self.folder, *words))
        return self.hubs[-1]

    async def test_a_task_goes_through_the_hub_to_the_guides_python_agent(self):
        hub = self.start()
        self.issue("agente_py", "--shape", "a")
        self.issue("tester")
        guide = PythonAgent("agente_py", free_port(), hub.uri, self.folder)
        try:
            guide.wait_for("Sent SESSION_INIT and SOLICITUD_TAREA")  # to the hub itself, which it calls "peer"; from now on it reads
            tester = await Agent(hub, "tester").join()
            session = str(uuid.uuid4())
            init = await tester.say("SESSION_INIT", "agente_py", id_sesion=session, requiere_ack=True)
            self.assertEqual((await tester.hear("SESSION_ACCEPT"))["respuesta_a"], init["id_mensaje"])
            task = await tester.say("SOLICITUD_TAREA", "agente_py", id_sesion=session, numero_secuencia=1, requiere_ack=True, datos={"descripcion_tarea": "anything"})
            answer = await tester.hear("RESPUESTA_TAREA")
            self.assertEqual((answer["origen"], answer["respuesta_a"], answer["datos"]["resultado"]), ("agente_py", task["id_mensaje"], "Python task done!"))
            guide.stop()  # kill -9
            self.assertIn("agente_py", (await tester.hear("SESSION_CLOSE"))["datos"]["motivo"])
            late = await tester.say("SOLICITUD_TAREA", "agente_py", id_sesion=session, numero_secuencia=2, requiere_ack=True, datos={"descripcion_tarea": "anything"})
            error = await tester.hear("ERROR")
            self.assertEqual((error["datos"]["codigo_error"], error["respuesta_a"]), ("AGENT_NOT_FOUND", late["id_mensaje"]))
            await tester.socket.close()
        finally:
            if guide.process.poll() is None:
                guide.stop()

    async def test_the_live_page_shows_agents_come_and_go(self):
        hub = self.start()
        hostile = "<img src=x onerror=document.title=1>"
        for id in ("alice", hostile):
            self.issue(id)
        alice, mallory = await Agent(hub, "alice").join(), await Agent(hub, hostile).join()
        await alice.say("CAPABILITY_ANNOUNCE", "hub", datos={"version_protocolo": "1.1", "capacidades": ["sum", "<script>document.title=2</script>"]})
        await alice.hear("CAPABILITY_ACK")
        session = str(uuid.uuid4())
        await alice.say("SESSION_INIT", hostile, id_sesion=session)
        await mallory.hear("SESSION_INIT")
        browser = await Browser().open(self.folder)
        try:
            await browser.ask("Page.navigate", url=hub.admin + "/#not-the-token")
            await browser.becomes("document.getElementById('state').textContent", "this token is not valid")
            await browser.becomes("document.getElementById('content').hidden", True)
            problems = [p for p in browser.problems if "401" not in p]
            self.assertEqual(problems, [])
            browser.problems.clear()
            await browser.value(f"document.getElementById('token').value = {json.dumps(hub.token)}")
            await browser.click("form button")
            await browser.becomes("document.getElementById('agents_connected')?.textContent", "2")
            rows = "[...document.querySelectorAll('#agents tr')].map((r) => [...r.children].slice(0, 4).map((c) => c.textContent))"
            await browser.becomes(rows, [[hostile, "connected", "default", "1"], ["alice", "connected", "default", "1"]])
            self.assertEqual(await browser.value("document.querySelectorAll('#agents img, #agents script').length"), 0)
            self.assertEqual(await browser.value("document.title"), "aval hub")
            self.assertEqual(await browser.value("location.hash"), "", "the token does not stay in the address")
            if "AVAL_SCREENSHOT" in os.environ:
                shot = await browser.ask("Page.captureScreenshot")
                pathlib.Path(os.environ["AVAL_SCREENSHOT"]).write_bytes(base64.b64decode(shot["data"]))
            await mallory.socket.close()
            await browser.becomes(rows, [[hostile, "disconnected", "default", "0"], ["alice", "connected", "default", "0"]])
            await browser.becomes("document.getElementById('agents_connected').textContent", "1")
            self.assertEqual(browser.problems, [], "neither the policy nor a script complains")
            await browser.value("document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 3'}))")
            self.assertEqual(await browser.value("document.title"), "aval hub", "the policy runs no inline script")
        finally:
            await browser.close()
        await alice.socket.close()

    async def test_the_http_interface_is_for_the_owner_of_the_token(self):
        hub = self.start()
        self.assertEqual(stat.S_IMODE(os.stat(hub.token_file).st_mode), 0o600)
        self.assertGreaterEqual(len(hub.token), 40)
        self.issue("alice")
        alice = await Agent(hub, "alice").join()
        self.assertEqual(hub.get("/health", token=""), (200, {"status": "ok"}))
        status, directory = hub.get("/api/v1/agents")
        self.assertEqual((status, directory["total"], directory["agents"][0]["id"], directory["agents"][0]["connected"]), (200, 1, "alice", True))
        self.assertEqual(hub.get("/api/v1/agents?connected=false")[1]["agents"], [])
        self.assertEqual(hub.get("/api/v1/metrics")[1]["messages_processed"], 1)
        for path in ("/api/v1/agents", "/api/v1/metrics", "/api/v1/subscription"):
            self.assertEqual(hub.get(path, token="x")[0], 401)
        status, out, err = await asyncio.to_thread(hub.stop)
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.endswith("stopped\n"), out)
        self.assertNotIn(hub.token, out)
        with self.assertRaises(websockets.exceptions.ConnectionClosed) as closed:
            await alice.socket.recv()
        self.assertEqual(closed.exception.code, 1001)
        again = self.start()
        self.assertEqual(again.token, hub.token, "the token stays")
        os.chmod(hub.token_file, 0o644)
        self.assertIn("chmod 600", self.program("hub", "--id", "hub", "--port", "0", "--ca-cert", self.folder + "/ca-cert.pem", "--my-cert", self.folder + "/hub-cert.pem", "--my-key",
                                                self.folder + "/hub-key.pem", "--admin-listen", "127.0.0.1:0", expect=1).stderr)

    async def test_plans_are_metered_and_kept_over_a_restart(self):
        with open(self.folder + "/accounts.json", "w") as f:
            json.dump({"accounts": [{"name": "small", "plan": "Free"}], "account_of": {"alice": "small", "bob": "small"}, "period": "never"}, f)
        words = ["--accounts", self.folder + "/accounts.json", "--usage-file", self.folder + "/usage.json"]
        for id in ("alice", "bob"):
            self.issue(id)
        used = 0
        for allowed in (3, 2):
            hub = self.start(*words)
            alice, bob = await Agent(hub, "alice").join(), await Agent(hub, "bob").join()
            for _ in range(allowed):
                await alice.say("SESSION_INIT", "bob", id_sesion=str(uuid.uuid4()))
                await bob.hear("SESSION_INIT")
                used += 1
            accounts = hub.get("/api/v1/subscription")[1]["accounts"]
            self.assertEqual([(a["account"], a["plan"], a["used"], a.get("limit")) for a in accounts], [("default", "unlimited", 0, None), ("small", "Free", used, 5)])
            if used == 5:
                refused = await alice.say("SESSION_INIT", "bob", id_sesion=str(uuid.uuid4()))
                error = await alice.hear("ERROR")
                self.assertEqual((error["datos"]["codigo_error"], error["respuesta_a"]), ("RATE_LIMIT_EXCEEDED", refused["id_mensaje"]))
                self.assertEqual(error["datos"]["detalles_adicionales"], {"limite": 5, "usado": 5, "plan": "Free"})
            status, _, err = await asyncio.to_thread(hub.stop)
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(stat.S_IMODE(os.stat(self.folder + "/usage.json").st_mode), 0o600)

    async def test_what_cannot_work_is_said_at_the_start(self):
        self.issue("alice")
        paths = ["--ca-cert", self.folder + "/ca-cert.pem", "--my-cert", self.folder + "/hub-cert.pem", "--my-key", self.folder + "/hub-key.pem"]
        self.assertIn("belongs to hub", self.program("hub", "--id", "alice", *paths, expect=1).stderr)
        self.assertIn("no-such-file", self.program("hub", "--id", "hub", *paths, "--accounts", self.folder + "/no-such-file", expect=1).stderr)
        self.assertNotEqual(self.program("hub", "--id", "hub", *paths[:4], "--my-key", self.folder + "/alice-key.pem", expect=1).stderr, "")
        self.program("hub", "--id", "hub", expect=2)


if __name__ == "__main__":
    unittest.main(verbosity=1)
