import type { Command } from 'commander'
import { composeProcessCommand } from '../compose-process-command.ts'
import { labProcessCommand } from '../lab-process-command.ts'
import { exitCodes, print } from './output.ts'
import type { Shell } from './shells.ts'

/** Commands that Bramble runs itself. */
const hidden: ReadonlySet<string> = new Set(['run-tasks', labProcessCommand, composeProcessCommand])

interface Completed {
  name: string
  description: string
  options: readonly { flag: string; description: string }[]
}

/** Prints the script that completes commands, their options and files in a shell. */
export function printCompletion(shell: Shell, program: Command): number {
  const commands = program.commands
    .filter((command) => !hidden.has(command.name()))
    .map(
      (command): Completed => ({
        name: command.name(),
        description: command.description(),
        options: command.options.flatMap(({ long, description }) =>
          long ? [{ flag: long, description: description.replace(/['"`\\$]/g, '') }] : [],
        ),
      }),
    )
  print({ bash, zsh, fish }[shell](commands))
  return exitCodes.fine
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, options }) => `    ${name}) words="${options.map(({ flag }) => flag).join(' ')} --help" ;;`,
  )
  return `# In ~/.bashrc: source <(bramble completion bash)
_bramble() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${commands.map(({ name }) => name).join(' ')} --help --version --lang" ;;
  esac
  if [[ $COMP_CWORD -eq 1 || $current == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _bramble bramble`
}

function zsh(commands: readonly Completed[]): string {
  const list = commands.map(({ name, description }) => `    '${name}:${zshText(description)}'`)
  const cases = commands.map(({ name, options }) => {
    const all = options.map(({ flag, description }) => `'${flag}[${zshText(description)}]'`)
    return `    ${name}) _arguments ${all.join(' ')} '*:file:_files' ;;`
  })
  return `#compdef bramble
# In ~/.zshrc, after compinit: source <(bramble completion zsh)
_bramble() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
    *) _files ;;
  esac
}
compdef _bramble bramble`
}

function zshText(text: string): string {
  return text.replace(/['"`\\$]/g, '').replace(/[[\]:]/g, ' ')
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, description, options }) => [
    `complete -c bramble -n __fish_use_subcommand -f -a ${name} -d '${fishText(description)}'`,
    ...options.map(
      ({ flag, description: what }) =>
        `complete -c bramble -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d '${fishText(what)}'`,
    ),
  ])
  return ['# bramble completion fish > ~/.config/fish/completions/bramble.fish', ...lines].join('\n')
}

function fishText(text: string): string {
  return text.replace(/['"`\\$]/g, '')
}
