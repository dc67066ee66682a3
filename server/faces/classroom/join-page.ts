import { alarm, type ClassPage, escaped, page, person } from './class-page.ts'

/** Where trainees sit down. @param code what was typed before, or is in the address */
export function joinPage(told: ClassPage, problem: string | null, code = '', name = ''): string {
  const { join } = told.words
  const focus = (isFirst: boolean) => (isFirst ? ' autofocus' : '')
  return page(
    told,
    join.title,
    `<main class="class-card"><form action="/join" method="get">
<h1>${escaped(join.title)}</h1>
<p>${escaped(join.introduction)}</p>
${problem === null ? '' : alarm(problem)}
<label>${escaped(join.code)}<input class="field class-code" name="code" value="${escaped(code)}" required${focus(code === '')} autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="32"></label>
<label>${escaped(join.name)}<input class="field" name="name" value="${escaped(name)}" required${focus(code !== '')} autocomplete="name" maxlength="100" dir="auto"><span class="hint">${escaped(join.nameHint)}</span></label>
<button class="button primary" type="submit">${escaped(join.enter)}</button>
</form></main>`,
  )
}

/** For somebody who comes with the code of a seat at which another name sits. */
export function takenPage(told: ClassPage, code: string, name: string): string {
  const { join } = told.words
  return page(
    told,
    join.title,
    `<main class="class-card"><form action="/join" method="get">
<h1>${person(join.taken(name))}</h1>
<p>${escaped(join.isIt)}</p>
<input type="hidden" name="code" value="${escaped(code)}"><input type="hidden" name="again" value="yes">
<button class="button primary class-long" type="submit">${person(join.goOn(name))}</button>
<a class="button" href="/">${escaped(join.other)}</a>
</form></main>`,
  )
}

/** For somebody who has no seat there. */
export function overPage(told: ClassPage): string {
  const { join } = told.words
  return page(told, join.title, `<main class="class-card"><h1>${escaped(join.ended)}</h1></main>`)
}

/** For a trainee who opened the trainer's page. */
export function refusedPage(told: ClassPage): string {
  const { refused } = told.words
  return page(
    told,
    refused.title,
    `<main class="class-card"><h1>${escaped(refused.title)}</h1><p>${escaped(refused.text)}</p>
<a class="button primary" href="/">${escaped(refused.join)}</a></main>`,
  )
}
