import { Plus, X } from 'lucide-react'
import type { UserView } from '#contract'
import { addPerson, editPerson, setPermission, useAction, usePerform } from '../actions/index.ts'
import { Switch } from '../controls/switch.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { showToast } from '../toasts/toasts.tsx'
import { UserDialog } from './user-dialog.tsx'

const noUsers: readonly UserView[] = []

/** The users of the lab, with a switch each for permission to use the collaboration client. */
export function Users() {
  const users = useSnapshot<readonly UserView[]>((snapshot) => snapshot.users, noUsers)
  const edited = useInterface((state) => state.editedUser)
  const known = edited === null || edited === 'new' ? null : users.find(({ id }) => id === edited.id)
  const add = useAction(addPerson, undefined)
  return (
    <div className="users">
      <ul className="user-list">
        {users.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </ul>
      <button type="button" className="button quiet add-user" onClick={add.perform}>
        <Plus size={13} aria-hidden />
        {add.label}
      </button>
      {edited !== null && known !== undefined && (
        <UserDialog user={known} onClose={() => show({ editedUser: null })} />
      )}
    </div>
  )
}

function UserRow({ user }: { user: UserView }) {
  const run = useRun()
  const edit = useAction(editPerson, { user })
  const perform = usePerform()

  async function remove() {
    const answer = await run(`Remove user ${user.id}`, 'user.remove', { id: user.id })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title: `User ${user.id} was removed`,
      text: 'Brought back, the user has the lab’s default password.',
      action: {
        label: 'Undo',
        run: () =>
          run(`Bring back ${user.id}`, 'user.save', {
            id: user.id,
            name: user.name,
            mayUseClient: user.mayUseClient,
          }),
      },
    })
  }

  return (
    <li className="user">
      <button
        type="button"
        className="user-name"
        title={`${user.sipAddress}: change name or password`}
        onClick={edit.perform}
      >
        <span className="truncate">{user.name}</span>
        <span className="user-id truncate">{user.id}</span>
      </button>
      <span title="May use the collaboration client">
        <Switch
          label={`${user.id} may use the client`}
          isLabelHidden
          isOn={user.mayUseClient}
          onChange={(mayUseClient) => perform(setPermission, { user, mayUseClient })}
        />
      </span>
      <button
        type="button"
        className="button quiet icon remove-user"
        aria-label={`Remove user ${user.id}`}
        onClick={remove}
      >
        <X size={13} aria-hidden />
      </button>
    </li>
  )
}
