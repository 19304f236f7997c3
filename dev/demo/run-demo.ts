import type { WriteStream } from 'node:tty';

import { onInterrupt } from '../../src/process/interrupt';
import { createNarrator } from '../narrator';
import type { Narrator } from '../narrator';
import { ensureToolchain, requireTools } from '../toolchain/toolchain';
import type { Toolchain } from '../toolchain/toolchain';

/** The context of a demo's steps. */
export interface Stage {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  /** Output for people: standard error with `--json`, because standard output then holds the result. */
  readonly out: WriteStream;
}

/**
 * Runs a demo as a command of its own, with `--json` for its result.
 *
 * @param command how users call it
 * @param total - the number of its steps
 * @param demonstrate - does the steps, always cleans up, and returns the result
 */
export async function runDemo(
  command: string,
  total: number,
  demonstrate: (stage: Stage) => Promise<Record<string, unknown>>,
): Promise<void> {
  const json = readOptions(command);
  const interrupt = onInterrupt();
  const out = json ? process.stderr : process.stdout;
  const narrator = createNarrator(out, total, interrupt.signal);
  try {
    const facts = await demonstrate({ narrator, signal: interrupt.signal, out });
    const seconds = Math.round(narrator.seconds() * 10) / 10;
    if (json) printJson({ ok: true, ...facts, steps: narrator.steps, seconds });
  } catch (error) {
    const message = interrupt.signal.aborted
      ? `interrupted; the emulator is stopped and the temporary folder removed`
      : (error as Error).message;
    process.stderr.write(`\n${command} stopped in step ${narrator.current}: ${message}\n`);
    if (json) printJson({ ok: false, step: narrator.current, error: message });
    process.exitCode = interrupt.exitStatus ?? 1;
  } finally {
    interrupt.release();
  }
}

/** Finds the usual tools, installs missing ones, and notes each. */
export async function findTools(note: (line: string) => void, signal: AbortSignal): Promise<Toolchain> {
  const tools = requireTools(await ensureToolchain(note, signal));
  const name = tools.terraform.kind === 'tofu' ? 'OpenTofu' : 'Terraform';
  note(`${name} ${tools.terraform.version}: ${tools.terraform.path}`);
  note(`AWS provider ${tools.mirror.version}: ${tools.mirror.path}`);
  note(`AWS emulator: ${tools.moto.path}`);
  return tools;
}

/** Whether the user asked for JSON; other arguments end the process with an error. */
function readOptions(command: string): boolean {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--json');
  if (unknown.length === 0) return process.argv.includes('--json');
  process.stderr.write(`${command} takes no argument but --json, got ${unknown.join(' ')}\n`);
  process.exit(2);
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
