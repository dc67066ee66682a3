import type { Words } from '#words'

/** What the field of the form is called that a problem of the lesson's file is about: trainers see no file. */
export function fieldOf({ makeLesson }: Words['page'], keyPath: string): string {
  const { cause, debrief, evidence, happened, hints, repair, told } = makeLesson
  const number = (found: RegExpExecArray) => Number(found[1]) + 1
  const fields: readonly (readonly [path: RegExp, name: (found: RegExpExecArray) => string])[] = [
    [/^lesson$/, () => told.name],
    [/^minutes/, () => told.minutes],
    [/^told\.symptom/, () => told.symptom],
    [/^told\.who/, () => told.who],
    [/^told\.when/, () => told.when],
    [/^access/, () => told.hidden],
    [/^setup/, () => happened.title],
    [/\.right\.because/, () => cause.rightBecause],
    [/\.right/, () => cause.right],
    [/\.wrong\[(\d+)\]\.because/, (found) => cause.wrongBecause(number(found))],
    [/\.wrong\[(\d+)\]/, (found) => cause.wrong(number(found))],
    [/\.wrong|\.choose/, () => cause.title],
    [/\.accept\[\d+\]\.because/, () => evidence.because],
    [/\.otherwise/, () => evidence.otherwise],
    [/\.accept|\.evidence/, () => evidence.title],
    [/^solve\[(\d+)\]/, (found) => repair.step(number(found))],
    [/^check\[0\]|^(solve|check)$|\.fix/, () => repair.title],
    [/^hints\[(\d+)\]/, (found) => hints.text(number(found))],
    [/^debrief\.cause/, () => debrief.cause],
    [/^debrief\.lookFirst/, () => debrief.lookFirst],
    [/^debrief\.moment/, () => debrief.moment],
    [/^debrief\.facts\[(\d+)\]\.from/, (found) => debrief.from(number(found))],
    [/^debrief\.facts\[(\d+)\]/, (found) => debrief.fact(number(found))],
    [/^debrief\.facts/, () => debrief.facts],
  ]
  for (const [path, name] of fields) {
    const found = path.exec(keyPath)
    if (found !== null) return name(found)
  }
  return keyPath
}
