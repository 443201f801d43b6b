// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

#include "aval/version.hpp"

/*  The live page of a hub: one document, one script, one style sheet, all from the hub itself. The page holds no data and asks for the
 *  token of the HTTP interface, which may also stand behind '#' in the address: that part is never sent. What agents call themselves
 *  is put on the page as text only. */

namespace aval {
inline namespace v0 {
namespace relay {
namespace detail {

inline constexpr std::string_view dashboard_policy =
    "default-src 'none'; img-src data:; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

inline constexpr std::string_view dashboard_html = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>aval hub</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/dashboard.css">
<script src="/dashboard.js" defer></script>
</head>
<body>
<header><h1>Hub <span id="hub"></span></h1><p id="state" role="status">connecting</p></header>
<form id="login" hidden>
<label>Token <input id="token" type="password" autocomplete="off" spellcheck="false"></label>
<button type="submit">Show</button>
</form>
<main id="content" hidden>
<section id="counts" aria-label="Counts"></section>
<table>
<thead><tr><th>Agent</th><th>State</th><th>Account</th><th>Sessions</th><th>Messages in</th><th>Messages out</th><th>Waiting</th><th>Last seen</th><th>Capabilities</th></tr></thead>
<tbody id="agents"></tbody>
</table>
<p id="more"></p>
<table>
<thead><tr><th>Account</th><th>Plan</th><th>Used</th><th>Limit</th><th>Until</th></tr></thead>
<tbody id="accounts"></tbody>
</table>
</main>
</body>
</html>
)html";

inline constexpr std::string_view dashboard_css = R"css(:root { color-scheme: light dark; --line: #8884; --good: #17803d; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --good: #4ade80; --bad: #f97066; } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem 1.5rem; }
header { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; }
h1 { font-size: 1.3rem; }
#counts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: .6rem; margin-bottom: 1.2rem; }
#counts div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; }
#counts b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
td:first-child, td:last-child { overflow-wrap: anywhere; }
th { font-weight: 600; }
.connected { color: var(--good); }
.disconnected, .failed { color: var(--bad); }
)css";

inline constexpr std::string_view dashboard_js = R"js('use strict';
const at = (id) => document.getElementById(id);
const shown = [['Connected', 'agents_connected'], ['Known', 'agents_known'], ['Sessions', 'sessions_active'], ['Messages', 'messages_processed'],
  ['Relayed', 'messages_relayed'], ['Tasks', 'tasks_relayed'], ['Answers', 'answers_relayed'], ['Errors', 'errors_sent']];
let token = '', timer = 0;

function text(tag, content, name) {
  const element = document.createElement(tag);
  element.textContent = content === null || content === undefined || content === '' ? '-' : String(content);
  if (name) element.className = name;
  return element;
}
function row(cells) {
  const line = document.createElement('tr');
  for (const cell of cells) line.append(cell instanceof Node ? cell : text('td', cell));
  return line;
}
const moment = (iso) => iso ? new Date(iso).toLocaleString() : '';

async function get(path) {
  const answer = await fetch(path, {headers: {Authorization: 'Bearer ' + token}, cache: 'no-store', credentials: 'omit', redirect: 'error'});
  if (answer.status === 401) throw new Error('token');
  if (!answer.ok) throw new Error('the hub answers with status ' + answer.status);
  return answer.json();
}

async function refresh() {
  try {
    const [agents, metrics, subscription] = await Promise.all([get('/api/v1/agents?limit=500'), get('/api/v1/metrics'), get('/api/v1/subscription')]);
    at('hub').textContent = metrics.hub;
    at('counts').replaceChildren(...shown.map(([title, member]) => {
      const tile = document.createElement('div');
      const count = text('b', metrics[member]);
      count.id = member;
      tile.append(count, title);
      return tile;
    }));
    at('agents').replaceChildren(...agents.agents.map((a) => {
      const state = a.connected ? 'connected' : 'disconnected';
      return row([a.id, text('td', state, state), a.account, a.sessions, a.messages_in, a.messages_out, a.queued_messages, moment(a.last_seen), a.capabilities.join(', ')]);
    }));
    at('more').textContent = agents.total > agents.agents.length ? agents.agents.length + ' of ' + agents.total + ' agents' : '';
    at('accounts').replaceChildren(...subscription.accounts.map((a) => row([a.account, a.plan, a.used, a.limit ?? 'none', moment(a.period_end)])));
    at('login').hidden = true;
    at('content').hidden = false;
    at('state').textContent = 'live';
    at('state').className = 'connected';
    timer = setTimeout(refresh, 1000);
  } catch (e) {
    at('state').className = 'failed';
    if (e.message === 'token') {
      sessionStorage.removeItem('token');
      at('state').textContent = token ? 'this token is not valid' : 'the token of the HTTP interface is needed';
      at('content').hidden = true;
      at('login').hidden = false;
    } else {
      at('state').textContent = 'no answer from the hub';
      timer = setTimeout(refresh, 3000);
    }
  }
}

function use(given) {
  token = given.trim();
  if (token) sessionStorage.setItem('token', token);
  clearTimeout(timer);
  refresh();
}
at('login').addEventListener('submit', (event) => {
  event.preventDefault();
  use(at('token').value);
  at('token').value = '';
});
const given = decodeURIComponent(location.hash.slice(1));
if (given) history.replaceState(null, '', location.pathname);
use(given || sessionStorage.getItem('token') || '');
)js";

}  // namespace detail
}  // namespace relay
}  // namespace v0
}  // namespace aval
