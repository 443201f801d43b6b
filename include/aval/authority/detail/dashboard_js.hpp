// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page's script, part 1: text, time, requests, the question dialog, views, live events and the session. Whatever comes from the server is
 *  put on the page as text nodes; the policy of the page (routes_dashboard.hpp) refuses markup from strings in any case. The parts are served
 *  as one file, in the order of their numbers. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_js = R"js('use strict';
// ---- what is put on the page. Texts come from agents: they become text nodes only, and characters that a reader would not see
// (controls, direction overrides, zero-width ones) are shown by their number.
const at = (id) => document.getElementById(id);
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]/u;

function el(tag, more = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}
function shape(tag, more = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
const icon = (name) => shape('svg', {class: 'icon', 'aria-hidden': 'true'}, shape('use', {href: '#i-' + name}));

/** Foreign text as an isolated element. `lines`: line breaks and tabs may stay. */
function text(value, {tag = 'span', name = '', lines = false, most = 4000} = {}) {
  const box = el(tag, {class: ('text ' + name).trim(), dir: 'auto'});
  const all = value === undefined || value === null || value === '' ? '\u2013' : String(value);
  let run = '';
  const flush = () => { if (run) box.append(run); run = ''; };
  let n = 0;
  for (const c of all) {
    if (++n > most) { run += '\u2026'; break; }
    if (unseen.test(c) && !(lines && (c === '\n' || c === '\t'))) {
      flush();
      box.append(el('span', {class: 'odd', title: 'a character that is not visible'}, 'U+' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')));
    } else run += c;
  }
  flush();
  return box;
}
/** The same as a plain string, for titles and spoken labels. */
const plain = (value, most = 120) => {
  const all = [...String(value ?? '')].map((c) => unseen.test(c) ? '\uFFFD' : c);
  return all.length > most ? all.slice(0, most).join('') + '\u2026' : all.join('');
};
const words = (value) => { const t = plain(value).replaceAll('_', ' '); return t.charAt(0).toUpperCase() + t.slice(1); };
const badge = (value, kind = value) => el('span', {class: 'badge ' + (/^[a-z]+$/.test(kind) ? kind : '')}, words(value));
const score = (value) => (Math.round(value * 1000) / 1000).toFixed(3);

// ---- time: the server's, since that is the one that counts
let ahead = 0;  // of the server's clock, in ms
const now = () => Date.now() + ahead;
const clock = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
const day = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});
const zero = (iso) => !iso || iso.startsWith('0001-');
function when(iso) {
  if (zero(iso)) return el('span', {class: 'muted'}, '\u2013');
  return el('time', {datetime: iso, title: iso}, clock.format(new Date(iso)));
}
function ago(iso) {
  if (zero(iso)) return el('span', {class: 'muted'}, 'never');
  const seconds = Math.max(0, (now() - Date.parse(iso)) / 1000);
  const said = seconds < 60 ? 'just now' : seconds < 3600 ? Math.floor(seconds / 60) + ' min ago' : seconds < 86400 ? Math.floor(seconds / 3600) + ' h ago' : day.format(new Date(iso));
  return el('time', {datetime: iso, title: clock.format(new Date(iso))}, said);
}

// ---- requests
let session = null;  // {user, role, may_approve, csrf_token, expires_at}
class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}
class Exact {  // a number that a script can not hold: its digits as they came
  constructor(digits) { this.digits = digits; }
}
function parsed(body) {
  return JSON.parse(body, (key, value, context) => typeof value === 'number' && context && context.source !== undefined && !/^-?\d{1,15}(\.\d{1,6})?$/.test(context.source) && String(value) !== context.source ? new Exact(context.source) : value);
}
async function ask(method, path, body, raw = false) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && session) headers['X-CSRF-Token'] = session.csrf_token;
  let answer;
  try {
    answer = await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', credentials: 'same-origin', redirect: 'error'});
  } catch {
    throw new Refused(0, 'The authority does not answer. Check the connection and try again.');
  }
  if (answer.ok && raw) return answer.blob();
  const text = await answer.text();
  let value = null;
  try { value = text ? parsed(text) : null; } catch { value = null; }
  if (answer.ok) return value;
  if (answer.status === 401 && session) {
    signed_out('Your session is over. Log in again.');
    throw new Refused(401, 'Your session is over.');
  }
  const why = answer.status === 429 ? 'Too many requests. Try again in ' + (answer.headers.get('Retry-After') || '60') + ' seconds.' : (value && (value.error || value.message)) || 'The authority answered with status ' + answer.status + '.';
  throw new Refused(answer.status, plain(why, 300));
}
const query = (values) => {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== '' && value !== undefined && value !== null) q.set(name, value);
  return '?' + q;
};

// ---- messages
function tell(message) {
  const p = el('p', {}, plain(message, 200));
  at('told').append(p);
  while (at('told').children.length > 3) at('told').firstChild.remove();
  setTimeout(() => p.remove(), 5000);
}
function problem(id, error) {
  const box = at(id);
  box.hidden = !error;
  box.textContent = error ? error.message : '';
}
const empty = (title, more, tag = 'li') => el(tag, {class: 'empty'}, el('b', {}, title), more);
const bones = (n, columns) => Array.from({length: n}, () => columns ? el('tr', {}, ...Array.from({length: columns}, () => el('td', {}, el('span', {class: 'bone'})))) : el('li', {class: 'waiting'}, el('span', {class: 'bone'}), el('span', {class: 'bone'}), el('span', {class: 'bone'})));
/** Runs a change; the button can not be pressed twice, and keeps the focus. */
async function busy(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try { await work(); } finally { button.removeAttribute('aria-disabled'); }
}

/** A question to the person: resolves to the text, or null. `needed` is what is said when the text is missing. */
function question({title, about = [], label, needed = '', go, danger = false, value = '', run}) {
  return new Promise((done) => {
    const box = at('ask'), field = at('ask-text'), button = at('ask-go');
    at('ask-title').replaceChildren(title);
    at('ask-about').replaceChildren(...about);
    at('ask-label').textContent = label || '';
    at('ask-label').hidden = field.hidden = !label;
    field.value = value;
    field.required = needed !== '';
    field.removeAttribute('aria-invalid');
    button.textContent = go;
    button.className = danger ? 'danger' : 'primary';
    problem('ask-problem');
    let answer = null, open = true;  // it may be closed, and asked another time, while an answer is on its way
    at('ask-form').onsubmit = (event) => {
      event.preventDefault();
      const given = field.value.trim();
      if (needed && !given) {
        field.setAttribute('aria-invalid', 'true');
        problem('ask-problem', new Error(needed));
        field.focus();
        return;
      }
      busy(button, async () => {
        try {
          await run(given);
          answer = given;
          if (open) box.close();
        } catch (error) {
          if (!open) tell(error.message);
          else if (error.status === 401) box.close();
          else problem('ask-problem', error);
        }
      });
    };
    field.oninput = () => { if (field.value.trim()) { field.removeAttribute('aria-invalid'); problem('ask-problem'); } };
    at('ask-cancel').onclick = () => box.close();
    box.onclose = () => { open = false; button.removeAttribute('aria-disabled'); done(answer); };
    box.showModal();
    (label ? field : at('ask-cancel')).focus();
  });
}

// ---- views: each has open(argument), and hears of events while it is shown
const views = {};
let shown = null;
function route() {
  const [name, argument = ''] = location.hash.slice(1).split('/');
  const allowed = (n) => views[n] && views[n].allowed();
  const first = ['approvals', 'agents'].find(allowed);
  return allowed(name) ? {name, argument: decodeURIComponent(argument)} : {name: first, argument: ''};
}
function show({focus = true} = {}) {
  if (!session) return;
  const {name, argument} = route();
  if (shown && shown.close) shown.close();
  shown = views[name];
  for (const section of document.querySelectorAll('#content > section')) section.hidden = section.id !== 'view-' + name;
  for (const link of document.querySelectorAll('#side nav a')) {
    link.hidden = !views[link.dataset.view].allowed();
    if (link.dataset.view === (shown.under || name)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  title();
  if (focus) {
    window.scrollTo(0, 0);
    at('view-' + name).querySelector('h1').focus();
  }
  shown.open(argument);
}
function title() {
  const waiting = Number(at('count-approvals').textContent) || 0;
  document.title = (session && waiting ? '(' + waiting + ') ' : '') + (session && shown ? shown.title + ' \u2013 ' : '') + 'aval authority';
}
function count(view, n) {
  const box = at('count-' + view);
  box.hidden = !n;
  box.textContent = n > 999 ? '999+' : n;
  box.title = n + ' open';
  title();
}

// ---- live: events only say that something has changed; the views read what they show. Several in a row are one reading.
let stream = null;
function live(state, said) {
  at('live').dataset.state = state;
  if (at('live').firstElementChild.textContent !== said) at('live').firstElementChild.textContent = said;
}
const heard = new Map();
function later(name, work, least = 200) {
  if (heard.has(name)) return void (heard.get(name).again = true);
  const one = {again: false};
  heard.set(name, one);
  setTimeout(async () => {
    try { await work(); } catch { /* said where it is shown */ }
    setTimeout(() => { heard.delete(name); if (one.again && session) later(name, work, 0); }, 800);
  }, least);
}
function hear(kind, detail) {
  for (const view of Object.values(views)) if (view.hear && view.allowed()) view.hear(kind, detail, view === shown);
}
function listen() {
  if (stream) stream.close();
  stream = new EventSource('/api/v1/admin/events');
  live('connecting', 'Connecting');
  stream.addEventListener('hello', () => { live('live', 'Live'); hear('reload', {}); });
  stream.addEventListener('reload', () => hear('reload', {}));
  stream.addEventListener('changed', () => start());
  stream.addEventListener('over', () => signed_out('Your session is over. Log in again.'));
  for (const kind of ['verification.pending', 'verification.decided', 'agent.created', 'agent.verified', 'agent.suspended', 'agent.revoked', 'trust_score.changed', 'alert.created'])
    stream.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data)));
  const mine = stream;
  stream.onerror = () => {
    if (mine !== stream) return;
    live('lost', 'Connection lost');
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (session && mine === stream) start(); }, 5000);  // refused: is the session over?
  };
}

// ---- session
function signed_in(answer, focus) {
  session = answer;
  ahead = Date.parse(answer.now) - Date.now();
  at('who-name').replaceChildren(text(answer.user.email));
  at('who-role').textContent = words(answer.role);
  at('starting').hidden = at('login').hidden = true;
  at('login-problem').hidden = at('login-why').hidden = true;
  at('frame').hidden = false;
  for (const view of Object.values(views)) if (view.forget && !view.allowed()) view.forget();  // the rights may be others than before
  show({focus});
  listen();
  views.reports.probe();
}
function signed_out(why) {
  session = null;
  if (stream) stream.close();
  stream = null;
  if (shown && shown.close) shown.close();
  for (const view of Object.values(views)) if (view.forget) view.forget();  // nothing of what was shown stays behind
  shown = null;
  heard.clear();
  if (at('ask').open) at('ask').close();
  for (const id of ['ask-about', 'ask-title', 'told', 'who-name', 'who-role']) at(id).replaceChildren();
  at('ask-text').value = '';
  count('approvals', 0);
  count('alerts', 0);
  at('frame').hidden = at('starting').hidden = true;
  at('login').hidden = false;
  at('login-why').hidden = !why;
  at('login-why').textContent = why || '';
  title();
  at('email').focus();
}
async function start() {
  try {
    const answer = await ask('GET', '/api/v1/auth/session');
    if (answer && answer.user) signed_in(answer, false);
    else signed_out(session ? 'Your session is over. Log in again.' : '');
  } catch (error) {
    if (session) return void setTimeout(() => { if (session) start(); }, 5000);
    at('starting').firstElementChild.textContent = error.message;
    setTimeout(start, 5000);
  }
}
at('login-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const email = at('email'), password = at('password');
  for (const field of [email, password]) field.toggleAttribute('aria-invalid', false);
  const missing = [email, password].find((field) => !field.value.trim());
  if (missing) {
    missing.setAttribute('aria-invalid', 'true');
    problem('login-problem', new Error('Enter your email and your password.'));
    missing.focus();
    return;
  }
  busy(event.submitter || at('login-form').querySelector('button'), async () => {
    try {
      const answer = await ask('POST', '/api/v1/auth/session', {email: email.value.trim(), password: password.value});
      password.value = '';
      signed_in(answer, true);
    } catch (error) {
      problem('login-problem', error);
      password.focus();
      password.select();
    }
  });
});
at('log-out').addEventListener('click', () => busy(at('log-out'), async () => {
  try { await ask('DELETE', '/api/v1/auth/session'); } catch (error) { if (error.status !== 401) return tell(error.message); }
  signed_out('You are logged out.');
}));
at('skip').addEventListener('click', (event) => {  // the address belongs to the views
  event.preventDefault();
  (session ? at('content') : at('email')).focus();
});
window.addEventListener('hashchange', () => show());
)js";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
