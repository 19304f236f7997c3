import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import type { KnownContext } from '../conditions';
import { actionMatches, inContext, relevant, type Relevant } from '../evaluate';
import { permissionsOf, possibility, type Permissions, type Possibility } from '../may-ever';
import { statementsOf, type Statement } from '../statements';

/** One step of a path. */
export interface Step {
  readonly actor: RoleName | 'Alphaus';
  /** `assumes OctoSSMUpdaterRole`. */
  readonly does: string;
}

/** How far Alphaus controls a role, and by which steps. */
export interface Control {
  /** It has sessions of the role. */
  readonly session?: readonly Step[];
  /** It can write any inline policy into the role. */
  readonly written?: readonly Step[];
  /** It can remove or widen the role's permissions boundary. */
  readonly unbounded?: readonly Step[];
  /** It can detach the role's deny policies. */
  readonly stripped?: readonly Step[];
}

/** How far Alphaus controls each role. */
export type ControlledRoles = ReadonlyMap<RoleName, ControlledRole>;

/** A role after every change that Alphaus can make to it, and what its sessions may do then. */
export class ControlledRole {
  private known?: Permissions;
  /** By action and resource: some questions are asked in a hundred different contexts. */
  private readonly answers = new Map<string, readonly Relevant[]>();
  /** By action: statements of the policies, and of the boundary. */
  private readonly about = new Map<string, readonly (readonly Statement[])[]>();

  constructor(
    readonly role: InstalledRole,
    readonly control: Control = {},
  ) {}

  get permissions(): Permissions {
    return (this.known ??= permissionsWithin(this.role, this.control));
  }

  /** Whether a session may succeed with a call, given the known part of its context. */
  can(action: string, resource: string, context: KnownContext = {}): boolean {
    const question = `${action} ${resource}`;
    const layers = this.answers.get(question) ?? this.layersAbout(action, resource);
    this.answers.set(question, layers);
    return layers.every((statements) => inContext(statements, context).possible);
  }

  /** What sessions may ever do with one action; undefined if nothing. */
  mayDo(action: string): Possibility | undefined {
    return possibility(this.permissions, action);
  }

  private layersAbout(action: string, resource: string): Relevant[] {
    const layers = this.about.get(action) ?? this.statementsAbout(action);
    this.about.set(action, layers);
    return layers.map((statements) => relevant(statements, { resource }));
  }

  private statementsAbout(action: string): readonly (readonly Statement[])[] {
    const { identity, boundary } = this.permissions;
    return [identity, ...(boundary ? [boundary] : [])].map((statements) =>
      statements.filter((statement) => actionMatches(statement, action)),
    );
  }
}

/** Permissions of a role's sessions after every change that Alphaus can make to it. */
export function permissionsWithin(
  role: InstalledRole,
  { written, unbounded, stripped }: Control,
): Permissions {
  const hostile = written !== undefined;
  const { identity, boundary } = permissionsOf(role, hostile);
  // A principal who can write inline policies can also overwrite the role's own, including its Denies.
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
