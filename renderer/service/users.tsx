import { Plus, X } from 'lucide-react'
import type { UserView } from '#contract'
import {
  addPerson,
  editPerson,
  removePerson,
  setPermission,
  useAction,
  usePerform,
} from '../actions/index.ts'
import { Switch } from '../controls/switch.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
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
  const edit = useAction(editPerson, { user })
  const remove = useAction(removePerson, { user })
  const perform = usePerform()
  const { service } = useWords().page

  return (
    <li className="user">
      <button
        type="button"
        className="user-name"
        title={service.changeUser(user.sipAddress)}
        onClick={edit.perform}
      >
        <span className="truncate">{user.name}</span>
        <span className="user-id truncate">{user.id}</span>
      </button>
      <span title={service.mayUseClientHint}>
        <Switch
          label={service.mayUseClient(user.id)}
          isLabelHidden
          isOn={user.mayUseClient}
          onChange={(mayUseClient) => perform(setPermission, { user, mayUseClient })}
        />
      </span>
      <button
        type="button"
        className="button quiet icon remove-user"
        aria-label={remove.label}
        onClick={remove.perform}
      >
        <X size={13} aria-hidden />
      </button>
    </li>
  )
}
