// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page's looks: light and dark by the reader's choice, one column on a phone. Texts reach a contrast of 4.5, borders of fields 3 (WCAG 2.2
 *  AA); nothing moves for those who do not want it. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_css = R"css(:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --surface: #ffffff; --raised: #ffffff; --sunk: #f1f3f6; --line: #dde1e7; --line-strong: #7f8a9a;
  --text: #171b21; --muted: #566070; --accent: #1d5bbf; --accent-text: #ffffff; --accent-soft: #e8f0fc; --focus: #1d5bbf;
  --good: #17693a; --good-soft: #e3f4e9; --notice: #7a5200; --notice-soft: #fdf1d4; --warm: #9a3c0b; --warm-soft: #fde9dd; --bad: #b3221a; --bad-soft: #fde5e3; --bad-strong: #b3221a;
  --shadow: 0 1px 2px rgb(20 30 50 / 6%), 0 1px 1px rgb(20 30 50 / 4%);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1116; --surface: #161b22; --raised: #1c222b; --sunk: #10151b; --line: #2a323d; --line-strong: #6b7787;
    --text: #e7ebf1; --muted: #9ba7b6; --accent: #7db0ff; --accent-text: #0b1524; --accent-soft: #17273f; --focus: #8ab8ff;
    --good: #6fd397; --good-soft: #12291c; --notice: #e8c063; --notice-soft: #2d2410; --warm: #f5a273; --warm-soft: #331d11; --bad: #ff9189; --bad-soft: #371816; --bad-strong: #ff9189;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scrollbar-gutter: stable; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, p, ul, dl, dd, ol, fieldset { margin: 0; padding: 0; border: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -.012em; overflow-wrap: anywhere; }
h2 { font-size: 1rem; line-height: 1.4; font-weight: 650; }
h1:focus, #content:focus { outline: none; }
a { color: var(--accent); text-underline-offset: .15em; }
code, .mono, pre { font-family: var(--mono); font-size: .875em; }
.muted { color: var(--muted); }
.small { font-size: .8125rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 1.25rem; height: 1.25rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.text { unicode-bidi: isolate; overflow-wrap: anywhere; }
.odd { font-family: var(--mono); font-size: .8em; color: var(--bad); background: var(--bad-soft); border-radius: .2rem; padding: 0 .2em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.skip { position: fixed; left: 1rem; top: -5rem; z-index: 9; background: var(--raised); color: var(--text); padding: .6rem 1rem; border-radius: .5rem; border: 1px solid var(--line-strong); }
.skip:focus { top: 1rem; }
.center { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem; }

button, input, select, textarea { font: inherit; color: inherit; }
button { display: inline-flex; align-items: center; justify-content: center; gap: .45rem; min-height: 2.375rem; padding: .35rem .9rem; border-radius: .5rem; border: 1px solid var(--line-strong); background: var(--surface); font-weight: 550; cursor: pointer; white-space: nowrap; }
button:hover { background: var(--sunk); }
.button { display: inline-flex; align-items: center; min-height: 2.375rem; padding: .35rem .9rem; border-radius: .5rem; border: 1px solid var(--line-strong); background: var(--surface); color: var(--text); font-weight: 550; text-decoration: none; white-space: nowrap; }
.button:hover { background: var(--sunk); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button.primary:hover { filter: brightness(.93); }
button.danger { background: var(--bad-strong); border-color: var(--bad-strong); color: var(--accent-text); }
button.refuse { color: var(--bad); border-color: currentColor; }
button.quiet { border-color: transparent; background: none; color: var(--muted); }
button.quiet:hover { background: var(--sunk); color: var(--text); }
button:disabled, button[aria-disabled=true] { opacity: .55; cursor: default; }
button.wide { width: 100%; }
button .icon { width: 1.1rem; height: 1.1rem; stroke-width: 2; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
label, legend { font-size: .8125rem; font-weight: 600; }
input:not([type=radio]), select, textarea { width: 100%; min-height: 2.375rem; padding: .4rem .65rem; border-radius: .5rem; border: 1px solid var(--line-strong); background: var(--surface); }
textarea { resize: vertical; line-height: 1.45; }
[aria-invalid=true] { border-color: var(--bad) !important; }
.problem, .notice { padding: .55rem .8rem; border-radius: .5rem; background: var(--bad-soft); color: var(--bad); font-size: .9rem; overflow-wrap: anywhere; }
.notice { background: var(--accent-soft); color: var(--text); }

.card, .panel { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow); }
.pad { padding: 1.1rem 1.25rem 1.25rem; }
.login { width: min(24rem, 100%); padding: 2rem 1.75rem; display: grid; gap: .5rem; }
.login label { margin-top: .5rem; }
.login button { margin: 1rem 0 .6rem; min-height: 2.75rem; }
.login .brand { margin-left: -.2rem; }
.login h1 { margin: .75rem 0 .25rem; }
.login input { min-height: 2.75rem; }
.brand { display: flex; align-items: center; gap: .55rem; font-size: 1.05rem; letter-spacing: -.01em; }
.brand .icon { width: 1.6rem; height: 1.6rem; color: var(--accent); }
.brand b { font-weight: 650; }

#frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); min-height: 100vh; }
#side { position: sticky; top: 0; height: 100vh; display: flex; flex-direction: column; gap: 1.5rem; padding: 1.4rem .9rem 1.1rem; border-right: 1px solid var(--line); background: var(--surface); }
#side .brand { padding: 0 .6rem; }
#side nav ul { display: grid; gap: .15rem; }
#side nav a { display: flex; align-items: center; gap: .7rem; padding: .5rem .65rem; border-radius: .5rem; color: var(--muted); text-decoration: none; font-weight: 550; }
#side nav li:has(> a[hidden]) { display: none; }
#side nav a:hover { background: var(--sunk); color: var(--text); }
#side nav a[aria-current] { background: var(--accent-soft); color: var(--accent); }
.count { margin-left: auto; min-width: 1.4rem; padding: 0 .35rem; border-radius: 1rem; background: var(--bad-strong); color: var(--accent-text); font-size: .75rem; line-height: 1.4rem; text-align: center; font-variant-numeric: tabular-nums; }
.who { margin-top: auto; display: grid; gap: .7rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.who p { padding: 0 .65rem; }
.who .quiet { justify-content: flex-start; padding-left: .65rem; }
.person b { display: block; font-weight: 550; font-size: .875rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.live { display: flex; align-items: center; gap: .5rem; font-size: .8125rem; color: var(--muted); min-height: 1.3rem; }
.live::before { content: ""; width: .55rem; height: .55rem; border-radius: 50%; background: var(--notice); flex: none; }
.live[data-state=live]::before { background: var(--good); }
.live[data-state=lost]::before { background: var(--bad); }

#content { padding: 2rem clamp(1.25rem, 3.2vw, 3rem) 4rem; width: 100%; max-width: 76rem; }
#content > section > * + * { margin-top: 1.1rem; }
.head { display: flex; align-items: flex-end; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
.head > div:first-child { min-width: 0; }
.head p { margin-top: .2rem; }
.search { flex: 0 1 19rem; display: grid; gap: .25rem; }
.line { display: flex; flex-wrap: wrap; gap: .35rem .8rem; align-items: center; color: var(--muted); font-size: .875rem; }
.up a { display: inline-flex; align-items: center; gap: .2rem; text-decoration: none; font-size: .875rem; font-weight: 550; }
.up .icon { width: 1rem; height: 1rem; }
.up + .head { margin-top: .4rem !important; }

.badge { display: inline-flex; align-items: center; gap: .35rem; padding: .05rem .55rem; border-radius: 1rem; font-size: .78rem; line-height: 1.45rem; font-weight: 600; white-space: nowrap; background: var(--sunk); color: var(--muted); }
.badge::before { content: ""; width: .45rem; height: .45rem; border-radius: 50%; background: currentColor; }
.badge.low, .badge.verified, .badge.approved, .badge.success, .badge.resolved, .badge.good, .badge.excellent { background: var(--good-soft); color: var(--good); }
.badge.medium, .badge.pending, .badge.warning, .badge.fair { background: var(--notice-soft); color: var(--notice); }
.badge.high, .badge.suspended { background: var(--warm-soft); color: var(--warm); }
.badge.critical, .badge.denied, .badge.failure, .badge.revoked, .badge.compromised, .badge.poor { background: var(--bad-soft); color: var(--bad); }
.badge.critical::before { border-radius: .1rem; transform: rotate(45deg); }

.cards { display: grid; gap: .9rem; }
.cards > li { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow); padding: 1.05rem 1.25rem 1.15rem; display: grid; gap: .8rem; min-width: 0; }
.cards > li.critical { border-left: 4px solid var(--bad); padding-left: calc(1.25rem - 3px); }
.cards > li.high { border-left: 4px solid var(--warm); padding-left: calc(1.25rem - 3px); }
.cards > li.over { box-shadow: none; background: none; }
.top { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; justify-content: space-between; }
.top > div { display: flex; flex-wrap: wrap; gap: .35rem .7rem; align-items: center; min-width: 0; }
.top h2 { font-family: var(--mono); font-size: 1.02rem; font-weight: 600; overflow-wrap: anywhere; }
.alert h2 { font-family: inherit; }
.left { display: flex; align-items: center; gap: .6rem; min-height: 1.5rem; color: var(--muted); font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.left.soon { color: var(--bad); font-weight: 600; }
.gauge { width: 5rem; height: 4px; border-radius: 2px; background: var(--line); overflow: hidden; }
.gauge span { display: block; height: 100%; background: var(--accent); }
.gauge.soon span { background: var(--bad); }
.facts { display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr); gap: .4rem 1.1rem; font-size: .9rem; }
.facts dt { color: var(--muted); overflow-wrap: anywhere; max-width: 14rem; }
.facts dd { overflow-wrap: anywhere; }
.values { border: 1px solid var(--line); border-radius: .5rem; background: var(--sunk); padding: .6rem .8rem; font-size: .875rem; }
.values dd, .values dt { font-family: var(--mono); font-size: .8125rem; white-space: pre-wrap; }
.values dd { max-height: 15rem; overflow: auto; }
.values-title { font-size: .8125rem; font-weight: 600; margin-bottom: .35rem; }
summary { cursor: pointer; width: fit-content; border-radius: .3rem; color: var(--muted); font-size: .8125rem; font-weight: 600; }
details[open] summary { margin-bottom: .35rem; }
.act { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; min-height: 2.375rem; }
.act .badge { font-size: .85rem; }
.empty { border: 1px dashed var(--line); border-radius: .75rem; padding: 3rem 1.25rem; text-align: center; color: var(--muted); }
.cards > li.empty { display: block; background: none; box-shadow: none; border: 1px dashed var(--line); padding: 3rem 1.25rem; }
.empty b { display: block; color: var(--text); font-weight: 600; margin-bottom: .2rem; }
td.empty { border: 0 !important; }
.bone { display: block; height: .9rem; border-radius: .3rem; background: var(--line); opacity: .7; width: 60%; }
.cards > li.waiting { height: 9rem; align-content: start; }

.panel table { width: 100%; border-collapse: collapse; font-size: .9rem; }
.list th { text-align: left; font-size: .78rem; font-weight: 600; color: var(--muted); padding: .65rem 1rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
.list td { padding: .6rem 1rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
.list tbody tr:last-child td { border-bottom: 0; }
.list tbody tr.link:hover { background: var(--sunk); cursor: pointer; }
.number { text-align: right !important; font-variant-numeric: tabular-nums; }
.list a { font-weight: 600; text-decoration: none; color: var(--text); }
.list a:hover { text-decoration: underline; }
.list .sub { color: var(--muted); font-size: .8125rem; overflow-wrap: anywhere; }
.trail td { vertical-align: top; font-variant-numeric: tabular-nums; }
.trail td:nth-child(2) { white-space: nowrap; }
.trail button { min-height: 1.9rem; padding: .1rem .5rem; }
.trail tr.more td { background: var(--sunk); }
.trail button[aria-expanded=true] .icon { transform: rotate(90deg); }
.meter { display: inline-flex; align-items: center; gap: .6rem; font-variant-numeric: tabular-nums; }
.meter svg { width: 5.5rem; height: .5rem; }
.pages { display: flex; align-items: center; justify-content: flex-end; gap: .75rem; min-height: 2.5rem; color: var(--muted); font-size: .875rem; font-variant-numeric: tabular-nums; }

.filter { display: flex; flex-wrap: wrap; gap: .7rem .8rem; align-items: flex-end; }
.filter > div { flex: 1 1 10rem; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; }
.thirds { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); }
.fold > summary { display: none; }
.filter > .buttons { display: flex; flex: 0 0 auto; }
.choice { display: inline-flex; border: 1px solid var(--line-strong); border-radius: .5rem; overflow: hidden; background: var(--surface); flex: none; max-width: 100%; }
.choice label { position: relative; font-size: .875rem; font-weight: 550; }
.choice input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.choice span { display: block; padding: .45rem .85rem; }
.choice label + label span { border-left: 1px solid var(--line); }
.choice input:checked + span { background: var(--accent-soft); color: var(--accent); }
.choice input:focus-visible + span { outline: 2px solid var(--focus); outline-offset: -3px; border-radius: .45rem; }
#alerts-form > div { flex: 0 1 11rem; }

.two, .two > div { display: grid; gap: 1rem; align-items: start; min-width: 0; }
.two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.two h2 { margin-bottom: .7rem; }
.score { display: flex; align-items: baseline; gap: .7rem; margin-bottom: .25rem; }
.score strong { font-size: 2.3rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.chart { width: 100%; border-collapse: collapse; font-size: .875rem; margin-top: .9rem; }
.chart th { font-weight: 500; text-align: left; padding: .26rem .8rem .26rem 0; white-space: nowrap; width: 1%; }
.chart thead th { color: var(--muted); font-size: .78rem; font-weight: 600; }
.chart td { padding: .26rem 0; }
.chart thead th:nth-child(2) { width: auto; }
.chart td:last-child, .chart thead th:last-child { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; white-space: nowrap; padding-left: .8rem; width: 1%; }
.chart svg { display: block; width: 100%; height: .7rem; }
.t-track { fill: var(--line); }
.t-fill { fill: var(--accent); }
.t-low { fill: var(--warm); }
.plot { display: block; width: 100%; height: 11rem; overflow: visible; }
.plot line { stroke: var(--line); stroke-width: 1; }
.plot text { fill: var(--muted); font-size: 11px; font-family: inherit; }
.plot polyline { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.plot circle { fill: var(--surface); stroke: var(--accent); stroke-width: 2; }
.changes { margin-top: .8rem; display: grid; gap: .45rem; font-size: .875rem; }
.changes li { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr) auto; gap: .2rem .8rem; }
.changes span:last-child { font-variant-numeric: tabular-nums; }
#view-reports .buttons { margin-top: .7rem; }
.report > .buttons { margin-top: 0 !important; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; }
.figures div { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; padding: .8rem 1rem; }
.figures dt { color: var(--muted); font-size: .8125rem; }
.figures dd { font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }

dialog { width: min(34rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); border: 1px solid var(--line); border-radius: .9rem; padding: 0; background: var(--raised); color: var(--text); box-shadow: 0 1.2rem 3.5rem rgb(0 0 0 / 28%); }
dialog::backdrop { background: rgb(12 16 22 / 52%); }
dialog form { padding: 1.35rem 1.5rem 1.4rem; display: grid; gap: .55rem; }
dialog h2 { font-size: 1.15rem; overflow-wrap: anywhere; }
dialog .buttons { justify-content: flex-end; margin-top: .6rem; }
#ask-about { display: grid; gap: .8rem; margin-bottom: .4rem; }
#ask-about .values { max-height: 16rem; overflow: auto; }
#told { position: fixed; right: 1.25rem; bottom: 1.25rem; z-index: 8; display: grid; gap: .5rem; max-width: min(26rem, calc(100vw - 2rem)); pointer-events: none; }
#told p { background: var(--text); color: var(--ground); padding: .65rem 1rem; border-radius: .6rem; font-size: .9rem; box-shadow: 0 .5rem 1.5rem rgb(0 0 0 / 22%); overflow-wrap: anywhere; }

@media (max-width: 64rem) { .two { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 48rem) {
  #frame { display: block; }
  #side { position: static; height: auto; flex-direction: row; align-items: center; gap: .6rem; padding: .7rem 1rem; border-right: 0; border-bottom: 1px solid var(--line); }
  #side .brand { padding: 0; font-size: 1rem; }
  #side nav { position: fixed; inset: auto 0 0 0; z-index: 5; background: var(--surface); border-top: 1px solid var(--line); padding: .3rem .4rem calc(.3rem + env(safe-area-inset-bottom)); }
  #side nav ul { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: .2rem; }
  #side nav a { position: relative; flex-direction: column; gap: .1rem; padding: .4rem .1rem; font-size: .75rem; }
  #side .count { position: absolute; top: .1rem; left: calc(50% + .35rem); margin: 0; min-width: 1.15rem; line-height: 1.15rem; font-size: .7rem; }
  .who { margin: 0 0 0 auto; padding: 0; border: 0; display: flex; align-items: center; gap: .25rem; min-width: 0; }
  .who .person { display: none; }
  .who p { padding: 0; }
  .who .quiet { min-height: 2.75rem; min-width: 2.75rem; padding: .3rem; justify-content: center; }
  .who .quiet span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  #content { padding: 1.25rem 1rem 6.5rem; }
  .cards > li { padding: .95rem 1rem 1rem; }
  .cards > li.critical, .cards > li.high { padding-left: calc(1rem - 3px); }
  button, .button { min-height: 2.75rem; }
  input:not([type=radio]), select { min-height: 2.75rem; font-size: 16px; }
  textarea { font-size: 16px; }
  .act button { flex: 1; }
  .search { flex: 1 1 100%; }
  .facts { grid-template-columns: minmax(4.8rem, auto) minmax(50%, 1fr); gap: .35rem .8rem; }
  .choice { width: 100%; }
  .choice label { flex: 1; text-align: center; }
  .choice span { padding: .7rem .2rem; font-size: .8125rem; }
  #alerts-form > div { flex: 1 1 100%; }
  .filter > div { flex-basis: 8.5rem; }
  .thirds { grid-template-columns: minmax(0, 1fr); }
  .fold { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; padding: .3rem 1rem; }
  .fold[open] { padding-bottom: 1rem; }
  .fold > summary { display: list-item; width: auto; padding: .6rem 0; font-size: .9rem; color: var(--text); }
  .filter > .buttons { flex: 1 1 100%; }
  .filter > .buttons button { flex: 1; }
  .list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .list, .list tbody, .list tr, .list td { display: block; }
  .list tr { position: relative; padding: .7rem 1rem; border-bottom: 1px solid var(--line); }
  .list tbody tr:last-child { border-bottom: 0; }
  .list td { padding: .1rem 0; border: 0; text-align: left !important; }
  .list td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); font-size: .8125rem; }
  .agents tr.link { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .3rem 1rem; align-items: center; }
  .agents td:nth-child(even) { justify-self: end; }
  .agents td:nth-child(5) { color: var(--muted); font-size: .8125rem; }
  .trail tr:not(.more) td:nth-child(1) { display: none; }
  .trail td:nth-child(2) { color: var(--muted); font-size: .8125rem; }
  .trail td:nth-child(6) { position: absolute; right: .6rem; top: .55rem; }
  .trail td:nth-child(3) { padding-right: 3rem; }
  .trail tr.more td { position: static; padding: 0; }
  .trail tr.more { background: var(--sunk); }
  .trail button { min-width: 2.75rem; min-height: 2.75rem; }
  .chart th { white-space: normal; width: 34%; }
  .changes li { grid-template-columns: minmax(0, 1fr) auto; }
  .changes li span:first-child { grid-column: 1 / -1; }
  .pages { justify-content: space-between; }
  dialog { width: 100%; max-width: 100%; margin: auto 0 0; border-radius: .9rem .9rem 0 0; border-width: 1px 0 0; }
  dialog .buttons button { flex: 1; }
  #told { right: 1rem; left: 1rem; bottom: 5.5rem; max-width: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .bone { animation: breathe 1.3s ease-in-out infinite alternate; }
  .trail button .icon { transition: transform .12s; }
  #told p { animation: rise .18s ease-out; }
  @keyframes breathe { to { opacity: .3; } }
  @keyframes rise { from { opacity: 0; transform: translateY(.4rem); } }
}
@media (forced-colors: active) {
  .t-track { fill: GrayText; } .t-fill, .t-low { fill: Highlight; }
  .choice input:checked + span { outline: 2px solid Highlight; outline-offset: -3px; }
  #side nav a[aria-current] { outline: 2px solid Highlight; }
}
)css";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
