// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's @modelcontextprotocol/conformance: its command, and of what it prints the lines that count. It ends by itself after 95 seconds.
//
//     mcp_conformance.mjs server URL                  the active suite against a server; prints "failed: ..." lines, then "N passed, M failed"
//     mcp_conformance.mjs client SCENARIO COMMAND     one scenario with a client, which is run with the URL behind its command
//
// It is written for Node 22 and takes one function from it that it needs only elsewhere (fs.globSync); on an older Node that one is made up.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [what, ...words] = process.argv.slice(2);
const entry = new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url);
if (what === 'run') {
  const hooks = `
    export async function resolve(name, context, next) {
      if (name === 'fs' && context.parentURL && context.parentURL.includes('/conformance/')) return { url: 'aval:fs', shortCircuit: true };
      return next(name, context);
    }
    export async function load(url, context, next) {
      if (url !== 'aval:fs') return next(url, context);
      return { format: 'module', shortCircuit: true, source: "export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];" };
    }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
  process.argv = [process.execPath, fileURLToPath(entry), ...words];
  await import(entry);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'aval-conformance-'));
  const own = fileURLToPath(import.meta.url);
  const command = what === 'server' ? ['server', '--url', words[0]] : ['client', '--scenario', words[0], '--command', words.slice(1).join(' ')];
  const child = spawn(process.execPath, [own, 'run', ...command, '-o', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = setTimeout(() => child.kill('SIGKILL'), 95000);
  let text = '';
  for (const from of [child.stdout, child.stderr]) from.on('data', (piece) => (text += piece));
  child.on('close', (code) => {
    clearTimeout(end);
    rmSync(folder, { recursive: true, force: true });
    const lines = text.replace(/\x1b\[[0-9;]*m/g, '').split('\n').map((line) => line.trim());
    for (const line of lines) if (line.startsWith('\u2717') || line.startsWith('Error:') || /^- .*: /.test(line)) console.log(`failed: ${line}`);
    const total = lines.filter((line) => /^(Total|Passed): /.test(line)).pop();
    console.log(`${total ?? 'it said nothing'}${code === 0 ? '' : `, exit ${code}`}`);
  });
}
