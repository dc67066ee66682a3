/**
 * The executable `bramble`. It imports the program at run time, so that an error of loading is reported in a sentence,
 * and a signal ends the process cleanly from the first moment on.
 */
/** Exit codes of a process that a signal ends, as shells know them. The program handles signals itself once it has started. */
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code))
}

import('./command-line/program.ts').then(({ runProgram }) => runProgram(import.meta.url)).catch(fail)

function fail(thrown: unknown): void {
  if (!/EMFILE|ENFILE|too many open files/i.test(String(thrown))) throw thrown
  process.stderr.write(
    'bramble: too many files are open at once: the system lets this process open no more\n' +
      'Allow more, such as with ulimit -n 1024, and start it again.\n',
  )
  process.exit(1)
}
