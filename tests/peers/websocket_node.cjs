// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's ws as a peer. It ends by itself after a minute.
//
//     websocket_node.cjs serve PEM          echoes on a port that it prints; mutual TLS, PEM holds certificate, key and root
//     websocket_node.cjs dial URL PEM       sends messages of many sizes, compares the echoes, closes with 4000; prints "ok" and a count
const fs = require('fs');
const https = require('https');
const { WebSocket, WebSocketServer } = require('ws');

setTimeout(() => process.exit(3), 60000).unref();
const [mode, where] = process.argv.slice(2);
const pem = fs.readFileSync(process.argv[mode === 'serve' ? 3 : 4]);
const identity = { cert: pem, key: pem, ca: pem };
const sizes = [0, 1, 125, 126, 350, 65535, 65536, 300000];

if (mode === 'serve') {
  const server = https.createServer({ ...identity, requestCert: true, rejectUnauthorized: true });
  const sockets = new WebSocketServer({ server, perMessageDeflate: true });
  sockets.on('connection', (ws) => ws.on('message', (data, binary) => ws.send(data, { binary })));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  const ws = new WebSocket(where, { ...identity, checkServerIdentity: () => undefined });
  const next = () => new Promise((resolve, reject) => {
    ws.once('message', (data, binary) => resolve({ data, binary }));
    ws.once('error', reject);
  });
  const fail = (why) => { console.log('failed:', String(why)); process.exit(1); };
  ws.on('error', fail);
  ws.on('open', async () => {
    let count = 0;
    for (const size of sizes) {
      for (const message of ['\u00e9'.repeat(size >> 1), Buffer.alloc(size, 0xff)]) {
        const answer = next();
        ws.send(message);
        const { data, binary } = await answer;
        if (binary !== Buffer.isBuffer(message) || !data.equals(Buffer.from(message))) fail('size ' + size);
        count += 1;
      }
    }
    const answer = next();
    ws.send('frag', { fin: false, compress: false });
    ws.ping('between');
    ws.send('mented', { fin: true, compress: false });
    if ((await answer).data.toString() !== 'fragmented') fail('fragments');
    ws.on('close', (code) => { console.log('ok', count, code); process.exit(code === 4000 ? 0 : 1); });
    ws.close(4000, 'done');
  });
}
