import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { parseDuration } from '#contract'
import packageJson from '../../../package.json' with { type: 'json' }
// Imported for its side effect: it sets the words of failures.
import '#words'
import { describeFailure, printable } from '../../base/index.ts'
import { highestSeed } from '../../clock/index.ts'
import { composeProcessCommand } from '../compose-process-command.ts'
import { labProcessCommand } from '../lab-process-command.ts'
import type { BranchCommand } from './branch.ts'
import type { ClassCommand } from './class.ts'
import { chooseLanguage } from './language.ts'
import type { LessonCheckCommand } from './lesson-check.ts'
import type { LessonResultsCommand } from './lesson-results.ts'
import type { NewCommand } from './new-scenario.ts'
import { exitCodes, printFailure, warn } from './output.ts'
import type { Shard } from './plan/plan-runs.ts'
import type { ProveCommand } from './prove.ts'
import type { ReportCommand } from './report.ts'
import type { RunCommand } from './run.ts'
import { type SchemaKind, schemaKinds } from './schema-kinds.ts'
import type { ServeCommand } from './serve.ts'
import { type Shell, shells } from './shells.ts'
import { listenForUncaught } from './uncaught-exceptions.ts'

/** What `bramble` does: `serve`, `run`, `branch`, `prove`, `report`, `check`, `schema`, `new`, `completion`. Each is loaded when it is asked for. */

/** Built, the page lies beside the executable's folder; in the source tree, in the build's folder. */
function pageFolderOf(entry: string): string {
  const folders = ['../renderer', '../../out/renderer'].map((folder) => fileURLToPath(new URL(folder, entry)))
  return folders.find((folder) => existsSync(folder)) ?? fileURLToPath(new URL('../renderer', entry))
}

/** @param entry address of the executable, for the page beside it and for the processes of `run --jobs` */
function createProgram(entry: string, finish: (code: number) => void): Command {
  const pageFolder = pageFolderOf(entry)
  const executable = fileURLToPath(entry)
  const program = new Command('bramble')
    .description('A lab of emulated BlackBerry handhelds and the Collaboration Service that they talk to.')
    .version(packageJson.version)
    .option('--lang <language>', langHelp, chooseLanguage)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`bramble: ${printable(text.replace(/^error: /, ''))}`),
    })
    .showHelpAfterError('Run bramble --help, or bramble help COMMAND.')
    .addHelpText('after', examples)

  program
    .command('serve')
    .description('start the lab without a window, and serve its page to a browser on 127.0.0.1')
    .option('--lab <file>', 'the lab file; without one, the defaults and ./bramble.sqlite')
    .option('--http <port>', 'port of the page; 0 takes any free one', port, 0)
    .option(
      '--log <folder>',
      "write the log there, in the original's form: a folder a day, a file a component",
    )
    .option('--record <file>', historyHelp)
    .option(
      '--from <file>',
      'a history, or the name of a snapshot: go on from its end, or from --at, instead of starting a new lab',
    )
    .option(
      '--at <duration>',
      'with --from: where to go on, as lab time since the start, such as 12m3s',
      moment,
    )
    .option(
      '--no-history',
      'keep nothing in memory to look back to, or to repeat; --record writes all the same',
    )
    .option(
      '--parked <count>',
      'how many labs wait at marks once somebody looks back, so that going on from there is quick (at most 4)',
      parked,
      1,
    )
    .option('--json', 'say that everything is ready, and where, in one line of JSON')
    .option('--capture <file>', captureHelp.serve)
    .option('--reveal-secrets', captureHelp.reveal)
    .option('--clear-sip', captureHelp.clear)
    .action(async (options: Omit<ServeCommand, 'pageFolder' | 'program'>) => {
      const { serve } = await import('./serve.ts')
      finish(await serve({ ...options, pageFolder, program: executable }))
    })

  program
    .command('run')
    .description('run scenario files headless, as fast as virtual time allows')
    .argument(
      '<scenario...>',
      'scenario files; globs (*, ?, **); folders, for all YAML and JSON files in them',
    )
    .option('--json', 'report in JSON: the outcome, each step with its virtual time, the steps of every flow')
    .option('--ndjson', 'report in JSON lines, each as soon as it is known')
    .option('--junit <file>', "also write a report in JUnit's XML")
    .option('--html <file>', 'also write a report as one page: time line, failures, the logins in question')
    .option('--capture <file>', captureHelp.run)
    .option('--capture-on-failure <folder>', 'keep the traffic of each run that fails, as pcapng')
    .option('--reveal-secrets', captureHelp.reveal)
    .option('--clear-sip', captureHelp.clear)
    .option('--log <folder>', "also write each run's log there; with several scenarios, in a folder for each")
    .option('--snapshot <file>', snapshotHelp.take)
    .option('--from <file>', snapshotHelp.from)
    .option('--record <file>', historyHelp)
    .option(
      '--with-past',
      "have in --json or --ndjson the history of each scenario's lab, passwords and all, so that the window opens the report as the past",
    )
    .option('--repeat <times>', 'run each scenario so often, with the same seed each time', times, 1)
    .option('--jobs <processes>', 'run so many at once, each in a process of its own', jobs, 1)
    .option('--seed <number>', 'of all that is left to chance, instead of the one in the file', seed)
    .option(
      '--filter <text>',
      'only those whose file or name contains it, or that have it as a tag; * and ? as in globs. What is not meant may be broken',
    )
    .option('--list', 'say which scenarios there are, with tags and positions; run nothing')
    .option('--shard <number/of>', 'only every Nth scenario: 2/5 is the second of five shards', shard)
    .option('--watch', 'run again what a saved file changes, also through include and lab, until Ctrl+C')
    .option('--bail [failures]', 'skip the rest after the first failure, or after so many', failures)
    .action(async (files: string[], options: Omit<RunCommand, 'program'>) => {
      const { run } = await import('./run.ts')
      finish(await run(files, { ...options, program: executable }))
    })

  program
    .command('run-tasks', { hidden: true })
    .description('a process of run --jobs')
    .action(async () => {
      const { serveTasks } = await import('./execute/task-process.ts')
      finish(await serveTasks())
    })

  program
    .command(labProcessCommand, { hidden: true })
    .description('a process in which a lab runs for serve or the app')
    .action(async () => {
      const { runLabProcess } = await import('./lab-process.ts')
      finish(await runLabProcess())
    })

  program
    .command(composeProcessCommand, { hidden: true })
    .description('a process that makes scenarios for serve or the app')
    .action(async () => {
      const { runComposeProcess } = await import('./compose-process.ts')
      finish(await runComposeProcess())
    })

  program
    .command('prove')
    .description('run each scenario as it is, and without its cause: then the symptom must be gone')
    .argument('<scenario...>', 'scenario files; globs; folders')
    .option('--json', 'one line of JSON for each scenario: file, name, verdict, because')
    .option('--seed <number>', 'of all that is left to chance, instead of the one in the file', seed)
    .option(
      '--filter <text>',
      'only those whose file or name contains it; * and ? as in globs. What its name shows is not meant may be broken',
    )
    .action(async (files: string[], options: ProveCommand) => {
      const { prove } = await import('./prove.ts')
      finish(await prove(files, options))
    })

  program
    .command('branch')
    .description('repeat a recorded history up to a moment, change something, and go on from there')
    .argument('<file>', 'the history: what run --record or serve --record wrote; or the name of a snapshot')
    .requiredOption('--at <duration>', 'the moment, as lab time since the start, such as 12m3s', moment)
    .option(
      '--service <key=value>',
      'a setting of the service from then on; may be given several times',
      collect,
      [],
    )
    .option(
      '--steps <file>',
      'a list of steps, or a scenario file, to do from there instead of the rest of the history',
    )
    .option('--until <duration>', 'how far; else to the end of the history, or of the steps', moment)
    .option(
      '--diff',
      'compare with what was recorded: exit code 0 where nothing differs, 1 where something does',
    )
    .option('--json', 'report in JSON')
    .action(async (file: string, options: BranchCommand) => {
      const { branch } = await import('./branch.ts')
      finish(await branch(file, options))
    })

  program
    .command('report')
    .description('merge reports of run --json or --ndjson, such as those of shards')
    .argument('<file...>', 'reports')
    .option('--junit <file>', "write a report in JUnit's XML; its times are lab time")
    .option('--html <file>', 'write a report as one page')
    .action(async (files: string[], options: ReportCommand) => {
      const { report } = await import('./report.ts')
      finish(await report(files, options))
    })

  program
    .command('class')
    .description('hold a class: a lab for each trainee behind one address, and a page for the trainer')
    .option('--lessons <folder>', 'the lessons of the class; those of the library unless told')
    .option('--seats <number>', 'how many trainees there may be', seats, 12)
    .option(
      '--listen <address>',
      'where the pages are served: 0.0.0.0 for the local network; this machine only unless told',
      '127.0.0.1',
    )
    .option('--http <port>', 'port of the pages; 0 takes any free one', port, 0)
    .option('--results <folder>', 'where the results go', 'class-results')
    .option('--new', 'begin another class, where one in that folder has not been ended and would go on')
    .option('--json', 'say that the class is ready, with addresses and seat codes, in one line of JSON')
    .action(async (options: Omit<ClassCommand, 'pageFolder' | 'program'>) => {
      const { holdClass } = await import('./class.ts')
      finish(await holdClass({ ...options, pageFolder, program: executable }))
    })

  program
    .command('new')
    .description('write a scenario to begin with: a commented one, or one of what was done in a lab')
    .argument('<file>', 'the file, such as tunnel.yaml')
    .option(
      '--from <history>',
      'a file of serve --record or run --record: repeats what was done, and expects what came of it',
    )
    .action(async (file: string, options: NewCommand) => {
      const { newScenario } = await import('./new-scenario.ts')
      finish(await newScenario(file, options))
    })

  program
    .command('completion')
    .description('print the script that completes commands, options and files in a shell')
    .argument('<shell>', 'bash, zsh or fish', shell)
    .action(async (name: Shell) => {
      const { printCompletion } = await import('./completion.ts')
      finish(printCompletion(name, program))
    })

  program
    .command('check')
    .description('check lab, scenario and lesson files, and snapshots')
    .argument('<file...>', 'lab, scenario or lesson files, snapshots; globs; folders')
    .option('--json', 'one line of JSON for each problem: file, line, column, keyPath, text')
    .action(async (files: string[], options: { json?: boolean }) => {
      const { check } = await import('./check.ts')
      finish(await check(files, options))
    })

  const lesson = program.command('lesson').description('lessons for people who learn to find a cause')
  lesson
    .command('check')
    .description(
      'take each lesson as its solution does, which must get full marks, and doing nothing, which must get none',
    )
    .argument('<file...>', 'lesson files; globs; folders')
    .option('--seeds <number>', 'with the values of so many seeds', times, 2)
    .option('--seed <number>', 'with the values of this seed alone', seed)
    .option('--json', 'one line of JSON for each problem, and for each lesson without one')
    .action(async (files: string[], options: LessonCheckCommand) => {
      const { checkLessons } = await import('./lesson-check.ts')
      finish(await checkLessons(files, options))
    })
  lesson
    .command('results')
    .description('show the results of lessons, or write them for other programs')
    .argument('<folder>', 'the folder of results, such as ~/.local/share/bramble/lesson-results')
    .option('--csv <file>', 'a table with a row for each attempt')
    .option('--json <file>', 'everything in one file')
    .option('--xapi <file>', 'statements of the Experience API, a line of JSON each')
    .action(async (folder: string, options: LessonResultsCommand) => {
      const { lessonResults } = await import('./lesson-results.ts')
      finish(await lessonResults(folder, options))
    })
  lesson
    .command('package')
    .description('write a cmi5 package of lessons, for a learning management system')
    .argument('<file...>', 'lesson files; globs; folders')
    .requiredOption('--out <file>', 'the package, such as lessons.zip')
    .action(async (files: string[], options: { out: string }) => {
      const { packageLessons } = await import('./lesson-package.ts')
      finish(await packageLessons(files, options))
    })

  program
    .command('schema')
    .description('print the JSON Schema of a kind of file, for editors')
    .argument(
      '<kind>',
      'lab, scenario or lesson; report for what run --json prints; failures for the codes of failures',
      schemaKind,
    )
    .action(async (kind: SchemaKind) => {
      const { printSchema } = await import('./print-schema.ts')
      finish(printSchema(kind))
    })
  return program
}

const langHelp =
  "language of what people read: en or de; the system's unless told. Reports and the log stay English"

const captureHelp = {
  serve:
    'write all traffic while it passes: pcapng for Wireshark, or JSON lines where the file ends in .jsonl',
  run: "also write the traffic, as pcapng or .jsonl, of each scenario's first run; with several scenarios, FILE-SCENARIO",
  reveal: 'have passwords in the capture file, and the keys of all connections',
  clear: 'have SIP that is within TLS outside it as well, for programs that decrypt nothing, such as sngrep',
}

const snapshotHelp = {
  take: "also write the whole state of each scenario's lab as its first run leaves it, passwords and all, for the owner of the file only; with several scenarios, FILE-SCENARIO",
  from: 'begin in the lab of a snapshot, where that was taken, instead of a new one',
}

const historyHelp =
  "write the lab's history as it grows, passwords and all, for the owner of the file only: what was done to it, so that bramble branch can repeat it"

const examples = `
Examples:
  bramble serve                                 the default lab: alice and bob
  bramble serve --lab lab.yaml --http 8080
  bramble check lab.yaml scenarios/*.yaml
  bramble run scenarios/*.yaml --junit report.xml
  bramble run scenarios --jobs 4 --filter tunnel --bail
  bramble run tunnel.yaml --repeat 100 --json
  bramble run scenarios --shard 1/4 --ndjson > 1.ndjson
  bramble report *.ndjson --junit report.xml --html report.html
  bramble run tunnel.yaml --capture tunnel.pcapng
  bramble run morning.yaml --snapshot noon.json
  bramble run afternoon.yaml --from noon.json
  bramble run morning.yaml --record morning.history
  bramble branch morning.history --at 12m3s --service maximumSessions=3 --diff
  bramble prove server/library         takes each symptom's cause away

Exit codes: 0 fine, 1 an expectation failed or something went wrong, 2 unusable input, 130 interrupted.`

const mostJobs = 256

/** `--bail tunnel.yaml`: what follows is a file, unless it is a number. */
function withBailCount(words: readonly string[]): string[] {
  return words.map((word, index) =>
    word === '--bail' && !/^\d+$/.test(words[index + 1] ?? '') ? '--bail=1' : word,
  )
}

function collect(text: string, before: readonly string[]): string[] {
  return [...before, text]
}

/** Such as `12m3s`. */
function moment(text: string): number {
  const parts = text.match(/\d+(?:\.\d+)?(?:ms|s|m|h|d)/g) ?? []
  const durations = parts.map(parseDuration)
  if (parts.length > 0 && parts.join('') === text)
    return durations.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  throw new InvalidArgumentError('A moment is written such as 250ms, 90s, 12m3s or 2h.')
}

function port(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= 65_535) return value
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function jobs(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= mostJobs) return value
  throw new InvalidArgumentError(`A number of processes is a whole number from 1 to ${mostJobs}.`)
}

const mostParked = 4

function parked(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= mostParked) return value
  throw new InvalidArgumentError(`A number of labs that wait is a whole number from 0 to ${mostParked}.`)
}

const mostSeats = 500

function seats(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= mostSeats) return value
  throw new InvalidArgumentError(`A number of seats is a whole number from 1 to ${mostSeats}.`)
}

function seed(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= highestSeed) return value
  throw new InvalidArgumentError(`A seed is a whole number from 0 to ${highestSeed}.`)
}

function times(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('How often is a whole number from 1.')
}

function failures(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('A number of failures is a whole number from 1.')
}

function shard(text: string): Shard {
  const [, number = '', of = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const value = { number: Number(number), of: Number(of) }
  if (value.number >= 1 && value.number <= value.of) return value
  throw new InvalidArgumentError(
    'A shard is its number and how many there are, such as 2/5; the number is from 1 to how many there are.',
  )
}

function shell(text: string): Shell {
  const known = shells.find((one) => one === text)
  if (known) return known
  throw new InvalidArgumentError(`Known shells: ${shells.join(', ')}.`)
}

function schemaKind(text: string): SchemaKind {
  const kind = schemaKinds.find((known) => known === text)
  if (kind) return kind
  throw new InvalidArgumentError(`Known kinds: ${schemaKinds.join(', ')}.`)
}

async function main(entry: string): Promise<number> {
  let code: number = exitCodes.fine
  const program = createProgram(entry, (result) => {
    code = result
  })
  try {
    // The words of the command alone: in Electron, commander would look for them elsewhere.
    await program.parseAsync(withBailCount(process.argv.slice(2)), { from: 'user' })
    return code
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return printFailure(thrown)
    return thrown.exitCode === 0 ? exitCodes.fine : exitCodes.unusableInput
  }
}

/** Runs the command that the process was started with, and ends the process. @param entry address of the executable */
export async function runProgram(entry: string): Promise<void> {
  // The reader of the output may close it early, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') warn(`the output cannot be written: ${describeFailure(error)}`)
    process.exit(exitCodes.failed)
  })
  listenForUncaught()
  const code = await main(entry)
  process.stdout.write('', () => process.exit(code))
}
