#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""The dashboard of the authority as people use it: a headless Chromium that clicks, taps and types, over HTTPS.

    dashboard_test.py PROGRAM FOLDER   # screenshots of every view go to FOLDER
"""
import asyncio, base64, json, os, pathlib, sys, tempfile, unittest

try:
    import websockets
except ImportError:  # Debian's package belongs to Debian's python3, which need not be the first in PATH
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
SHOTS = pathlib.Path(sys.argv.pop(2)) if len(sys.argv) > 2 else None
from browser import Browser
from program_test import Agent, Authority, run

HOSTILE = "<img src=x onerror=\"document.title='taken over'\">"
WIDE, PHONE = (1280, 800), (390, 844)
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowRight": 39}

# every text on the page against what is behind it (WCAG 2.2, 1.4.3); answers what is too faint
FAINT = """(() => {
  const channels = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return {r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1}; };
  const light = (c) => [c.r, c.g, c.b].map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = [];
  const root = document.querySelector('dialog[open]') || document.body;
  for (const e of root.querySelectorAll('*')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.nodeValue.trim()) || !e.checkVisibility() || e.closest('.hidden, .skip, [aria-disabled=true]') || e.getBoundingClientRect().width < 2) continue;
    const style = getComputedStyle(e), text = channels(e instanceof SVGElement ? style.fill : style.color);
    let behind = e;
    while (behind && channels(getComputedStyle(behind).backgroundColor).a < 1) behind = behind.parentElement;
    const ground = behind ? channels(getComputedStyle(behind).backgroundColor) : {r: 255, g: 255, b: 255};
    const [low, high] = [light(text), light(ground)].sort((x, y) => x - y), size = parseFloat(style.fontSize);
    if ((high + 0.05) / (low + 0.05) < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) faint.push(e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 30) + ' ' + ((high + 0.05) / (low + 0.05)).toFixed(2));
  }
  return faint.join('\\n');
})()"""


class DashboardTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        run.home = self.folder.name
        self.authority = Authority(self.folder.name + "/authority.db", "--self-signed")
        self.addAsyncCleanup(self.end)
        with open(self.authority.database + ".admin", encoding="utf-8") as file:
            self.admin = json.load(file)
        self.key = json.loads(run("authority", "api-key", "create", "--name", "test", "--output", "json", *self.authority.access()).stdout)["api_key"]
        self.browser = await Browser().open(self.folder.name)
        await self.browser.ask("Security.enable")
        await self.browser.ask("Security.setIgnoreCertificateErrors", ignore=True)
        await self.look(WIDE)
        await self.browser.ask("Page.navigate", url=self.authority.url + "/")
        await self.browser.becomes("!document.getElementById('login').hidden", True)

    async def end(self):
        if hasattr(self, "browser"):
            await self.browser.close()
        self.authority.stop()
        self.folder.cleanup()

    # ---- a person's hands and eyes
    async def look(self, size, dark=False):
        phone = size == PHONE
        await self.browser.ask("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=2 if phone else 1, mobile=phone)
        await self.browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}, {"name": "prefers-reduced-motion", "value": "reduce"}])

    async def tap(self, selector):
        """Clicks with the mouse in the middle of what must be in sight there, and nothing else."""
        await self.browser.becomes(f"Boolean(document.querySelector({json.dumps(selector)}))", True)
        place = await self.browser.value(f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2, hit = document.elementFromPoint(x, y);
            return hit && (e === hit || e.contains(hit) || hit.contains(e)) ? [x, y] : String(hit && hit.outerHTML); }})()""")
        self.assertIsInstance(place, list, f"{selector} is covered by {place}")
        for kind in ("mousePressed", "mouseReleased"):
            await self.browser.ask("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    async def press(self, key, shift=False):
        text = {"Enter": "\r", " ": " "}.get(key)
        code = "Space" if key == " " else key
        await self.browser.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=key, code=code, windowsVirtualKeyCode=KEYS[key], modifiers=8 if shift else 0, **({"text": text} if text else {}))
        await self.browser.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=code, windowsVirtualKeyCode=KEYS[key], modifiers=8 if shift else 0)

    async def type(self, text):
        await self.browser.ask("Input.insertText", text=text)

    async def text(self, selector):
        return await self.browser.value(f"(document.querySelector({json.dumps(selector)}) || {{innerText: null}}).innerText")

    async def reads(self, selector, expected):
        await self.browser.becomes(f"(document.querySelector({json.dumps(selector)}) || {{innerText: null}}).innerText.trim()", expected)

    async def shoot(self, name):
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            picture = await self.browser.ask("Page.captureScreenshot", format="png")
            (SHOTS / f"dashboard-{name}.png").write_bytes(base64.b64decode(picture["data"]))

    async def log_in(self, password=None):
        for selector, value in (("#email", self.admin["email"]), ("#password", password or self.admin["password"])):
            await self.tap(selector)
            await self.browser.value(f"document.querySelector({json.dumps(selector)}).select()")
            await self.type(value)
        await self.tap("#login-form button")
        if not password:
            await self.browser.becomes("document.getElementById('frame').hidden", False)
            await self.reads("#live", "Live")

    async def go(self, view):
        await self.tap(f"#side a[data-view={view}]")
        await self.browser.becomes(f"document.getElementById('view-{view}').hidden", False)
        await self.browser.becomes(f"document.getElementById('{view}').hasAttribute('aria-busy')", False)

    def agent(self, name="robot"):
        return Agent(self.authority, self.key, name)

    def pend(self, agent, action="delete_user", **parameters):
        status, answer = agent.ask(action, {"parameters": parameters, "requires_approval": True})
        self.assertEqual((status, answer["status"]), (201, "pending"), answer)
        return answer["id"]

    def card(self, id, button=None):
        return f"#approvals li[data-id='{id}']" + (f" [data-does={button}]" if button else "")

    # ---- what they do
    async def test_a_person_logs_in_and_out(self):
        await self.shoot("login")
        await self.tap("#login-form button")
        await self.reads("#login-problem", "Enter your email and your password.")
        await self.log_in("not the password")
        await self.reads("#login-problem", "Invalid email or password")
        self.assertEqual(await self.browser.value("document.activeElement.id"), "password")
        await self.shoot("login-refused")
        await self.log_in()
        await self.reads("#who-name", self.admin["email"])
        await self.reads("#who-role", "Admin")
        self.assertEqual(await self.browser.value("document.cookie"), "", "no script reads the session")
        cookies = {c["name"]: c for c in (await self.browser.ask("Network.getCookies"))["cookies"]}
        session = cookies["__Host-aim_session"]
        self.assertEqual((session["httpOnly"], session["secure"], session["sameSite"], session["path"]), (True, True, "Strict", "/"))
        self.assertEqual(await self.browser.value("document.getElementById('password').value"), "")
        # loaded again, the session is still there
        await self.browser.ask("Page.reload")
        await self.browser.becomes("Boolean(document.getElementById('frame')) && !document.getElementById('frame').hidden", True)
        await self.tap("#log-out")
        await self.reads("#login-why", "You are logged out.")
        cookies = [c["name"] for c in (await self.browser.ask("Network.getCookies"))["cookies"]]
        self.assertNotIn("__Host-aim_session", cookies)

    async def test_questions_arrive_live_and_are_decided(self):
        robot = self.agent()
        await self.log_in()
        await self.reads("#approvals .empty b", "Nothing waits for you")
        await self.shoot("approvals-empty")
        first = self.pend(robot, user_id=4711, amount=9007199254740993)
        await self.reads(self.card(first) + " h2", "delete_user")  # nobody has asked for it
        await self.reads("#count-approvals", "1")
        self.assertEqual(await self.browser.value("document.title"), "(1) Approvals \u2013 aval authority")
        values = await self.text(self.card(first) + " .values")
        self.assertIn("4711", values)
        self.assertIn("9007199254740993", values, "a number that a script can not hold")
        self.assertRegex(await self.text(self.card(first) + " .left"), r"^(59:\d\d|1:00:00) left$")
        second = self.pend(robot, "delete_invoice", invoice="2026-11")
        await self.reads(self.card(second) + " h2", "delete_invoice")

        await self.tap(self.card(first, "approve"))
        await self.browser.becomes("document.getElementById('ask').open", True)
        self.assertIn("4711", await self.text("#ask-about"))
        await self.tap("#ask-go")
        await self.reads(self.card(first) + " .act .badge", "Approved")
        self.assertEqual(robot.poll(first)[1]["status"], "approved")
        await self.reads("#count-approvals", "1")

        await self.tap(self.card(second, "deny"))
        await self.tap("#ask-go")
        await self.reads("#ask-problem", "A denial needs a reason: the agent and the audit trail are told it.")
        self.assertEqual(await self.browser.value("document.activeElement.id + document.activeElement.getAttribute('aria-invalid')"), "ask-texttrue")
        self.assertEqual(robot.poll(second)[1]["status"], "pending")
        await self.shoot("deny-without-reason")
        await self.type("not on a Friday")
        await self.tap("#ask-go")
        await self.reads(self.card(second) + " .act .badge", "Denied")
        self.assertEqual(robot.poll(second)[1]["denial_reason"], "not on a Friday")
        self.assertEqual(await self.browser.value("document.getElementById('ask').open"), False)
        await self.reads("#approvals-summary", "Nothing waits for a person")
        await self.shoot("approvals-decided")

        # decided elsewhere: the card says so where it is
        third = self.pend(robot, "delete_backup")
        await self.reads(self.card(third) + " h2", "delete_backup")
        run("approvals", "deny", third, "--reason", "wrong disk", *self.authority.access())
        await self.reads(self.card(third) + " .act", f"Denied\nby {self.admin['email']}: wrong disk")
        await self.tap("#approvals-clear")
        await self.reads("#approvals .empty b", "Nothing waits for you")
        self.assertEqual(await self.browser.value("document.querySelectorAll('#approvals li[data-id]').length"), 0)

    async def test_the_trail_is_filtered_and_paged(self):
        robot, other = self.agent(), self.agent("other")
        for n in range(60):
            robot.ask("get_weather", {"n": n})
        other.ask("get_stock", {})
        await self.log_in()
        await self.go("trail")
        await self.browser.becomes("document.querySelectorAll('#trail tr:not(.more)').length", 50)
        await self.tap("#trail-action")
        await self.type("get_weather")
        await self.press("Enter")
        await self.reads("#trail-pages span", "1\u201350 of 60")
        self.assertEqual(await self.browser.value("[...document.querySelectorAll('#trail .mono')].every((e) => e.innerText === 'get_weather')"), True)
        await self.tap("#trail-pages button:last-child")
        await self.reads("#trail-pages span", "51\u201360 of 60")
        await self.tap("#trail tr button")
        self.assertIn("prev_hash", await self.text("#trail tr.more .values"))
        await self.tap("#trail-form button[type=reset]")
        await self.tap("#trail-agent")
        await self.type("other")
        await self.tap("#trail-form button[type=submit]")
        await self.browser.becomes("[...document.querySelectorAll('#trail .mono')].map((e) => e.innerText).includes('get_stock') && ![...document.querySelectorAll('#trail .mono')].some((e) => e.innerText === 'get_weather')", True)
        await self.browser.value("document.getElementById('trail-agent').select()")
        await self.tap("#trail-agent")
        await self.type("nobody")
        await self.tap("#trail-form button[type=submit]")
        await self.reads("#trail-problem", "No agent has this name or id.")
        await self.tap("#trail-form button[type=reset]")
        await self.tap("#trail-action")
        await self.type("never_done")
        await self.press("Enter")
        await self.reads("#trail .empty b", "No records")

    async def test_alerts_are_acknowledged_and_resolved(self):
        await self.log_in()
        self.agent().ask("bulk_export", {})  # watched by a policy
        await self.reads("#count-alerts", "1")
        await self.go("alerts")
        await self.reads("#alerts li .badge", "Warning")
        await self.shoot("alerts-open")
        self.agent("other").ask("bulk_export", {})
        await self.reads("#count-alerts", "2")
        self.assertEqual(await self.browser.value("document.querySelectorAll('#alerts li').length"), 1, "nothing moves by itself")
        await self.tap("#alerts-new")
        await self.browser.becomes("document.querySelectorAll('#alerts li').length", 2)
        await self.tap("#alerts li:last-child [data-does=acknowledge]")
        await self.browser.becomes("document.querySelectorAll('#alerts li').length", 1)
        await self.tap("#alerts [data-does=acknowledge]")
        await self.reads("#alerts .empty b", "No open alerts")
        await self.browser.becomes("document.getElementById('count-alerts').hidden", True)
        await self.tap("#alerts-form input[value=acknowledged]")
        await self.browser.becomes("document.querySelectorAll('#alerts [data-does=resolve]').length", 2)
        await self.tap("#alerts [data-does=resolve]")
        await self.tap("#ask-go")
        await self.reads("#ask-problem", "Say how it was resolved.")
        await self.type("it was an exercise")
        await self.tap("#ask-go")
        await self.browser.becomes("document.getElementById('ask').open", False)
        await self.tap("#alerts-form input[value=resolved]")
        await self.browser.becomes("document.getElementById('alerts').innerText.includes('it was an exercise')", True)

    async def test_an_agent_is_looked_at_and_suspended(self):
        robot = self.agent()
        await self.log_in()
        await self.go("agents")
        await self.tap("#agents a")
        await self.reads("#agent-name", "robot")
        await self.reads("#trust strong", "0.907")
        bars = await self.browser.value("[...document.querySelectorAll('#trust tbody tr')].map((r) => r.cells[0].innerText + ' ' + r.cells[2].innerText + ' ' + r.querySelectorAll('rect').length)")
        self.assertEqual(len(bars), 8)
        self.assertIn("Age 0.030 / 0.10 2", bars)
        self.assertEqual(await self.browser.value("document.querySelectorAll('#history svg polyline').length"), 1)
        await self.tap("#agent-buttons [data-does=suspend]")
        await self.tap("#ask-go")
        await self.browser.becomes("document.getElementById('ask').open", False)
        await self.reads("#agent-line .badge", "Suspended")
        self.assertEqual(robot.ask("get_weather", {})[0], 403)
        await self.tap("#agent-buttons [data-does=reactivate]")
        await self.tap("#ask-go")
        await self.reads("#agent-line .badge", "Verified")
        self.assertEqual(robot.ask("get_weather", {"again": True})[0], 201)

    async def test_the_keyboard_alone_is_enough(self):
        robot = self.agent()
        first, second = self.pend(robot, user_id=1), self.pend(robot, "delete_invoice", user_id=2)
        focus = "(document.activeElement.id || document.activeElement.dataset.view || document.activeElement.dataset.does || document.activeElement.tagName)"
        seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none' && parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"

        async def tab(*expected):
            for name in expected:
                await self.press("Tab")
                self.assertEqual(await self.browser.value(focus), name)
                self.assertTrue(await self.browser.value(seen), f"the focus on {name} is not visible")

        await self.press("Tab", shift=True)
        self.assertEqual(await self.browser.value(focus), "skip")
        self.assertTrue(await self.browser.value(seen))
        await self.press("Enter")
        self.assertEqual(await self.browser.value(focus), "email")
        await self.type(self.admin["email"])
        await tab("password")
        await self.type(self.admin["password"])
        await self.press("Enter")
        await self.browser.becomes("document.activeElement.innerText", "Approvals")  # the heading: read aloud, and the Tab goes on from there
        await self.reads(self.card(second) + " h2", "delete_invoice")
        await tab("A", "SUMMARY", "approve", "deny")
        await self.press("Enter")
        await self.browser.becomes(focus, "ask-text")
        await self.press("Escape")
        await self.browser.becomes("document.getElementById('ask').open", False)
        self.assertEqual(await self.browser.value(focus), "deny", "back where it came from")
        await self.press("Tab", shift=True)
        await self.press(" ")
        await self.browser.becomes(focus, "ask-text")
        await tab("ask-cancel", "ask-go")
        await self.press("Enter")
        await self.reads(self.card(first) + " .act .badge", "Approved")
        self.assertEqual(robot.poll(first)[1]["status"], "approved")
        await self.browser.becomes("document.activeElement.closest('li') && document.activeElement.closest('li').dataset.id", second)
        await tab("deny")
        await self.press("Enter")
        await self.browser.becomes(focus, "ask-text")
        await self.type("no")
        await tab("ask-cancel", "ask-go")
        await self.press("Enter")
        await self.reads(self.card(second) + " .act .badge", "Denied")
        self.assertEqual(await self.browser.value("document.activeElement.innerText"), "Approvals")
        # from view to view
        await self.browser.value("document.querySelector('#side a[data-view=approvals]').focus()")
        views = await self.browser.value("[...document.querySelectorAll('#side nav a')].filter((a) => !a.hidden).map((a) => a.dataset.view)")
        self.assertEqual(views[:4], ["approvals", "agents", "trail", "alerts"])
        await tab(*views[1:], "log-out")
        for _ in views[1:]:
            await self.press("Tab", shift=True)
        await self.press("Enter")
        await self.browser.becomes("document.activeElement.innerText", "Agents")
        await self.browser.becomes("document.querySelectorAll('#agents a').length", 1)
        await tab("agents-find", "A")
        await self.press("Enter")
        await self.reads("#agent-name", "robot")
        self.assertEqual(await self.browser.value("document.activeElement.id"), "agent-name")
        await self.browser.value("document.querySelector('#side a[data-view=alerts]').focus()")
        await self.press("Enter")
        await self.browser.becomes("document.activeElement.innerText", "Alerts")
        await self.press("Tab")
        await self.press("ArrowRight")
        self.assertEqual(await self.browser.value("document.activeElement.value + document.activeElement.checked"), "acknowledgedtrue")
        await self.reads("#alerts .empty b", "No alerts")

    async def test_it_fits_a_phone_and_a_desk_by_day_and_by_night(self):
        robot, other = self.agent(), self.agent("a-name-that-is-much-longer-than-the-names-that-people-usually-give-to-their-agents.example.com")
        waiting = self.pend(robot, user_id=4711, reason="left the company", notify=True)
        self.pend(other, "transfer_funds_to_an_account_that_has_a_name_which_does_not_end", to={"iban": "CH9300762011623852957" * 4, "names": ["a", "b"]}, memo="line one\nline two")
        other.ask("bulk_export", {})
        await self.log_in()
        for size, dark in ((WIDE, False), (WIDE, True), (PHONE, False), (PHONE, True)):
            await self.look(size, dark)
            name = ("phone" if size == PHONE else "desk") + ("-dark" if dark else "-light")
            for view in ("approvals", "agents", "agent", "trail", "alerts"):
                if view == "agent":
                    await self.tap("#agents a")
                    await self.browser.becomes("document.querySelectorAll('#trust tbody tr').length", 8)
                else:
                    await self.go(view)
                if view == "trail":
                    await self.tap("#trail tr button")
                await self.check(f"{view}-{name}", phone=size == PHONE)
            await self.go("approvals")
            await self.tap(self.card(waiting, "deny"))
            await self.browser.becomes("document.getElementById('ask').open", True)
            await self.check(f"ask-{name}", phone=size == PHONE)
            await self.tap("#ask-cancel")
            await self.browser.becomes("document.getElementById('ask').open", False)

    async def check(self, name, phone):
        await self.browser.value("window.scrollTo(0, 0)")
        await self.shoot(name)
        self.assertEqual(await self.browser.value("Math.max(0, document.documentElement.scrollWidth - innerWidth)"), 0, f"{name} scrolls to the side")
        self.assertEqual(await self.browser.value(FAINT), "", f"{name} has faint text")
        if phone:
            small = await self.browser.value("[...document.querySelectorAll('button, input:not([type=radio]), select, #side nav a')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43).map((e) => e.outerHTML).join('\\n')")
            self.assertEqual(small, "", f"{name}: too small for a finger")

    async def test_texts_of_agents_stay_texts(self):
        status, evil = self.authority.call("POST", "/api/v1/public/agents/register", json.dumps({"name": "evil", "display_name": HOSTILE, "description": HOSTILE, "agent_type": "ai_agent", "capabilities": [HOSTILE]}), {"X-AIM-API-Key": self.key})
        self.assertEqual(status, 201, evil)
        robot = self.agent()
        id = self.pend(robot, "delete_user", name=HOSTILE, file="annex\u202Egnp.exe", **{HOSTILE: "<script>document.title='taken over'</script>"})
        await self.log_in()
        await self.reads(self.card(id) + " h2", "delete_user")
        values = await self.text(self.card(id) + " .values")
        self.assertIn(HOSTILE, values)
        self.assertIn("<script>", values)
        self.assertIn("annexU+202Egnp.exe", values.replace("\n", ""), "what reverses the direction is shown by its number")
        await self.tap(self.card(id, "approve"))
        await self.browser.becomes("document.getElementById('ask').open", True)
        self.assertIn(HOSTILE, await self.text("#ask-about"))
        await self.tap("#ask-cancel")
        await self.go("agents")
        await self.browser.becomes(f"document.getElementById('agents').innerText.includes({json.dumps(HOSTILE)})", True)
        await self.browser.value(f"location.hash = '#agent/{evil['agent_id']}'")
        await self.browser.becomes(f"document.getElementById('facts').innerText.includes({json.dumps(HOSTILE)})", True)
        await self.shoot("hostile-agent")
        await self.go("trail")
        await self.browser.value("document.querySelectorAll('#trail tr button').forEach((b) => b.click())")
        self.assertEqual(await self.browser.value("document.querySelectorAll('img, #content script, iframe').length"), 0)
        self.assertNotIn("taken over", await self.browser.value("document.title"))
        self.assertEqual([p for p in self.browser.problems if "404" not in p], [])

    async def test_a_session_that_ends_elsewhere_leaves_nothing_on_the_page(self):
        robot = self.agent()
        id = self.pend(robot, user_id=4711)
        await self.log_in()
        await self.reads(self.card(id) + " h2", "delete_user")
        await self.tap(self.card(id, "approve"))
        cookie = next(c["value"] for c in (await self.browser.ask("Network.getCookies"))["cookies"] if c["name"] == "__Host-aim_session")
        token = self.authority.call("GET", "/api/v1/auth/session", None, {"Cookie": "__Host-aim_session=" + cookie})[1]["csrf_token"]
        self.assertEqual(self.authority.call("DELETE", "/api/v1/auth/session", None, {"Cookie": "__Host-aim_session=" + cookie, "X-CSRF-Token": token, "Origin": self.authority.url})[0], 204)
        await self.reads("#login-why", "Your session is over. Log in again.")
        self.assertEqual(await self.browser.value("document.body.innerHTML.includes('4711')"), False)
        self.assertEqual(await self.browser.value("document.getElementById('ask').open"), False)
        self.assertEqual(robot.poll(id)[1]["status"], "pending")

    async def test_it_says_when_the_authority_is_gone(self):
        robot = self.agent()
        id = self.pend(robot, user_id=4711)
        await self.log_in()
        await self.reads(self.card(id) + " h2", "delete_user")
        self.authority.stop()
        await self.reads("#live", "Connection lost")
        await self.tap(self.card(id, "approve"))
        await self.tap("#ask-go")
        await self.reads("#ask-problem", "The authority does not answer. Check the connection and try again.")
        await self.shoot("gone")


if __name__ == "__main__":
    unittest.main(verbosity=2)
