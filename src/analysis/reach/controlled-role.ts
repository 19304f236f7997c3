import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import type { KnownContext } from '../conditions';
import { actionMatches, inContext, relevant, type Relevant } from '../evaluate';
import { permissionsOf, possibility, type Permissions, type Possibility } from '../may-ever';
import { statementsOf, type Statement } from '../statements';

/** Somebody does something. */
export interface Step {
  readonly actor: RoleName | 'Alphaus';
  /** `assumes OctoSSMUpdaterRole`. */
  readonly does: string;
}

/** What Alphaus has of a role, and by which steps. */
export interface Control {
  /** Sessions of it. */
  readonly session?: readonly Step[];
  /** Any inline policy can be written into it. */
  readonly written?: readonly Step[];
  /** Its boundary can be taken off or widened. */
  readonly unbounded?: readonly Step[];
  /** Its attached Denies can be taken off. */
  readonly stripped?: readonly Step[];
}

/** What Alphaus has of each role. */
export type ControlledRoles = ReadonlyMap<RoleName, ControlledRole>;

/** A role after all that Alphaus can do to it, and what its sessions may do then. */
export class ControlledRole {
  private known?: Permissions;
  /** By action and resource: some questions are asked in a hundred contexts. */
  private readonly answers = new Map<string, readonly Relevant[]>();

  constructor(
    readonly role: InstalledRole,
    readonly control: Control = {},
  ) {}

  get permissions(): Permissions {
    return (this.known ??= permissionsWithin(this.role, this.control));
  }

  /** Whether a session may succeed with a call on what a question is about, in a context of which some is known. */
  can(action: string, resource: string, context: KnownContext = {}): boolean {
    const question = `${action} ${resource}`;
    const layers = this.answers.get(question) ?? this.layersAbout(action, resource);
    this.answers.set(question, layers);
    return layers.every((statements) => inContext(statements, context).possible);
  }

  /** What sessions may ever do with one action; undefined where nothing. */
  mayDo(action: string): Possibility | undefined {
    return possibility(this.permissions, action);
  }

  private layersAbout(action: string, resource: string): Relevant[] {
    const { identity, boundary } = this.permissions;
    return [identity, ...(boundary ? [boundary] : [])].map((statements) =>
      relevant(
        statements.filter((statement) => actionMatches(statement, action)),
        { resource },
      ),
    );
  }
}

/** Permissions of a role's sessions after all that Alphaus can do to it. */
export function permissionsWithin(
  role: InstalledRole,
  { written, unbounded, stripped }: Control,
): Permissions {
  const hostile = written !== undefined;
  const { identity, boundary } = permissionsOf(role, hostile);
  // Who writes inline policies can overwrite the role's own, Denies and all.
  const lost = hostile ? role.policies.filter(({ arn }) => arn === undefined) : [];
  const overwritten = lost.flatMap(({ document }) => statementsOf(document).map(signature));
  const kept = identity.filter(
    (statement) => statement.effect === 'Allow' || !(stripped ?? overwritten.includes(signature(statement))),
  );
  return { identity: kept, boundary: unbounded ? undefined : boundary };
}

function signature(statement: Statement): string {
  return JSON.stringify(statement);
}
