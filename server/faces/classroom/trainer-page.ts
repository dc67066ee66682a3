import type { LessonEntry } from '#contract'
import type { Words } from '#words'
import { systemTime } from '../../clock/index.ts'
import { type Attempt, attemptOf, takenMs } from './attempt.ts'
import { longestMessage } from './class-messages.ts'
import { alarm, type ClassPage, escaped, page, person } from './class-page.ts'
import type { Classroom } from './classroom.ts'
import type { Seat } from './seat.ts'
import { type Place, places, whereaboutsOf } from './whereabouts.ts'

export interface TrainerPage extends ClassPage {
  room: Classroom
  token: string
  /** The addresses under which trainees reach the class. */
  addresses: readonly string[]
  isForOthers: boolean
  lessons: readonly LessonEntry[]
}

type TrainerWords = Words['classroom']['trainer']

export function trainerPage(told: TrainerPage): string {
  const { addresses, isForOthers, room, token } = told
  const { trainer } = told.words
  const shown = addresses.map(
    (one) =>
      `<code>${escaped(one)}</code> <button class="button" type="button" data-copy="${escaped(one)}" data-done="${escaped(trainer.copied)}">${escaped(trainer.copy)}</button>`,
  )
  const find =
    room.seats.length > 12
      ? `<label class="search"><input id="find" type="search" aria-label="${escaped(trainer.find)}" placeholder="${escaped(trainer.find)}"></label>`
      : ''
  return page(
    told,
    trainer.title,
    `<header class="class-head">
<h1>${escaped(trainer.title)}</h1>
<p class="class-address"><span>${escaped(trainer.address)}</span> ${shown.join(' ')}</p>
<p class="class-tools">${find}<button class="button" type="button" id="print">${escaped(trainer.print)}</button>
<a class="button" href="/results.csv?token=${escaped(token)}" download>${escaped(trainer.results)}</a></p>
${isForOthers ? `<p class="hint class-network">${escaped(trainer.network)}</p>` : ''}
</header>
<p id="lost" class="class-alarm" role="alert" hidden>${escaped(trainer.lost)}</p>
<main id="class" data-address="/trainer/seats?token=${escaped(token)}">${classNow(told)}</main>
<p id="none" class="hint" role="status" hidden>${escaped(trainer.none)}</p>
<dialog id="ask" aria-labelledby="ask-title"><form method="dialog"><h2 id="ask-title"></h2><p id="ask-text"></p>
<textarea id="ask-message" class="field" rows="4" maxlength="${longestMessage}" aria-labelledby="ask-title" hidden></textarea>
<div class="class-answers"><button class="button" value="no" formnovalidate autofocus>${escaped(trainer.cancel)}</button> <button class="button primary" value="yes" id="ask-yes"></button></div></form></dialog>`,
  )
}

/** What changes on the trainer's page: it is asked for again and again, and what has another text under its key is drawn anew. */
export function classNow(told: TrainerPage): string {
  const { room, words } = told
  const { trainer } = words
  const { problem } = room
  const heads = Object.entries(trainer.columns).map(
    ([column, name]) => `<th scope="col" class="class-${column}">${escaped(name)}</th>`,
  )
  const now = systemTime()
  const rows = room.seats.map((seat) => seatRow(seat, told, now))
  return `<div data-key="problem">${problem === null ? '' : alarm(trainer.notWritten(problem))}</div>
<div data-key="summary" class="class-summary">${summary(told, now)}</div>
<div data-key="control" class="class-control">${room.isEnded ? '' : control(told)}</div>
<table class="class-seats"><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

function summary({ room, words: { trainer } }: TrainerPage, now: number): string {
  const { seats, isEnded, resultsFolder } = room
  if (isEnded) return `<p class="class-ended" role="status">${escaped(trainer.ended(resultsFolder))}</p>`
  const taken = seats.filter(({ name }) => name !== null).length
  const counts = new Map<Place, number>()
  for (const seat of seats) {
    const { place } = whereaboutsOf(seat, now)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  const pills = places.flatMap((place) => {
    const count = counts.get(place) ?? 0
    return count === 0 || place === 'empty' ? [] : pill(place, trainer.count(count, trainer.where[place]))
  })
  return `<strong>${escaped(trainer.seats(taken, seats.length))}</strong> ${pills.join(' ')}`
}

/** What the trainer does with the whole class. */
function control({ lessons, room, token, words: { trainer } }: TrainerPage): string {
  const { assigned, seats } = room
  const options = [{ id: '', title: trainer.free }, ...lessons].map(
    ({ id, title }) =>
      `<option value="${escaped(id)}"${id === (assigned ?? '') ? ' selected' : ''}>${escaped(title)}</option>`,
  )
  const working = seats.filter(({ lesson }) => lesson !== null && lesson.finishedAt === null).length
  const give = `<form action="/trainer/assign?token=${escaped(token)}" method="post"><label>${escaped(trainer.assign)} <select class="field" name="lesson">${options.join('')}</select></label> <button class="button" type="submit">${escaped(trainer.give)}</button>${assigned === null ? '' : `<span class="hint">${escaped(trainer.assigned)}</span>`}</form>`
  const end = `<form action="/trainer/end?token=${escaped(token)}" method="post"${question(trainer.endAsk, trainer.endTold(working), trainer.end)}><button class="button" type="submit">${escaped(trainer.end)}</button></form>`
  const write = `<form action="/trainer/message?token=${escaped(token)}" method="post"${messageTo(trainer.messageAllAsk, trainer)}><button class="button" type="submit">${escaped(trainer.messageAll)}</button></form>`
  return `${give}<span class="class-tools">${write}${end}</span>`
}

/** The dialog in which the message is written. */
function messageTo(ask: string, { messageTold, messageSend }: TrainerWords): string {
  return `${question(ask, messageTold, messageSend)} data-writes="text"`
}

function question(ask: string, text: string, yes: string): string {
  return ` data-ask="${escaped(ask)}" data-text="${escaped(text)}" data-yes="${escaped(yes)}"`
}

function pill(place: Place, text: string): string {
  return `<span class="pill class-place" data-place="${place}">${escaped(text)}</span>`
}

function seatRow(seat: Seat, told: TrainerPage, now: number): string {
  const { trainer } = told.words
  const { number, code, name } = seat
  const attempt = (seat.lesson && attemptOf(seat.lesson)) ?? [...seat.attempts.values()].at(-1) ?? null
  const cells = {
    code: `<code>${escaped(code)}</code>`,
    name: name === null ? '<span aria-hidden="true">–</span>' : person(name),
    where: placeCell(seat, told, now),
    lesson: lessonCell(seat, attempt, trainer),
    score: attempt === null ? '' : escaped(trainer.points(attempt.earned, attempt.most)),
    hints: attempt === null ? '' : String(attempt.hints),
    minutes: attempt === null ? '' : String(Math.floor(takenMs(attempt, now) / 60_000)),
    actions: told.room.isEnded ? '' : seatActions(seat, told),
  }
  const drawn = Object.entries(cells).map(([column, cell]) => `<td class="class-${column}">${cell}</td>`)
  return `<tr data-key="seat-${number}"><th scope="row">${number}</th>${drawn.join('')}</tr>`
}

function placeCell(seat: Seat, { room, words: { trainer } }: TrainerPage, now: number): string {
  if (room.isEnded) return ''
  const { place, since } = whereaboutsOf(seat, now)
  const more = [
    ...(since === null ? [] : [trainer.since(Math.floor((now - since) / 60_000))]),
    ...(seat.pages > 1 ? [trainer.windows(seat.pages)] : []),
    ...(seat.message === null ? [] : [seat.message.isRead ? trainer.messageRead : trainer.messageUnread]),
  ]
  const hint = more.length === 0 ? '' : ` <span class="hint">${escaped(more.join(' · '))}</span>`
  return `${pill(place, trainer.where[place])}${hint}`
}

function lessonCell(seat: Seat, attempt: Attempt | null, words: TrainerWords): string {
  const { lesson, problem, attempts } = seat
  const said: string[] = []
  if (attempt !== null) {
    said.push(`<span class="class-title">${escaped(attempt.title)}</span>`)
    const steps = lesson === null ? '' : progress(lesson.questions.map(({ state }) => state))
    const told = [stateOf(seat, attempt, words)]
    if (attempt.mistakes > 0) told.push(words.mistakes(attempt.mistakes))
    if (attempts.size > 1) told.push(words.lessons(attempts.size))
    said.push(`<span class="hint">${steps}${escaped(told.join(' · '))}</span>`)
  }
  for (const one of [problem, lesson?.resultProblem ?? null]) {
    if (one !== null) said.push(`<span class="class-problem">${escaped(words.problem(one))}</span>`)
  }
  return said.join('')
}

function stateOf({ lesson }: Seat, { finishedAt }: Attempt, words: TrainerWords): string {
  if (finishedAt !== null) return words.finished
  if (lesson === null) return words.left
  const done = lesson.questions.filter(({ state }) => state === 'done').length
  return words.question(Math.min(done + 1, lesson.questions.length), lesson.questions.length)
}

/** A mark for each question; the words beside them say the same. */
function progress(states: readonly string[]): string {
  return `<span class="class-steps" aria-hidden="true">${states.map((state) => `<i data-state="${state}"></i>`).join('')}</span>`
}

function seatActions({ number, viewCode, name, lesson }: Seat, told: TrainerPage): string {
  const { language, token, words } = told
  const { trainer } = words
  const shown = name ?? String(number)
  const look =
    lesson === null
      ? ''
      : `<a class="button" href="/?${escaped(new URLSearchParams({ token: viewCode, lang: language, seat: String(number), name: shown, looking: 'yes' }).toString())}" target="_blank" aria-label="${escaped(trainer.lookOf(number))}">${escaped(trainer.look)}</a>`
  if (name === null && lesson === null) return look
  const asked = question(trainer.resetAsk(number, shown), trainer.resetTold, trainer.reset)
  const write =
    name === null
      ? ''
      : `<form action="/trainer/message?token=${escaped(token)}&amp;seat=${number}" method="post"${messageTo(trainer.messageAsk(number, name), trainer)}><button class="button" type="submit" aria-label="${escaped(trainer.messageOf(number))}">${escaped(trainer.message)}</button></form>`
  return `${look}${write}<form action="/trainer/reset?token=${escaped(token)}&amp;seat=${number}" method="post"${asked}><button class="button quiet" type="submit" aria-label="${escaped(trainer.resetOf(number))}">${escaped(trainer.reset)}</button></form>`
}
