// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's @modelcontextprotocol/sdk on the other end of streamable HTTP. It ends by itself after 95 seconds.
//
//     mcp_sdk.mjs client URL TOKEN     speaks with a server; prints a line of JSON for each thing it did
//     mcp_sdk.mjs server               serves at 127.0.0.1; prints its port first, then a line for each session that begins or ends
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

setTimeout(() => process.exit(3), 95000).unref();
const [mode, url, token] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));

if (mode === 'client') {
  const client = new Client({ name: 'sdk', version: '1' }, { capabilities: { sampling: {}, elicitation: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, async () => ({ role: 'assistant', content: { type: 'text', text: 'from the model' }, model: 'm' }));
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'accept', content: { username: 'ana', email: 'ana@example.com' } }));
  const updated = new Promise((done) => client.setNotificationHandler(ResourceUpdatedNotificationSchema, (n) => done(n.params.uri)));
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } });
  await client.connect(transport);
  say({ server: client.getServerVersion().name, session: transport.sessionId.length > 20 });
  say({ tools: (await client.listTools()).tools.length });
  say({ sum: (await client.callTool({ name: 'add_numbers', arguments: { a: 1.5, b: 2 } })).content[0].text });
  const steps = [];
  await client.callTool({ name: 'test_tool_with_progress', arguments: {} }, undefined, { onprogress: (p) => steps.push(p.progress) });
  say({ steps });
  say({ sampled: (await client.callTool({ name: 'test_sampling', arguments: { prompt: 'p' } })).content[0].text });
  say({ elicited: (await client.callTool({ name: 'test_elicitation', arguments: { message: 'who?' } })).content[0].text });
  say({ resumed: (await client.callTool({ name: 'test_reconnection', arguments: {} })).content[0].text });
  await client.subscribeResource({ uri: 'test://watched-resource' });
  await client.callTool({ name: 'touch', arguments: {} });
  say({ updated: await updated });
  await transport.terminateSession();
  await client.close();
  say({ ended: true });
  process.exit(0);
}

const transports = new Map();
function serverOf() {
  const server = new McpServer({ name: 'sdk-server', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('add', { description: 'Adds.', inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }));
  server.registerTool('tell', { description: 'Tells how far it is, then asks the client.', inputSchema: {} }, async (_given, extra) => {
    const progressToken = extra._meta?.progressToken;
    for (let i = 1; i <= 3; ++i) await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress: i, total: 3 } });
    const answer = await server.server.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: 'q' } }], maxTokens: 5 }, { relatedRequestId: extra.requestId });
    return { content: [{ type: 'text', text: answer.content.text }] };
  });
  server.registerTool('announce', { description: 'Says something that belongs to no request.', inputSchema: {} }, async () => {
    await server.server.sendLoggingMessage({ level: 'info', data: 'announced' });
    return { content: [{ type: 'text', text: 'done' }] };
  });
  return server;
}
const http = createServer(async (request, response) => {
  if (request.url === '/forget') {  // as if it had been started anew
    for (const one of transports.values()) await one.close();
    transports.clear();
    return response.end();
  }
  const session = request.headers['mcp-session-id'];
  let transport = transports.get(session);
  if (session && !transport) {
    response.writeHead(404, { 'Content-Type': 'application/json' });
    return response.end('{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}');
  }
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => {
        transports.set(id, transport);
        say({ begun: transports.size });
      },
      onsessionclosed: (id) => {
        transports.delete(id);
        say({ ended: transports.size });
      },
    });
    await serverOf().connect(transport);
  }
  await transport.handleRequest(request, response);
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
