import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BACKEND_RECORD, recordedBackend, type RecordedBackend } from '../fleet/backend-record';
import type { FleetBackend } from '../fleet/fleet';
import { contentsOf, stateContents } from '../fleet/local-states';
import { moveCommand } from '../text/move-command';
import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';

/** What says where a state is, by the type of the backend; the rest of its settings says how to get there. */
const PLACE: Readonly<Record<string, readonly string[]>> = {
  s3: ['bucket', 'key', 'region'],
  local: ['path'],
};

/** Runs Terraform in a folder. */
export type TerraformCall = (
  args: readonly string[],
  folder: string,
) => Promise<{ readonly status: number; readonly stdout: string; readonly output: string }>;

/** How a move went. */
export interface Move {
  readonly status: number;
  /** Whether there was a state in another place. */
  readonly moved: boolean;
  /** Why nothing could be moved, in words. */
  readonly problem?: string;
}

/**
 * Moves the state of one stack to the backend that its configuration names now: from the file beside the fleet file, or
 * from the backend that Terraform remembers. Terraform's own migration would overwrite what is in the new place; a pushed
 * state is refused there if it is of another installation, or older.
 */
export class StateMove {
  private readonly before: RecordedBackend | undefined;

  /**
   * @param stackFolder where the stack was synthesized
   * @param file its state file, beside the fleet file, whether it is there or not
   * @param backend type of the one that it has now
   * @param program Terraform as the user would write it in a shell
   */
  constructor(
    private readonly stackFolder: string,
    private readonly file: string,
    private readonly backend: FleetBackend['type'],
    private readonly program: string,
  ) {
    this.before = recordedBackend(stackFolder);
  }

  /**
   * @param initialize runs `init` in the stack's folder; returns its status
   * @param call runs another command
   */
  async run(initialize: (...more: readonly string[]) => Promise<number>, call: TerraformCall): Promise<Move> {
    const fetched = await this.fetch(call);
    if (!('state' in fetched)) return fetched;
    const record = join(this.stackFolder, BACKEND_RECORD);
    const before = existsSync(record) ? readFileSync(record, 'utf8') : undefined;
    const status = await initialize('-reconfigure');
    const move = status === 0 ? await this.push(fetched.state, call) : { status, moved: false };
    // A failed move leaves the state where it was, which must not be forgotten.
    if (move.status !== 0) {
      if (before === undefined) rmSync(record, { force: true });
      else writeFileSync(record, before);
    }
    return move;
  }

  /** Before the stack's `init`: gets the state out of its earlier place. */
  private async fetch(call: TerraformCall): Promise<Move | { readonly state: string | undefined }> {
    const { before, backend, file, stackFolder } = this;
    if (before?.type === 'cloud') return failed(this.outOfCloud());
    if (backend === 'cloud') return failed(this.intoCloud());
    if (backend !== 'local' && stateContents(file) !== undefined) {
      if (before === undefined || before.type === 'local') return { state: file };
      return failed(
        `there are two states: ${shownPath(file)}, and the one in ${before.type} that Terraform remembers; move the file away if it is the older one: ${moveCommand(shownPath(file), `${shownPath(file)}.moved`)}`,
      );
    }
    if (before === undefined || before.type === 'local') return { state: undefined };
    const folder = join(stackFolder, '.terraform', 'earlier');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const config = Object.fromEntries(Object.entries(before.config).filter(([, value]) => value !== null));
    const terraform = { backend: { [before.type]: config } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform }));
    const initialized = await call(['init', '-input=false', '-no-color'], folder);
    if (initialized.status !== 0) return { status: initialized.status, moved: false };
    const pulled = await call(['state', 'pull'], folder);
    if (pulled.status !== 0) return { status: pulled.status, moved: false };
    const state = join(folder, 'earlier.tfstate');
    writeFileSync(state, pulled.stdout);
    return { state };
  }

  /** Terraform's `init` moves no state out of HCP Terraform, and the old configuration is needed to pull it. */
  private outOfCloud(): string {
    const { backend, stackFolder, file } = this;
    const pull = (to: string): string =>
      `test ! -e ${shellWord(to)} && ${this.terraform()} state pull > ${shellWord(to)} && rm -r ${shellWord(shownPath(join(stackFolder, '.terraform')))}`;
    if (backend !== 'cloud') {
      return `Terraform moves no state out of HCP Terraform: put the old backend back and plan, then ${pull(shownPath(file))}; then change the backend and migrate again, which takes that file`;
    }
    // Of this stack alone: the states of all accounts are pulled before the first is pushed.
    const moving = `${basename(stackFolder)}.moving.tfstate`;
    return `the state is in HCP Terraform already, as Terraform remembers; to move it to another organization or host: put the old one back and plan, then ${pull(moving)}; then set the new one, plan again, and ${this.terraform()} state push - < ${moving}`;
  }

  /** Terraform asks before it copies a state into HCP Terraform, and this command answers nothing. */
  private intoCloud(): string {
    const { before, program, file } = this;
    const shown = shownPath(file);
    const isFile = stateContents(file) !== undefined;
    if (!isFile && before === undefined) {
      return 'no state was found: there is no file beside the fleet file, and no earlier place is remembered in cdktf.out; if it is in HCP Terraform already, it needs no migration';
    }
    const steps = [
      `${this.terraform()} init`,
      ...(before === undefined ? [`${this.terraform()} state push - < ${shellWord(shown)}`] : []),
      ...(isFile ? [moveCommand(shown, `${shown}.moved`)] : []),
    ];
    const asked = before === undefined ? '' : ' (it asks whether to copy the state: answer yes)';
    return `Terraform itself moves a state into HCP Terraform: ${steps.join(' && ')}${asked}; without a token, ${program} login comes first`;
  }

  private terraform(): string {
    return `${this.program} -chdir=${shellWord(shownPath(this.stackFolder))}`;
  }

  /** After the stack's `init`: puts the state into its new place. */
  private async push(state: string | undefined, call: TerraformCall): Promise<Move> {
    const { stackFolder, file, before } = this;
    if (before !== undefined && samePlace(before, recordedBackend(stackFolder)) && state !== file) {
      return { status: 0, moved: false };
    }
    if (state === undefined || stateContents(state) === undefined) {
      const here = await call(['state', 'pull'], stackFolder);
      const isHere = here.status === 0 && contentsOf(here.stdout) !== undefined;
      return isHere
        ? { status: 0, moved: false }
        : failed(
            'no state was found: there is no file beside the fleet file, no earlier place is remembered in cdktf.out, and the new place is empty; an account that was never deployed needs no migration',
          );
    }
    const { status, output } = await call(['state', 'push', state], stackFolder);
    if (status === 0 && state === file) renameSync(file, freeName(`${file}.moved`));
    // Terraform says it in plain lines, not as an error.
    return {
      status,
      moved: status === 0,
      ...(status !== 0 && { problem: output.trim().replace(/\s+/g, ' ') }),
    };
  }
}

/** A name that no file has: an earlier state may stand under the first one. */
function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number += 1) free = `${name}.${number}`;
  return free;
}

function failed(problem: string): Move {
  return { status: 1, moved: false, problem };
}

function samePlace(one: RecordedBackend, other: RecordedBackend | undefined): boolean {
  const place = PLACE[one.type] ?? [];
  return other?.type === one.type && place.every((key) => one.config[key] === other.config[key]);
}
