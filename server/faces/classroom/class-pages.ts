import type { LessonView } from '#contract'
import type { Language, Words } from '#words'
import { printable } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import { escapeXml } from '../../protocols/xml/index.ts'
import type { Classroom } from './classroom.ts'
import type { Seat } from './seat.ts'

/** The pages of a class: plain HTML, in which every text of people is escaped. */

interface PageWords {
  language: Language
  words: Words['classroom']
}

export function joinPage({ language, words: { join } }: PageWords, problem: string | null): string {
  const told = problem === null ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`
  return page(
    language,
    join.title,
    `<form class="join" action="/join" method="get">
<h1>${escaped(join.title)}</h1>
<p>${escaped(join.introduction)}</p>
${told}
<label>${escaped(join.code)}<input name="code" required autofocus autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="32"></label>
<label>${escaped(join.name)}<input name="name" required autocomplete="name" maxlength="100"></label>
<button type="submit">${escaped(join.enter)}</button>
</form>`,
  )
}

export interface TrainerPage extends PageWords {
  room: Classroom
  token: string
  /** The addresses under which trainees reach the class. */
  addresses: readonly string[]
}

export function trainerPage(told: TrainerPage): string {
  const { language, words, addresses, token } = told
  const { trainer } = words
  return page(
    language,
    trainer.title,
    `<main>
<h1>${escaped(trainer.title)}</h1>
<p>${escaped(trainer.address)} ${addresses.map((one) => `<code>${escaped(one)}</code>`).join(' ')}</p>
<p id="lost" class="problem" role="alert" hidden>${escaped(trainer.lost)}</p>
<div id="seats" data-address="/trainer/seats?token=${escaped(token)}">${seatTable(told)}</div>
</main>
<script src="/classroom.js" type="module"></script>`,
  )
}

/** What changes on the trainer's page: it is asked for again and again. */
export function seatTable({ room, token, words: { trainer } }: TrainerPage): string {
  const { seats, isEnded, problem, resultsFolder } = room
  const { columns } = trainer
  const heads = Object.values(columns).map((name) => `<th scope="col">${escaped(name)}</th>`)
  const rows = seats.map((seat) => seatRow(seat, trainer, token, isEnded))
  const taken = seats.filter(({ name }) => name !== null).length
  const csv = `<a href="/results.csv?token=${escaped(token)}" download>${escaped(trainer.results)}</a>`
  const end = isEnded
    ? `<p class="ended" role="status">${escaped(trainer.ended(resultsFolder))}</p>`
    : `<form action="/trainer/end?token=${escaped(token)}" method="post"><button type="submit">${escaped(trainer.end)}</button> <span>${escaped(trainer.endHint)}</span></form>`
  return `${problem === null ? '' : `<p class="problem" role="alert">${escaped(trainer.notWritten(problem))}</p>`}
<p>${escaped(trainer.seats(taken, seats.length))} · ${csv}</p>
<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>
${end}`
}

type TrainerWords = Words['classroom']['trainer']

function seatRow(seat: Seat, words: TrainerWords, token: string, isEnded: boolean): string {
  const { number, code, viewCode, name, lesson, lab, problem } = seat
  const shown = lesson ?? [...seat.attempts.values()].at(-1) ?? null
  const cells = [
    String(number),
    `<code>${escaped(code)}</code>`,
    `<bdi>${escaped(name ?? '–')}</bdi>`,
    `${escaped(whereIs(seat, words))}${problem === null ? '' : `<div class="problem">${escaped(words.problem(problem))}</div>`}`,
    shown === null ? '–' : escaped(words.points(shown.score.earned, shown.score.most)),
    shown === null ? '–' : String(shown.hints.filter(({ text }) => text !== null).length),
    shown === null ? '–' : String(minutesOf(shown)),
  ]
  const look =
    lab === null
      ? ''
      : `<a href="/?token=${escaped(viewCode)}" target="_blank" aria-label="${escaped(words.lookOf(number))}">${escaped(words.look)}</a>`
  const reset = `<form action="/trainer/reset?token=${escaped(token)}&amp;seat=${number}" method="post"><button type="submit" aria-label="${escaped(words.resetOf(number))}">${escaped(words.reset)}</button></form>`
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}<td class="actions">${isEnded ? '' : `${look} ${reset}`}</td></tr>`
}

function whereIs({ name, pages, isStarting, lesson }: Seat, words: TrainerWords): string {
  if (name === null) return words.where.empty
  const place =
    lesson === null
      ? isStarting
        ? words.where.starting
        : words.where.catalogue
      : `${lesson.title}: ${progressOf(lesson, words)}`
  return pages === 0 ? `${place} (${words.where.away})` : place
}

function progressOf({ finishedAt, questions }: LessonView, words: TrainerWords): string {
  if (finishedAt !== null) return words.finished
  const done = questions.filter(({ state }) => state === 'done').length
  return words.question(Math.min(done + 1, questions.length), questions.length)
}

/** By the machine's time, of which a lesson under way knows only the beginning. */
function minutesOf({ begunAt, finishedAt }: LessonView): number {
  return Math.round(((finishedAt ?? systemTime()) - begunAt) / 60_000)
}

function page(language: Language, title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/classroom.css">
</head>
<body>
${content}
</body>
</html>
`
}

function escaped(text: string): string {
  return escapeXml(printable(text))
}

export const styleSheet = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f5f6f8, #15181d); color: light-dark(#1b1f27, #e8eaee); }
main { max-width: 80rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
code { font: 1.05em ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; background: light-dark(#fff, #1d2128); }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem; border-bottom: 1px solid light-dark(#d9dde4, #343a45); }
td.actions { white-space: nowrap; }
td form { display: inline; }
bdi { overflow-wrap: anywhere; }
button { font: inherit; padding: 0.25rem 0.9rem; border: 1px solid light-dark(#7a8394, #8d96a6); border-radius: 0.4rem; background: light-dark(#fff, #262b34); color: inherit; cursor: pointer; }
a { color: light-dark(#0b57d0, #8ab4f8); }
:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4f8); outline-offset: 2px; }
.problem { color: light-dark(#9c1c14, #ff9d94); }
.ended { font-weight: 600; }
.join { max-width: 26rem; margin: 12vh auto 0; padding: 2rem; border-radius: 0.8rem; background: light-dark(#fff, #1d2128); display: grid; gap: 1rem; }
.join h1, .join p { margin: 0; }
.join label { display: grid; gap: 0.25rem; font-weight: 600; }
.join input { font: inherit; padding: 0.5rem 0.7rem; border: 1px solid light-dark(#7a8394, #8d96a6); border-radius: 0.4rem; background: transparent; color: inherit; }
`

/** Shows where everybody is, anew every two seconds, and leaves the focus where it is. */
export const script = `const seats = document.getElementById('seats')
const lost = document.getElementById('lost')
let shown = ''
async function look() {
  try {
    const answer = await fetch(seats.dataset.address, { cache: 'no-store' })
    if (!answer.ok) throw new Error(answer.statusText)
    const text = await answer.text()
    lost.hidden = true
    if (text !== shown) {
      const focused = document.activeElement?.getAttribute('aria-label')
      seats.innerHTML = text
      shown = text
      if (focused) [...seats.querySelectorAll('[aria-label]')].find((one) => one.getAttribute('aria-label') === focused)?.focus()
    }
  } catch {
    lost.hidden = false
  }
  setTimeout(look, 2000)
}
setTimeout(look, 2000)
`
