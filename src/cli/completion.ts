import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from '../usage/shells';

/** `octo-access completion`. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print the completion script for a shell: source <(octo-access completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../usage/completion-script.js');
      process.stdout.write(completionScript(program, shell));
    });
}
