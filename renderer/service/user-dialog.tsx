import { type FormEvent, useState } from 'react'
import { commands, type UserView } from '#contract'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { useRun } from '../store/lab.tsx'
import { useWords } from '../words/words.ts'

/** A new user, or another name or password for one that exists, whose account can be disabled and enabled. */
export function UserDialog({ user, onClose }: { user: UserView | null; onClose: () => void }) {
  const run = useRun()
  const { service } = useWords().page
  const [typed, setTyped] = useState({ id: user?.id ?? '', name: user?.name ?? '', password: '' })
  const [isEnabled, setEnabled] = useState(user?.isEnabled ?? true)
  const [problem, setProblem] = useState<string | null>(null)

  async function save(submit: FormEvent) {
    submit.preventDefault()
    const input = {
      id: typed.id.trim(),
      ...(typed.name.trim() === '' ? {} : { name: typed.name.trim() }),
      ...(typed.password === '' ? {} : { password: typed.password }),
      ...(isEnabled === (user?.isEnabled ?? true) ? {} : { isEnabled }),
    }
    const checked = commands['user.save'].input.safeParse(input)
    if (!checked.success) {
      setProblem(service.userIdProblem(checked.error.issues[0]?.message))
      return
    }
    const answer = await run(service.saveUser(input.id), 'user.save', input)
    if (answer !== undefined) onClose()
  }

  return (
    <Dialog title={user === null ? service.addUser : service.user(user.id)} onClose={onClose}>
      <form className="dialog-body" onSubmit={save} autoComplete="off">
        <div className="form-grid">
          <label>
            {service.newUserId}
            <input
              className="field"
              value={typed.id}
              disabled={user !== null}
              spellCheck={false}
              onChange={(change) => setTyped({ ...typed, id: change.currentTarget.value })}
            />
          </label>
          <label>
            {service.fullName}
            <input
              className="field"
              value={typed.name}
              placeholder={service.fullNamePlaceholder}
              onChange={(change) => setTyped({ ...typed, name: change.currentTarget.value })}
            />
          </label>
          <label className="wide">
            {service.newPassword}
            <input
              className="field"
              type="password"
              autoComplete="new-password"
              value={typed.password}
              placeholder={user === null ? service.passwordOfNew : service.passwordUnchanged}
              onChange={(change) => setTyped({ ...typed, password: change.currentTarget.value })}
            />
          </label>
          <label className="switch wide">
            <input
              type="checkbox"
              role="switch"
              checked={isEnabled}
              aria-checked={isEnabled}
              onChange={(change) => setEnabled(change.currentTarget.checked)}
            />
            <span>{service.isEnabled}</span>
          </label>
          {problem !== null && (
            <p className="form-error wide" role="alert">
              {problem}
            </p>
          )}
        </div>
        <DialogEnd confirm={service.save} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
