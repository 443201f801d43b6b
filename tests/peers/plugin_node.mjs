// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's @seriousme/openapi-schema-validator reads the document of a plugin; then its actions are called, and ajv says whether what was sent
// and what came back fit the schemas of the document. It ends by itself after a minute.
//
//     plugin_node.mjs URL TOKEN       prints a line of JSON for the document and for each call
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';

setTimeout(() => process.exit(3), 60000).unref();
const [base, token] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));

const text = await (await fetch(`${base}/openapi.json`)).text();
const validator = new Validator();
const found = await validator.validate(JSON.parse(text));
say({ valid: found.valid, version: validator.version, ...(found.valid ? {} : { errors: found.errors }) });

const document = JSON.parse(text);
const ajv = new Ajv.default({ strict: false, validateFormats: false });
ajv.addSchema(document, 'document');
const fits = (reference, value) => ajv.getSchema(`document${reference}`)(value);

async function call(action, given) {
  const operation = document.paths[`/actions/${action}`].post;
  const answer = await fetch(`${base}/actions/${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(given),
  });
  let expected = operation.responses[answer.status];
  if (expected.$ref) expected = document.components.responses[expected.$ref.split('/').pop()];
  say({
    action,
    status: answer.status,
    request: fits(operation.requestBody.content['application/json'].schema.$ref, given),
    response: fits(expected.content['application/json'].schema.$ref, await answer.json()),
  });
}
await call('check_leave_balance', { employee_id: '42', when: { from: 1 } });
await call('organisation', { name: 'all', parts: [{ name: 'some', parts: [] }] });
await call('greeting', {});
await call('forget', { employee_id: '42' });
await call('check_leave_balance', { employee_id: '42', when: { to: 1 } });
await call('organisation', { name: 'all', parts: [{ name: 7, parts: [] }] });
process.exit(0);
