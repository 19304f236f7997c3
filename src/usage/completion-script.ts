import { shellQuoted } from '../text/shell-quote';
import type { Command, Option } from 'commander';
import type { Shell } from './shells';

/** The script that completes a program's commands, options and choices in a shell. */
export function completionScript(program: Command, shell: Shell): string {
  return { bash, zsh, fish }[shell](program);
}

/** Options as people type them, `--help` among them. */
function optionsOf(command: Command): Option[] {
  return command.createHelp().visibleOptions(command);
}

/** Allowed values of a command's first argument; empty if any value is allowed. */
function choicesOf(command: Command): readonly string[] {
  return command.registeredArguments[0]?.argChoices ?? [];
}

function flagsOf({ short, long }: Option): string[] {
  return [short, long].flatMap((flag) => flag ?? []);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function bash(program: Command): string {
  const name = program.name();
  const names = program.commands.map((command) => command.name());
  const options = (command: Command): string => optionsOf(command).flatMap(flagsOf).join(' ');
  const cases = program.commands.map((command) => {
    const choices = choicesOf(command).join(' ');
    const first = choices === '' ? '' : ` [ "$COMP_CWORD" -eq 2 ] && words="${choices} $words"`;
    return `    ${command.name()}) words='${options(command)}'${first === '' ? '' : `;${first}`} ;;`;
  });
  const values = program.commands.flatMap((command) =>
    optionsOf(command)
      .filter(takesValue)
      .flatMap((option) => flagsOf(option).map((flag) => `'${command.name()} ${flag}'`)),
  );
  return `# Completion of ${name} for bash: source <(${name} completion bash)
_${identifier(name)}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command='' words=''
  [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]}
  COMPREPLY=()
  # The option takes a value: bash completes a file name.
  case "$command $previous" in ${values.join(' | ')}) return ;; esac
  case $command in
    '') words='${[...names, 'help'].join(' ')} ${options(program)}' ;;
    help) words='${names.join(' ')}' ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _${identifier(name)} ${name}
`;
}

function zsh(program: Command): string {
  const name = program.name();
  const described = program.commands.map(
    (command) =>
      `        ${shellQuoted(`${command.name()}:${command.description().replaceAll(':', '\\:')}`)}`,
  );
  const cases = program.commands.map((command) => {
    const options = optionsOf(command).flatMap((option) =>
      flagsOf(option).map((flag) =>
        shellQuoted(`${flag}[${bracketed(option.description)}]${takesValue(option) ? ':value:_files' : ''}`),
      ),
    );
    const choices = choicesOf(command);
    const first = choices.length > 0 ? [shellQuoted(`1:choice:(${choices.join(' ')})`)] : [];
    return `        ${command.name()}) _arguments ${[...options, ...first, "'*:argument:_files'"].join(' ')} ;;`;
  });
  return `#compdef ${name}
# Completion of ${name} for zsh: source <(${name} completion zsh), after compinit
_${identifier(name)}() {
  local line state
  _arguments -C '1:command:->command' '*::argument:->rest' ${optionsOf(program)
    .flatMap((option) =>
      flagsOf(option).map((flag) => shellQuoted(`${flag}[${bracketed(option.description)}]`)),
    )
    .join(' ')}
  case $state in
    command)
      local -a commands=(
${described.join('\n')}
        help
      )
      _describe command commands ;;
    rest)
      case $line[1] in
        help) _arguments ${shellQuoted(`1:command:(${program.commands.map((command) => command.name()).join(' ')})`)} ;;
${cases.join('\n')}
      esac ;;
  esac
}
compdef _${identifier(name)} ${name}
`;
}

function fish(program: Command): string {
  const name = program.name();
  const names = program.commands.map((command) => command.name());
  const option = (condition: string, { short, long, description, ...rest }: Option): string => {
    const flags = [short && `-s ${short.slice(1)}`, long && `-l ${long.slice(2)}`].filter(Boolean).join(' ');
    const value = rest.required || rest.optional ? ' -r -F' : '';
    return `complete -c ${name} -n '${condition}' ${flags}${value} -d ${shellQuoted(description)}`;
  };
  const lines = program.commands.flatMap((command) => {
    const within = `__fish_seen_subcommand_from ${command.name()}`;
    const choices = choicesOf(command);
    return [
      `complete -c ${name} -n __fish_use_subcommand -a ${command.name()} -d ${shellQuoted(command.description())}`,
      ...(choices.length > 0 ? [`complete -c ${name} -n '${within}' -a '${choices.join(' ')}'`] : []),
      ...optionsOf(command).map((one) => option(within, one)),
    ];
  });
  return [
    `# Completion of ${name} for fish: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...optionsOf(program).map((one) => option('__fish_use_subcommand', one)),
    `complete -c ${name} -n __fish_use_subcommand -a help`,
    `complete -c ${name} -n '__fish_seen_subcommand_from help' -a '${names.join(' ')}'`,
    ...lines,
    '',
  ].join('\n');
}

function identifier(name: string): string {
  return name.replaceAll('-', '_');
}

/** zsh ends the description of an option at a bracket. */
function bracketed(text: string): string {
  return text.replace(/[[\]]/g, '\\$&');
}
