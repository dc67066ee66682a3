import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { UserView } from '#contract'
import { Switch } from '../controls/switch.tsx'
import { useRun } from '../store/lab.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { showToast } from '../store/toasts.ts'
import { UserDialog } from './user-dialog.tsx'

const noUsers: readonly UserView[] = []

/** Who exists, and who may use the collaboration client. */
export function Users() {
  const users = useSnapshot<readonly UserView[]>((snapshot) => snapshot.users, noUsers)
  const [edited, setEdited] = useState<UserView | 'new' | null>(null)
  return (
    <div className="users">
      <ul className="user-list">
        {users.map((user) => (
          <UserRow key={user.id} user={user} onEdit={() => setEdited(user)} />
        ))}
      </ul>
      <button type="button" className="button quiet add-user" onClick={() => setEdited('new')}>
        <Plus size={13} aria-hidden />
        Add user
      </button>
      {edited !== null && (
        <UserDialog user={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </div>
  )
}

function UserRow({ user, onEdit }: { user: UserView; onEdit: () => void }) {
  const run = useRun()

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
        onClick={onEdit}
      >
        <span className="truncate">{user.name}</span>
        <span className="user-id truncate">{user.id}</span>
      </button>
      <span title="May use the collaboration client">
        <Switch
          label={`${user.id} may use the client`}
          isLabelHidden
          isOn={user.mayUseClient}
          onChange={(mayUseClient) =>
            run(`Permission of ${user.id}`, 'user.save', { id: user.id, mayUseClient })
          }
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
