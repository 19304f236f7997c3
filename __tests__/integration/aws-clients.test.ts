import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { generate } from 'selfsigned';
import { sandboxEnv } from '../../dev/toolchain/toolchain';
import { run, type RunResult } from '../../src/process/run';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(60_000);

/** A name that only the proxy knows, as in a network whose one way out it is. */
const HOST = 'organizations.corp.example';

const ANSWERS: Readonly<Record<string, object>> = {
  DescribeOrganization: { Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: '111111111111' } },
  ListAccounts: { Accounts: [{ Id: '222222222222', Name: 'first', State: 'ACTIVE' }] },
};

describe('an AWS client of ours', () => {
  const servers: Server[] = [];
  const through: string[] = [];
  let folder: string;
  let aws: string;
  let proxy: string;
  /** What AWS refuses with; undefined if it answers. */
  let refusal: string | undefined;
  /** What the proxy answers instead of a connection. */
  let proxyRefusal: string | undefined;

  async function listen(server: Server): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'octo-clients-'));
    const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
    });
    writeFileSync(join(folder, 'ca.pem'), cert);
    aws = await listen(
      createHttpsServer({ key, cert }, ({ headers }, response) => {
        const action = String(headers['x-amz-target']).split('.').at(-1) ?? '';
        response.writeHead(refusal === undefined ? 200 : 400, {
          'content-type': 'application/x-amz-json-1.1',
        });
        const answer = refusal === undefined ? ANSWERS[action] : { __type: refusal, message: 'refused' };
        response.end(JSON.stringify(answer));
      }),
    );
    const gate = createHttpServer();
    gate.on('connect', ({ url = '' }, client) => {
      through.push(url);
      client.on('error', () => undefined);
      if (proxyRefusal !== undefined) {
        client.end(`HTTP/1.1 ${proxyRefusal}\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const server = connect(Number(aws.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      server.on('error', () => client.destroy());
    });
    proxy = `http://${await listen(gate)}`;
  });

  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };

  function accounts(env: Readonly<Record<string, string>>): Promise<RunResult> {
    const program = [join(CHECKOUT, 'src/cli/octo-access.mjs'), 'accounts', '--organizations'];
    const own = {
      AWS_REGION: 'us-east-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: `https://${HOST}`,
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    const base = Object.entries(sandboxEnv()).filter(([name]) => !name.startsWith('AWS_'));
    return run(process.execPath, program, {
      cwd: folder,
      env: { ...Object.fromEntries(base), ...own, ...env },
    });
  }

  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'goes through %s, and trusts what AWS_CA_BUNDLE names',
    async (name) => {
      through.length = 0;
      const { status, stdout, output } = await accounts({
        ...keys,
        [name]: proxy,
        AWS_CA_BUNDLE: join(folder, 'ca.pem'),
      });

      expect([status, output]).toEqual([0, expect.stringContaining('222222222222')]);
      expect(stdout).toContain('management_account: "111111111111"');
      expect(new Set(through)).toEqual(new Set([`${HOST}:443`]));
    },
  );

  it.each([
    ['AWS_DEFAULT_REGION', { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' }, 'eu-west-1'],
    ['AWS_REGION first', { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'eu-west-1' }, 'us-east-2'],
  ])('takes the Region of %s', async (_, env, region) => {
    const asked: string[] = [];
    const here = createHttpServer(({ headers }, response) => {
      asked.push(String(headers.authorization));
      response.end(JSON.stringify(ANSWERS[String(headers['x-amz-target']).split('.').at(-1) ?? '']));
    });
    const url = `http://${await listen(here)}`;
    const { status, output } = await accounts({ ...keys, ...env, AWS_ENDPOINT_URL: url });

    expect([status, output]).toEqual([0, expect.anything()]);
    expect(asked.filter((one) => !one.includes(`/${region}/organizations/`))).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('goes through HTTP_PROXY to an endpoint without TLS', async () => {
    const seen: string[] = [];
    const forward = createHttpServer(({ url = '', headers }, response) => {
      seen.push(url);
      const action = String(headers['x-amz-target']).split('.').at(-1) ?? '';
      response.end(JSON.stringify(ANSWERS[action]));
    });
    const { status } = await accounts({
      ...keys,
      AWS_ENDPOINT_URL_ORGANIZATIONS: `http://${HOST}`,
      HTTP_PROXY: `http://${await listen(forward)}`,
    });

    expect(status).toBe(0);
    expect(new Set(seen)).toEqual(new Set([`http://${HOST}/`]));
  });

  describe('fails in one sentence with the remedy', () => {
    const certain = (): Record<string, string> => ({ ...keys, HTTPS_PROXY: proxy });
    const trusting = (): Record<string, string> => ({ ...certain(), AWS_CA_BUNDLE: join(folder, 'ca.pem') });
    const config = (text: string): Record<string, string> => {
      writeFileSync(join(folder, 'config'), text);
      return { AWS_PROFILE: 'work' };
    };

    it.each<[string, () => Record<string, string>, RegExp]>([
      [
        'where NO_PROXY keeps it from the proxy',
        () => ({ ...trusting(), NO_PROXY: '.corp.example' }),
        /^AWS cannot be reached: check the network, HTTPS_PROXY and NO_PROXY, and AWS_ENDPOINT_URL if it is set \(.*organizations\.corp\.example/,
      ],
      [
        'where nobody listens',
        () => ({ ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }),
        /^AWS cannot be reached: .*127\.0\.0\.1:9/,
      ],
      [
        'where a certificate is of an unknown authority',
        certain,
        /^the certificate of the other side is signed by no authority that is known here: .* name its certificate in AWS_CA_BUNDLE/,
      ],
      [
        'where AWS_CA_BUNDLE is not there',
        () => ({ ...certain(), AWS_CA_BUNDLE: join(folder, 'gone.pem') }),
        /^AWS_CA_BUNDLE must name a file with certificates \(PEM\), got ".*gone\.pem": ENOENT/,
      ],
      [
        'where the proxy wants a password',
        () => {
          proxyRefusal = '407 Proxy Authentication Required';
          return trusting();
        },
        /^the proxy wants a user and a password: put them into HTTPS_PROXY/,
      ],
      [
        'where the session has expired',
        () => {
          refusal = 'ExpiredTokenException';
          return trusting();
        },
        /^the AWS credentials have expired: log in again/,
      ],
      [
        'where AWS does not know the key',
        () => {
          refusal = 'UnrecognizedClientException';
          return trusting();
        },
        /^AWS does not know these credentials: /,
      ],
      [
        'where the role may not list accounts',
        () => {
          refusal = 'AccessDeniedException';
          return trusting();
        },
        /^these credentials may not list the organization's accounts: /,
      ],
      [
        'without a Region',
        () => ({ ...trusting(), AWS_REGION: '' }),
        /^found no Region: set AWS_REGION or AWS_DEFAULT_REGION, or region in the profile, /,
      ],
      ['without credentials', () => ({}), /^found no AWS credentials: set AWS_PROFILE, or log in/],
      [
        'where the profile is not there',
        () => config('[profile other]\nregion = us-east-1\n'),
        /^AWS_PROFILE must name a profile of the AWS CLI, got "work", which is neither in .*config nor in /,
      ],
      [
        'where the profile wants a code of an MFA device',
        () =>
          config(
            '[profile base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n' +
              '[profile work]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = base\nmfa_serial = arn:aws:iam::222222222222:mfa/u\n',
          ),
        /^the profile needs a code of an MFA device, which this command cannot ask for: /,
      ],
      [
        'where an SSO session is not there',
        () =>
          config(
            '[profile work]\nsso_session = s\nsso_account_id = 222222222222\nsso_role_name = R\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://sso.corp.example\n',
          ),
        /^the AWS credentials have expired: log in again \(aws sso login\)/,
      ],
      [
        'where credential_process fails',
        () => config('[profile work]\ncredential_process = false\n'),
        /^AWS_PROFILE names a profile that gives no credentials: /,
      ],
    ])('%s', async (_, env, words) => {
      const { status, stdout, output } = await accounts(env());
      refusal = undefined;
      proxyRefusal = undefined;

      expect(output).toMatch(words);
      expect(output.trim().split('\n')).toHaveLength(1);
      expect([status, stdout]).toEqual([1, '']);
    });
  });
});
