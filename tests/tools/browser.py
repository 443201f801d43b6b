# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""A browser for tests: Debian's chromium-headless-shell, and python3-websockets to drive it."""
import asyncio, json, os, shutil, signal, urllib.request

import websockets


class Navigated(Exception):
    """The page went to another address while it was being asked."""


class Browser:
    """A headless Chromium with one page, driven over its DevTools."""

    async def open(self, folder):
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        if not program:
            raise AssertionError("no Chromium; Debian: apt-get install chromium-headless-shell")
        self.process = await asyncio.create_subprocess_exec(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--no-proxy-server",
                                                            "--window-size=1280,800", "--user-data-dir=" + folder + "/chromium", "about:blank", stdin=asyncio.subprocess.DEVNULL,
                                                            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, start_new_session=True)
        while b"DevTools listening on" not in (line := await asyncio.wait_for(self.process.stderr.readline(), 60)):
            if not line:
                raise AssertionError("Chromium did not start")
        port = line.decode().split("//")[1].split("/")[0].split(":")[1]
        self.drain = asyncio.create_task(self.process.stderr.read())
        self.port = port
        return await self.attach(self.pages()[0])

    def pages(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return [p for p in json.loads(opener.open(f"http://127.0.0.1:{self.port}/json/list", timeout=30).read()) if p["type"] == "page"]

    async def attach(self, page):
        self.id = page["id"]
        self.socket = await websockets.connect(page["webSocketDebuggerUrl"], max_size=None)
        self.asked, self.problems = 0, []
        for domain in ("Log", "Page", "Runtime"):
            await self.ask(domain + ".enable")
        return self

    async def another(self, known):
        """A page that is not one of these, a window that one of them has opened for instance."""
        for _ in range(600):
            for page in self.pages():
                if page["id"] not in known:
                    other = Browser()
                    other.port = self.port
                    return await other.attach(page)
            await asyncio.sleep(0.1)
        raise AssertionError("no other page")

    async def ask(self, method, **parameters):
        self.asked += 1
        await self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            message = json.loads(await asyncio.wait_for(self.socket.recv(), 60))
            if message.get("id") == self.asked:
                if "error" in message:
                    gone = ("Inspected target navigated or closed", "Execution context was destroyed", "Cannot find context", "Cannot find default execution context")
                    raise (Navigated if message["error"]["message"].startswith(gone) else AssertionError)(message)
                return message["result"]
            if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
                self.problems.append(message["params"]["entry"]["text"])
            if message.get("method") == "Runtime.exceptionThrown":
                self.problems.append(str(message["params"]))

    async def value(self, expression):
        return (await self.ask("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get("value")

    async def becomes(self, expression, expected):
        for _ in range(600):
            try:
                if (now := await self.value(expression)) == expected:
                    return
            except Navigated as why:  # on its way to the page that is waited for
                now = why
            await asyncio.sleep(0.1)
        raise AssertionError(f"{expression}: {now!r}, not {expected!r}; " + str(await self.value("document.body.innerText")) + str(self.problems))

    async def click(self, selector):
        """Clicks; the answer may be lost to the page that this leads to."""
        try:
            await self.ask("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)}).click()")
        except Navigated:
            pass

    async def close(self):
        await self.socket.close()
        os.killpg(self.process.pid, signal.SIGKILL)  # its helpers too, which share its standard error
        await self.drain
        await self.process.wait()
