// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The client of the protocol's own SDK, with a server that is given as a command line; prints what it saw as one JSON object.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [command, ...args] = process.argv.slice(2);
const transport = new StdioClientTransport({ command, args, stderr: 'inherit' });
const client = new Client({ name: 'peer', version: '1.0.0' }, { capabilities: {} });
await client.connect(transport);
const seen = { server: client.getServerVersion(), capabilities: Object.keys(client.getServerCapabilities()) };
await client.ping();
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
seen.echo = await client.callTool({ name: 'echo', arguments: { message: 'gr\u00fc\u00df dich' } });
seen.structured = await client.callTool({ name: 'get-structured-content', arguments: { location: 'New York' } });
seen.image = (await client.callTool({ name: 'get-tiny-image', arguments: {} })).content.map((one) => one.type);
seen.wrong = await client.callTool({ name: 'get-sum', arguments: { a: 'x' } });
try {
  await client.callTool({ name: 'no-such-tool', arguments: {} });
} catch (error) {
  seen.unknown = error.code;
}
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.prompt = await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Lima' } });
const resources = (await client.listResources()).resources;
seen.resource = (await client.readResource({ uri: resources[0].uri })).contents[0].uri === resources[0].uri;
await client.close();
console.log(JSON.stringify(seen));
