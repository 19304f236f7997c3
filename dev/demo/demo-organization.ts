import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';

import type { RoleName } from '../../src/names/role-names';
import type { Emulator } from '../emulator/emulator';

/** The role that CreateAccount makes in every member account. */
export const DEPLOYER = 'OrganizationAccountAccessRole';
export const MEMBERS = [
  'production',
  'staging',
  'data',
  'payments',
  'research',
  'sandbox',
  'shop',
  'archive',
  'training',
] as const;
const CLOSED = 'archive';
export const WITHOUT_REPORT = 'training';
/** A role of that name exists already. */
export const COLLIDING = 'payments';
export const COLLISION: RoleName = 'OctoSSMUpdaterRole';
export const READ_ONLY = 'data';
export const LEAVING = 'sandbox';

/** The organization of the demonstration: a management account and its members. */
export class DemoOrganization {
  constructor(private readonly emulator: Emulator) {}

  /** The accounts: one is closed, and one has a role that is in the way. */
  async create(): Promise<void> {
    const organizations = new OrganizationsClient(this.emulator.clientConfig());
    try {
      await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
      for (const name of MEMBERS) {
        const { CreateAccountStatus: status } = await organizations.send(
          new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com`, RoleName: DEPLOYER }),
        );
        const id = status?.AccountId ?? '';
        if (name === CLOSED) await organizations.send(new CloseAccountCommand({ AccountId: id }));
        if (name === COLLIDING) {
          const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
          await this.inAccount(id, (iam) =>
            iam.send(new CreateRoleCommand({ RoleName: COLLISION, AssumeRolePolicyDocument })),
          );
        }
      }
    } finally {
      organizations.destroy();
    }
  }

  /** Deletes the role that is in the way. */
  async deleteCollision(account: string): Promise<void> {
    await this.inAccount(account, (iam) => iam.send(new DeleteRoleCommand({ RoleName: COLLISION })));
  }

  /** Reads an account, with its own credentials. */
  async inAccount<T>(id: string, look: (iam: IAMClient) => Promise<T>): Promise<T> {
    const iam = new IAMClient(this.emulator.clientConfig(await this.emulator.credentialsFor(id)));
    return look(iam).finally(() => {
      iam.destroy();
    });
  }
}
