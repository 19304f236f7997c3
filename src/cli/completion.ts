import { Argument, type Command } from 'commander';
import { completionScript, SHELLS, type Shell } from '../usage/completion-script';

/** `octo-access completion`. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print the completion script for a shell: source <(octo-access completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => {
      process.stdout.write(completionScript(program, shell));
    });
}
