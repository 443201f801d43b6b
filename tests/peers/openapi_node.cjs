// Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
// npm's @alicloud/openapi-core, the runtime of the official TypeScript clients, as a client of the emulator. It ends by itself after a minute.
//
//     openapi_node.cjs PORT CERTIFICATE       calls over HTTPS, each kind of parameters and of key; prints one line of JSON for each
const core = require('@alicloud/openapi-core');
const dara = require('@darabonba/typescript');

setTimeout(() => process.exit(3), 60000).unref();
const [port, ca] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));

function client(id, secret, token) {
  return new core.default(new core.$OpenApiUtil.Config({ accessKeyId: id, accessKeySecret: secret, securityToken: token, endpoint: `127.0.0.1:${port}`, protocol: 'HTTPS', ca }));
}
async function call(who, version, action, { query, body, authType = 'AK' } = {}) {
  const params = new core.$OpenApiUtil.Params({ action, version, protocol: 'HTTPS', pathname: '/', method: 'POST', authType, style: 'RPC', reqBodyType: 'formData', bodyType: 'json' });
  const answer = await who.callApi(params, new core.$OpenApiUtil.OpenApiRequest({ query, body }), new dara.RuntimeOptions({}));
  return answer.body;
}
const DATA = '2025-11-27', RAM = '2015-05-01';

(async () => {
  const root = client('testAccessKeyId', 'testAccessKeySecret');
  const { WorkloadAccessToken: wat } = await call(root, DATA, 'GetWorkloadAccessTokenForUserId', { body: { WorkloadIdentityName: 'me', UserId: 'u 1/\u00fc+*' } });
  say({ token: wat.split('.').length === 5 });

  const trust = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Principal: { Service: 'workload.agentidentity.aliyuncs.com' }, Action: ['sts:AssumeRole'] }] });
  const role = (await call(root, RAM, 'CreateRole', { query: { RoleName: 'from-node', AssumeRolePolicyDocument: trust, Description: 'a b+c/\u00fc*' } })).Role;
  say({ role: role.Arn, description: role.Description });

  const anonymous = await call(root, DATA, 'AssumeRoleForWorkloadIdentity', { authType: 'Anonymous', body: { WorkloadAccessToken: wat, RoleSessionName: 'from-node', DurationSeconds: 900 } });
  const c = anonymous.Credentials;
  const sts = client(c.AccessKeyId, c.AccessKeySecret, c.SecurityToken);
  const key = await call(sts, DATA, 'GetResourceAPIKey', { body: { WorkloadAccessToken: wat, ResourceCredentialProviderName: 'search' } });
  say({ assumed: c.AccessKeyId.startsWith('STS.'), key: key.APIKey });

  const refused = async (f) => {
    try {
      await f();
      return { code: 'no error' };
    } catch (e) {
      return e;
    }
  };
  const missing = await refused(() => call(root, DATA, 'GetWorkloadAccessToken', { body: { WorkloadIdentityName: 'nobody' } }));
  say({ missing: missing.code, status: missing.statusCode });
  const wrong = await refused(() => call(client('testAccessKeyId', 'wrong'), DATA, 'GetWorkloadAccessToken', { body: { WorkloadIdentityName: 'me' } }));
  say({ wrong: wrong.code });

  const sign = core.OpenApiUtil.getAuthorization;
  core.OpenApiUtil.getAuthorization = (request, ...rest) => {
    const header = sign(request, ...rest);
    request.body = new dara.BytesReadable('WorkloadIdentityName=you');  // behind the signature's back
    return header;
  };
  const tampered = await refused(() => call(root, DATA, 'GetWorkloadAccessToken', { body: { WorkloadIdentityName: 'me' } }));
  say({ tampered: tampered.code });
  process.exit(0);
})().catch((e) => {
  say({ unexpected: String(e), code: e.code });
  process.exit(1);
});
