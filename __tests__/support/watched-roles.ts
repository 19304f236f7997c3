import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { startProxy, type Proxy } from '../../dev/emulator/proxy';
import { ROLE_NAMES } from '../../src';
import { OF_ALPHAUS } from '../../dev/emulator/earlier-installation';
import { observeRole, parsed, type ObservedRole } from './observe';
import { mayAssume } from './simulate';
import { EXTERNAL_ID, PRINCIPAL } from './workbench';

/** A call that changes something, with its parameters. */
type Call = Readonly<Record<string, string>>;

/** Stands in front of an emulator and keeps the calls that changed something, in the order of their answers. */
export class WatchedRoles {
  readonly calls: Call[] = [];
  private readonly proxy: Proxy;

  private constructor(proxy: Proxy) {
    this.proxy = proxy;
  }

  static async before(url: string): Promise<WatchedRoles> {
    const watched: { found?: WatchedRoles } = {};
    const onAnswer = (form: URLSearchParams, status: number): void => {
      const call = Object.fromEntries(form);
      if (status < 300 && !/^(Get|List|Describe|Assume)/.test(call['Action'] ?? 'Get'))
        watched.found?.calls.push(call);
    };
    watched.found = new WatchedRoles(await startProxy(url, { onAnswer }));
    return watched.found;
  }

  get url(): string {
    return this.proxy.url;
  }

  /** Names of the calls, about one role. */
  about(role: string): string[] {
    return this.calls.flatMap(({ Action = '', RoleName }) => (RoleName === role ? [Action] : []));
  }

  /**
   * Moments between the calls at which Alphaus would be kept out of one of its roles, or a role that has a permissions boundary
   * would have none, or would be gone; in words.
   *
   * @param before the roles before the first call
   */
  async gaps(before: readonly ObservedRole[]): Promise<string[]> {
    const found: string[] = [];
    const roles = new Map(before.map((role) => [role.name, role]));
    for (const [index, call] of this.calls.entries()) {
      const {
        Action: action = '',
        RoleName: name = '',
        PolicyDocument,
        PermissionsBoundary: arn = '',
      } = call;
      const role = roles.get(name);
      const at = `call ${index + 1}, ${action} ${name}`;
      if (/^(DeleteRole|DeleteRolePermissionsBoundary)$/.test(action)) found.push(at);
      if (role === undefined) continue;
      if (action === 'UpdateAssumeRolePolicy') roles.set(name, { ...role, trust: parsed(PolicyDocument) });
      if (action === 'PutRolePermissionsBoundary')
        roles.set(name, { ...role, boundary: { arn, document: null } });
      for (const one of OF_ALPHAUS) {
        const now = roles.get(one);
        if (now && !(await alphausGetsIn(now))) found.push(`after ${at} Alphaus is kept out of ${one}`);
      }
    }
    return found;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
  }
}

/** Whether Alphaus may assume a role with its external id. */
export function alphausGetsIn(role: ObservedRole): Promise<boolean> {
  return mayAssume(`arn:aws:iam::${PRINCIPAL}:role/octo`, role, { 'sts:ExternalId': EXTERNAL_ID });
}

/** The roles of Octo that are in an account. */
export async function rolesThere(iam: IAMClient): Promise<ObservedRole[]> {
  const found: ObservedRole[] = [];
  for (const name of ROLE_NAMES) {
    const role = await observeRole(iam, name).catch(() => undefined);
    if (role) found.push(role);
  }
  return found;
}

/** RoleIds, by name: another role of the same name has another one. */
export async function roleIds(iam: IAMClient, names: readonly string[]): Promise<Record<string, string>> {
  const ids = await Promise.all(
    names.map(async (RoleName) => {
      const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
      return [RoleName, role?.RoleId ?? ''] as const;
    }),
  );
  return Object.fromEntries(ids);
}
