import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { lessonLanguages } from '#contract'
import { escapeXml } from '../protocols/xml/index.ts'
import { activityOf } from './export-results.ts'
import type { LessonText } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'
import { type Lesson, pointsOf } from './read-lesson.ts'

/**
 * A cmi5 package of lessons, which a learning management system imports: the course structure, and a page for each lesson. A lesson
 * is taken in Bramble, on the trainee's own machine. The page that the system launches takes the file of results and tells the
 * system what was achieved; without that step nothing leaves the machine.
 */
export async function cmi5Package(lessons: readonly Lesson[]): Promise<Uint8Array> {
  // Loaded here, since whoever takes a lesson needs no zip.
  const { strToU8, zipSync } = await import('fflate')
  const require = createRequire(import.meta.url)
  const script = await readFile(require.resolve('@xapi/cmi5/dist/Cmi5.umd.js'))
  return zipSync({
    'cmi5.xml': strToU8(courseStructure(lessons)),
    'cmi5.js': new Uint8Array(script),
    'report.js': strToU8(reportScript),
    ...Object.fromEntries(lessons.map((lesson) => [`${lesson.id}.html`, strToU8(pageOf(lesson))])),
  })
}

/** The course structure of the specification of cmi5, section 13. */
function courseStructure(lessons: readonly Lesson[]): string {
  const units = lessons.map(({ id, content }) => {
    const points = content.questions.reduce((sum, question) => sum + pointsOf(question), 0)
    return `  <au id="${escapeXml(activityOf(id))}" moveOn="Completed"${points > 0 ? ' masteryScore="0.6"' : ''} launchMethod="OwnWindow">
    <title>${langstrings(content.lesson)}</title>
    <description>${langstrings(content.told.symptom)}</description>
    <url>${escapeXml(`${id}.html`)}</url>
  </au>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="${escapeXml(activityOf('course'))}">
    <title><langstring lang="en">Finding the cause</langstring></title>
    <description><langstring lang="en">Lessons about instant messages on handhelds, taken in Bramble</langstring></description>
  </course>
${units.join('\n')}
</courseStructure>
`
}

/** The text in each language in which it is written. */
function langstrings(text: LessonText): string {
  return lessonLanguages
    .filter((language) => language === 'en' || (typeof text !== 'string' && text[language] !== undefined))
    .map((language) => `<langstring lang="${language}">${escapeXml(textIn(language, text))}</langstring>`)
    .join('')
}

function pageOf({ id, content }: Lesson): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeXml(textIn('en', content.lesson))}</title></head>
<body data-lesson="${escapeXml(id)}">
<h1>${escapeXml(textIn('en', content.lesson))}</h1>
<p>Take this lesson in Bramble on your own machine: it is in the catalogue of lessons. Then choose the file of your result here. It is in
the folder lesson-results of Bramble, and its name ends in ${escapeXml(id)}.json.</p>
<p><label>File of the result <input type="file" accept="application/json,.json" id="file"></label></p>
<p id="said" role="status"></p>
<script src="cmi5.js"></script>
<script src="report.js"></script>
</body>
</html>
`
}

/** Runs in the page: reads the file that was chosen, and reports the best finished attempt, once. */
const reportScript = `'use strict'
const said = document.getElementById('said')
const say = (text) => { said.textContent = text }
const cmi5 = Cmi5.isCmiAvailable ? Cmi5.instance : null
let isReported = false
const ready = cmi5 === null ? Promise.resolve() : cmi5.initialize()
if (cmi5 === null) say('This page was not launched by a learning management system.')
ready.catch((error) => say('The learning management system does not answer: ' + error.message))

// The library puts the mastery score of what was passed beside the context, where no statement may have it.
function inContext({ extensions, ...statement }) {
  if (extensions === undefined) return statement
  const { context } = statement
  return { ...statement, context: { ...context, extensions: { ...context.extensions, ...extensions } } }
}

async function report({ earned, most }) {
  await ready
  const { launchMode, masteryScore } = cmi5.launchData
  if (launchMode === 'Normal') {
    const score = { scaled: most === 0 ? 1 : earned / most, raw: earned, min: 0, max: most }
    if (masteryScore === undefined || score.scaled >= masteryScore) await cmi5.pass(score, { transform: inContext })
    else await cmi5.fail(score, { transform: inContext })
    await cmi5.complete({ transform: inContext })
  }
  await cmi5.terminate()
}

document.getElementById('file').addEventListener('change', async (event) => {
  try {
    const results = JSON.parse(await event.target.files[0].text())
    const lesson = document.body.dataset.lesson
    if (results.format !== 'bramble-lesson-results' || results.lesson.id !== lesson) {
      say('This is no result of this lesson.')
      return
    }
    const finished = results.attempts.filter((attempt) => attempt.finishedAt !== null)
    if (finished.length === 0) {
      say('This lesson has not been finished yet.')
      return
    }
    if (isReported) {
      say('It has been reported already. You can close this page.')
      return
    }
    const { score } = finished.reduce((one, other) => (other.score.earned > one.score.earned ? other : one))
    isReported = true
    event.target.disabled = true
    if (cmi5 !== null) await report(score)
    say((cmi5 === null ? 'Read: ' : 'Reported: ') + score.earned + ' of ' + score.most + ' points. You can close this page.')
  } catch (error) {
    say('It could not be reported: ' + error.message)
  }
})
`
