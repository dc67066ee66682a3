import { type FormEvent, useState } from 'react'
import { commands, type UserView } from '#contract'
import { Dialog } from '../controls/dialog.tsx'
import { useRun } from '../store/lab.tsx'

/** A new user, or another name or password for one that exists. */
export function UserDialog({ user, onClose }: { user: UserView | null; onClose: () => void }) {
  const run = useRun()
  const [typed, setTyped] = useState({ id: user?.id ?? '', name: user?.name ?? '', password: '' })
  const [problem, setProblem] = useState<string | null>(null)

  async function save(submit: FormEvent) {
    submit.preventDefault()
    const input = {
      id: typed.id.trim(),
      ...(typed.name.trim() === '' ? {} : { name: typed.name.trim() }),
      ...(typed.password === '' ? {} : { password: typed.password }),
    }
    const checked = commands['user.save'].input.safeParse(input)
    if (!checked.success) {
      setProblem(`User ID: ${checked.error.issues[0]?.message ?? 'not usable'}.`)
      return
    }
    const answer = await run(`Save user ${input.id}`, 'user.save', input)
    if (answer !== undefined) onClose()
  }

  return (
    <Dialog title={user === null ? 'Add user' : `User ${user.id}`} onClose={onClose}>
      <form className="dialog-body" onSubmit={save} autoComplete="off">
        <div className="form-grid">
          <label>
            New user ID
            <input
              className="field"
              value={typed.id}
              disabled={user !== null}
              spellCheck={false}
              onChange={(change) => setTyped({ ...typed, id: change.currentTarget.value })}
            />
          </label>
          <label>
            Full name
            <input
              className="field"
              value={typed.name}
              placeholder="from the ID"
              onChange={(change) => setTyped({ ...typed, name: change.currentTarget.value })}
            />
          </label>
          <label className="wide">
            New password
            <input
              className="field"
              type="password"
              autoComplete="new-password"
              value={typed.password}
              placeholder={user === null ? 'Passw0rd! unless you say otherwise' : 'unchanged'}
              onChange={(change) => setTyped({ ...typed, password: change.currentTarget.value })}
            />
          </label>
          {problem !== null && (
            <p className="form-error wide" role="alert">
              {problem}
            </p>
          )}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  )
}
