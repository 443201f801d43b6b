// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page for people: its skeleton. It holds no data, no style and no script. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_html = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>aval authority</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%233b6fd4' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.800-7-5.400-7-10V6z'/%3E%3Cpath d='M8.800 12l2.200 2.200 4.200-4.400'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/dashboard.css">
<script src="/dashboard.js" defer></script>
</head>
<body>
<svg hidden aria-hidden="true">
<symbol id="i-shield" viewBox="0 0 24 24"><path d="M12 3l7 3v5c0 4.600-2.900 8.200-7 10-4.100-1.800-7-5.400-7-10V6z"/><path d="M8.800 12l2.200 2.200 4.200-4.400"/></symbol>
<symbol id="i-approvals" viewBox="0 0 24 24"><path d="M4 13l2.500-8h11L20 13v6H4z"/><path d="M4 13h4.500l1.500 2.500h4l1.500-2.500H20"/></symbol>
<symbol id="i-agents" viewBox="0 0 24 24"><rect x="4" y="8" width="16" height="11" rx="3"/><path d="M12 8V4M9.500 13v1.500M14.500 13v1.500"/></symbol>
<symbol id="i-trail" viewBox="0 0 24 24"><path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/></symbol>
<symbol id="i-alerts" viewBox="0 0 24 24"><path d="M12 4l9 16H3z"/><path d="M12 10v4.500M12 17.200v.1"/></symbol>
<symbol id="i-reports" viewBox="0 0 24 24"><path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/></symbol>
<symbol id="i-check" viewBox="0 0 24 24"><path d="M5 12.500l4.500 4.500L19 7.500"/></symbol>
<symbol id="i-cross" viewBox="0 0 24 24"><path d="M6 6l12 12M18 6L6 18"/></symbol>
<symbol id="i-leave" viewBox="0 0 24 24"><path d="M14 4H6v16h8M11 12h9M17 9l3 3-3 3"/></symbol>
<symbol id="i-back" viewBox="0 0 24 24"><path d="M14 6l-6 6 6 6"/></symbol>
<symbol id="i-more" viewBox="0 0 24 24"><path d="M9 6l6 6-6 6"/></symbol>
<symbol id="i-save" viewBox="0 0 24 24"><path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14"/></symbol>
</svg>
<a class="skip" href="#content" id="skip">Skip to the content</a>

<div id="starting" class="center"><p class="muted" role="status">Loading</p></div>

<main id="login" class="center" hidden>
<form id="login-form" class="card login" novalidate>
<p class="brand"><svg class="icon"><use href="#i-shield"/></svg><span>aval <b>authority</b></span></p>
<h1 tabindex="-1">Log in</h1>
<p id="login-why" class="notice" role="status" hidden></p>
<p id="login-problem" class="problem" role="alert" hidden></p>
<label for="email">Email</label>
<input id="email" name="username" type="email" autocomplete="username" spellcheck="false" autocapitalize="none" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="primary wide" type="submit">Log in</button>
<p class="muted small">The first start of the authority writes the administrator's email and password to a file beside its data base.</p>
</form>
</main>

<div id="frame" hidden>
<header id="side">
<p class="brand"><svg class="icon"><use href="#i-shield"/></svg><span>aval <b>authority</b></span></p>
<nav aria-label="Views"><ul>
<li><a href="#approvals" data-view="approvals" hidden><svg class="icon"><use href="#i-approvals"/></svg><span>Approvals</span><b class="count" id="count-approvals" hidden></b></a></li>
<li><a href="#agents" data-view="agents" hidden><svg class="icon"><use href="#i-agents"/></svg><span>Agents</span></a></li>
<li><a href="#trail" data-view="trail" hidden><svg class="icon"><use href="#i-trail"/></svg><span>Trail</span></a></li>
<li><a href="#alerts" data-view="alerts" hidden><svg class="icon"><use href="#i-alerts"/></svg><span>Alerts</span><b class="count" id="count-alerts" hidden></b></a></li>
<li><a href="#reports" data-view="reports" hidden><svg class="icon"><use href="#i-reports"/></svg><span>Reports</span></a></li>
</ul></nav>
<div class="who">
<p id="live" class="live" role="status" data-state="connecting"><span></span></p>
<p class="person"><b id="who-name"></b><span id="who-role" class="muted small"></span></p>
<button id="log-out" class="quiet" type="button"><svg class="icon"><use href="#i-leave"/></svg><span>Log out</span></button>
</div>
</header>

<main id="content" tabindex="-1">
<section id="view-approvals" hidden>
<header class="head"><div><h1 tabindex="-1">Approvals</h1><p class="muted" id="approvals-summary">Questions of agents that wait for a person</p></div>
<button id="approvals-clear" class="quiet" type="button" hidden>Clear decided</button></header>
<p class="problem" id="approvals-problem" role="alert" hidden></p>
<ul id="approvals" class="cards" aria-label="Questions that wait, the most urgent first" aria-busy="true"></ul>
</section>

<section id="view-agents" hidden>
<header class="head"><div><h1 tabindex="-1">Agents</h1><p class="muted" id="agents-summary">&nbsp;</p></div>
<div class="search"><label for="agents-find">Find by name, id, type or status</label><input id="agents-find" type="search" autocomplete="off" spellcheck="false" autocapitalize="none"></div></header>
<p class="problem" id="agents-problem" role="alert" hidden></p>
<div class="panel"><table class="list agents" aria-label="Agents"><thead><tr><th scope="col">Agent</th><th scope="col">Status</th><th scope="col">Trust</th><th scope="col" class="number">Violations</th><th scope="col">Last active</th></tr></thead>
<tbody id="agents" aria-busy="true"></tbody></table></div>
<div class="pages" id="agents-pages"></div>
</section>

<section id="view-agent" hidden>
<p class="up"><a href="#agents"><svg class="icon"><use href="#i-back"/></svg>Agents</a></p>
<header class="head"><div><h1 tabindex="-1" id="agent-name">Agent</h1><p id="agent-line" class="line"></p></div><div class="buttons" id="agent-buttons"></div></header>
<p class="problem" id="agent-problem" role="alert" hidden></p>
<div class="two" id="agent" aria-busy="true">
<div><section class="panel pad" aria-labelledby="trust-title"><h2 id="trust-title">Trust</h2><div id="trust" class="trust"></div></section>
<section class="panel pad" aria-labelledby="violations-title"><h2 id="violations-title">Outside its capabilities</h2><div id="violations"></div></section></div>
<div><section class="panel pad" aria-labelledby="history-title"><h2 id="history-title">History</h2><div id="history"></div></section>
<section class="panel pad" aria-labelledby="facts-title"><h2 id="facts-title">Details</h2><dl id="facts" class="facts"></dl></section></div>
</div>
</section>

<section id="view-trail" hidden>
<header class="head"><div><h1 tabindex="-1">Audit trail</h1><p class="muted">Every decision, report and change, chained by hashes. Reading it is recorded, too.</p></div></header>
<details id="trail-fold" class="fold" open><summary>Filter</summary>
<form id="trail-form" class="filter thirds" novalidate>
<div><label for="trail-agent">Agent</label><input id="trail-agent" list="trail-agents" autocomplete="off" spellcheck="false"><datalist id="trail-agents"></datalist></div>
<div><label for="trail-action">Action</label><input id="trail-action" autocomplete="off" spellcheck="false" autocapitalize="none"></div>
<div><label for="trail-entity">Kind</label><select id="trail-entity"><option value="">Any</option><option value="verification">Decisions by people</option><option value="agent_action">Actions of agents</option><option value="agent">Agents</option><option value="user">People</option><option value="api_key">API keys</option><option value="alert">Alerts</option><option value="audit_log">Readings of the trail</option></select></div>
<div class="date"><label for="trail-from">From</label><input id="trail-from" type="datetime-local"></div>
<div class="date"><label for="trail-to">Until</label><input id="trail-to" type="datetime-local"></div>
<div class="buttons"><button class="primary" type="submit">Filter</button><button type="reset" class="quiet">Reset</button></div>
</form></details>
<p class="problem" id="trail-problem" role="alert" hidden></p>
<div class="panel"><table class="list trail" aria-label="Records, newest first"><thead><tr><th scope="col" class="number">No.</th><th scope="col">Time</th><th scope="col">Action</th><th scope="col">Who</th><th scope="col">Status</th><th scope="col"><span class="hidden">Details</span></th></tr></thead>
<tbody id="trail" aria-busy="true"></tbody></table></div>
<div class="pages" id="trail-pages"></div>
</section>

<section id="view-alerts" hidden>
<header class="head"><div><h1 tabindex="-1">Alerts</h1><p class="muted" id="alerts-summary">&nbsp;</p></div><div class="buttons"><button id="alerts-new" type="button" hidden>Show new alerts</button><button id="alerts-all" class="quiet" type="button" hidden>Acknowledge all</button></div></header>
<form id="alerts-form" class="filter">
<fieldset class="choice"><legend class="hidden">State</legend>
<label><input type="radio" name="state" value="open" checked><span>Open</span></label><label><input type="radio" name="state" value="acknowledged"><span>Acknowledged</span></label><label><input type="radio" name="state" value="resolved"><span>Resolved</span></label><label><input type="radio" name="state" value="all"><span>All</span></label></fieldset>
<div><label for="alerts-severity" class="hidden">Severity</label><select id="alerts-severity"><option value="">Any severity</option><option value="critical">Critical</option><option value="high">High</option><option value="warning">Warning</option><option value="info">Info</option></select></div>
</form>
<p class="problem" id="alerts-problem" role="alert" hidden></p>
<ul id="alerts" class="cards" aria-label="Alerts, newest first" aria-busy="true"></ul>
<div class="pages" id="alerts-pages"></div>
</section>

<section id="view-reports" hidden>
<header class="head"><div><h1 tabindex="-1">Reports</h1><p class="muted">Compliance reports over the agents and the trail of this organization.</p></div></header>
<p class="problem" id="reports-problem" role="alert" hidden></p>
<dl id="reports-figures" class="figures"></dl>
<form id="reports-form" class="panel pad filter report" novalidate>
<div><label for="reports-type">Framework</label><select id="reports-type"><option value="soc2">SOC 2</option><option value="iso27001">ISO 27001</option><option value="hipaa">HIPAA</option><option value="gdpr">GDPR</option></select></div>
<div><label for="reports-format">Format</label><select id="reports-format"><option value="pdf">PDF</option><option value="csv">CSV</option><option value="json">JSON</option></select></div>
<div><label for="reports-from">From</label><input id="reports-from" type="date"></div>
<div><label for="reports-to">Until</label><input id="reports-to" type="date"></div>
<div class="buttons"><button class="primary" type="submit"><svg class="icon"><use href="#i-save"/></svg>Download</button></div>
</form>
<section class="panel pad" aria-labelledby="export-title"><h2 id="export-title">The whole audit trail</h2>
<p class="muted small">Every record, with the hashes that chain them.</p>
<p class="buttons"><a class="button" href="/api/v1/admin/audit-logs/export?format=jsonl" download="audit-trail.jsonl">JSON lines</a><a class="button" href="/api/v1/admin/audit-logs/export?format=csv" download="audit-trail.csv">CSV</a></p></section>
</section>
</main>
</div>

<dialog id="ask" aria-labelledby="ask-title"><form id="ask-form" novalidate>
<h2 id="ask-title"></h2>
<div id="ask-about"></div>
<label for="ask-text" id="ask-label"></label>
<textarea id="ask-text" rows="3" maxlength="2000" aria-describedby="ask-problem"></textarea>
<p id="ask-problem" class="problem" role="alert" hidden></p>
<div class="buttons"><button type="button" id="ask-cancel">Cancel</button><button type="submit" id="ask-go" class="primary"></button></div>
</form></dialog>
<div id="told" role="status" aria-live="polite"></div>
<noscript><p class="center">This page needs JavaScript. <code>aval approvals</code> does the same in a terminal.</p></noscript>
</body>
</html>
)html";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
