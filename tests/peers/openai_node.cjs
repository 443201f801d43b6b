// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's openai as a client of an agent of ours. It ends by itself after a minute.
//
//     openai_node.cjs BASE_URL KEY       asks whole and streamed, lists models, meets refusals; prints one line of JSON for each
const OpenAI = require('openai').default ?? require('openai');

setTimeout(() => process.exit(3), 60000).unref();
const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const say = (what) => console.log(JSON.stringify(what));
const messages = [{ role: 'user', content: [{ type: 'text', text: 'write' }] }];

(async () => {
  const whole = await client.chat.completions.create({ model: 'agentrun', messages });
  say({ whole: whole.choices[0].message.content, finish: whole.choices[0].finish_reason, object: whole.object });

  const stream = client.chat.completions.stream({ model: 'agentrun', messages });  // its helper puts the pieces together and checks them
  const final = await stream.finalChatCompletion();
  const m = final.choices[0].message;
  say({ streamed: m.content, calls: (m.tool_calls ?? []).map((c) => c.function.name + c.function.arguments), finish: final.choices[0].finish_reason });

  const deltas = [];
  for await (const chunk of await client.chat.completions.create({ model: 'agentrun', messages, stream: true })) deltas.push(chunk.choices[0].delta);
  say({ roles: deltas.filter((d) => d.role).map((d) => d.role), first: Object.keys(deltas[0]).find((k) => k !== 'role' && deltas[0][k]) });

  const silent = (await client.chat.completions.stream({ model: 'silent', messages }).finalChatCompletion()).choices[0];
  say({ silent: silent.message.content ?? '', role: silent.message.role, finish: silent.finish_reason });

  const models = [];
  for await (const one of client.models.list()) models.push(one.id);
  say({ models });

  try {
    for await (const chunk of await client.chat.completions.create({ model: 'fail', messages, stream: true })) void chunk;
    say({ failed: 'no error' });
  } catch (e) {
    say({ failed: e.error?.message ?? String(e) });
  }
  try {
    await new OpenAI({ baseURL, apiKey: 'bad', maxRetries: 0 }).chat.completions.create({ model: 'agentrun', messages });
    say({ refused: 'no error' });
  } catch (e) {
    say({ refused: e.status, type: e.type, authentication: e instanceof OpenAI.AuthenticationError });
  }
  try {
    await client.chat.completions.create({ model: 'agentrun', messages: [] });
    say({ bad: 'no error' });
  } catch (e) {
    say({ bad: e.status, type: e.type });
  }
  process.exit(0);
})().catch((e) => {
  say({ unexpected: String(e) });
  process.exit(1);
});
