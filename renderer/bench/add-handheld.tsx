import { type FormEvent, useState } from 'react'
import { type CommandRequest, commands, models } from '#contract'
import type { Words } from '#words'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { useWords } from '../words/words.ts'

const most = 100

/** Adds one handheld, or many; whatever is left empty the lab picks. */
export function AddHandheld() {
  const isOpen = useInterface((state) => state.isAddOpen)
  return isOpen ? <AddDialog /> : null
}

function AddDialog() {
  const run = useRun()
  const { labels, page } = useWords()
  const { bench } = page
  const [typed, setTyped] = useState({ name: '', user: '', pin: '', model: 'bold-9900', count: '1' })
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => show({ isAddOpen: false })
  const count = Number(typed.count)
  const areMany = count > 1

  async function add(submit: FormEvent) {
    submit.preventDefault()
    if (!Number.isInteger(count) || count < 1 || count > most) {
      setProblem(bench.countProblem(most))
      return
    }
    const input = inputOf(typed, areMany)
    const checked = commands['handheld.add'].input.safeParse(input)
    if (!checked.success) {
      const [issue] = checked.error.issues
      setProblem(bench.problem(labelOf(bench, issue?.path[0]), issue?.message))
      return
    }
    close()
    for (let made = 0; made < count; made += 1) {
      const answer = await run(bench.addHandheld, 'handheld.add', input)
      if (answer === undefined) return
    }
  }

  function text(key: 'name' | 'user' | 'pin', label: string, placeholder: string) {
    return (
      <label>
        {label}
        <input
          className="field"
          value={typed[key]}
          placeholder={placeholder}
          disabled={areMany}
          spellCheck={false}
          onChange={(change) => setTyped({ ...typed, [key]: change.currentTarget.value })}
        />
      </label>
    )
  }

  return (
    <Dialog title={bench.addHandheld} onClose={close}>
      <form className="dialog-body" onSubmit={add}>
        <div className="form-grid">
          {text('name', bench.name, bench.namePlaceholder)}
          {text('user', bench.user, bench.userPlaceholder)}
          {text('pin', bench.pin, bench.pinPlaceholder)}
          <label>
            {bench.model}
            <select
              className="field"
              value={typed.model}
              onChange={(change) => setTyped({ ...typed, model: change.currentTarget.value })}
            >
              {models.map((model) => (
                <option key={model} value={model}>
                  {labels.model[model]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {bench.howMany}
            <input
              className="field"
              inputMode="numeric"
              value={typed.count}
              onChange={(change) => setTyped({ ...typed, count: change.currentTarget.value })}
            />
          </label>
          <p className="hint wide">{areMany ? bench.allPicked : bench.userIsCreated}</p>
          {problem !== null && (
            <p className="form-error wide" role="alert">
              {problem}
            </p>
          )}
        </div>
        <DialogEnd confirm={areMany ? bench.addHandhelds(count) : bench.add} onCancel={close} />
      </form>
    </Dialog>
  )
}

function inputOf(
  typed: { name: string; user: string; pin: string; model: string },
  areMany: boolean,
): CommandRequest<'handheld.add'> {
  const model = models.find((one) => one === typed.model)
  const given = areMany
    ? []
    : [
        ['name', typed.name.trim()] as const,
        ['user', typed.user.trim()] as const,
        ['pin', typed.pin.trim()] as const,
      ]
  return {
    ...Object.fromEntries(given.filter(([, value]) => value !== '')),
    ...(model === undefined ? {} : { model }),
  }
}

function labelOf(
  { name, user, pin, model, input }: Words['page']['bench'],
  key: PropertyKey | undefined,
): string {
  return { name, user, pin, model }[String(key)] ?? input
}
