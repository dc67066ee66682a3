import { Plus, X } from 'lucide-react'
import { memo, useMemo, useRef, useState } from 'react'
import type { UserView } from '#contract'
import {
  addPerson,
  editPerson,
  removePerson,
  setPermission,
  useAction,
  usePerform,
} from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useRowsInSight } from '../controls/rows-in-sight.ts'
import { SearchField } from '../controls/search-field.tsx'
import { Switch } from '../controls/switch.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { show, useInterface } from '../store/interface.ts'
import { useIsReadOnly } from '../store/read-only.ts'
import { useSnapshot } from '../store/selectors.ts'
import { inNaturalOrder } from '../words/natural-order.ts'
import { useWords } from '../words/words.ts'
import { UserDialog } from './user-dialog.tsx'

const noUsers: readonly UserView[] = []
/** In pixels, as in service.css. */
const rowHeight = 26
/** Of more users than these, somebody may look for one. */
const fewUsers = 8

/** The users of the lab, with a switch each for permission to use the collaboration client. */
export function Users() {
  const users = useSnapshot<readonly UserView[]>((snapshot) => snapshot.users, noUsers)
  const ordered = useMemo(() => users.toSorted((left, right) => inNaturalOrder(left.id, right.id)), [users])
  const { service } = useWords().page
  const [text, setText] = useState('')
  const found = useMemo(() => matching(ordered, text), [ordered, text])
  const edited = useInterface((state) => state.editedUser)
  const known = edited === null || edited === 'new' ? null : users.find(({ id }) => id === edited.id)
  const add = useAction(addPerson, undefined)
  return (
    <div className="users">
      {(users.length > fewUsers || text !== '') && (
        <SearchField
          className="user-search"
          name={service.findUser}
          placeholder={service.find}
          value={text}
          onSearch={setText}
        />
      )}
      <UserList users={found} />
      {found.length === 0 && users.length > 0 && <p className="hint">{service.noUserMatches}</p>}
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

/** Every word must occur in the name, the ID or the address. */
function matching(users: readonly UserView[], text: string): readonly UserView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return users
  return users.filter(({ id, name, sipAddress }) => {
    const within = `${id}\n${name}\n${sipAddress}`.toLowerCase()
    return words.every((word) => within.includes(word))
  })
}

function UserList({ users }: { users: readonly UserView[] }) {
  const scroller = useRef<HTMLElement>(null)
  const isReadOnly = useIsReadOnly()
  const { first, end, spaceBefore, spaceAfter } = useRowsInSight(scroller, { count: users.length, rowHeight })
  return (
    <section ref={scroller} className="users-scroll" tabIndex={isReadOnly ? 0 : undefined}>
      <ul className="user-list" style={{ paddingTop: `${spaceBefore}px`, paddingBottom: `${spaceAfter}px` }}>
        {users.slice(first, end).map((user, index) => (
          <UserRow key={user.id} user={user} position={first + index + 1} count={users.length} />
        ))}
      </ul>
    </section>
  )
}

const UserRow = memo(function UserRow({
  user,
  position,
  count,
}: {
  user: UserView
  /** Its place in the list, from 1, for screen readers: the rows before it may not be drawn. */
  position: number
  count: number
}) {
  const edit = useAction(editPerson, { user })
  const remove = useAction(removePerson, { user })
  const perform = usePerform()
  const { service } = useWords().page

  return (
    <li
      className="user"
      data-evidence={evidenceKey({ kind: 'user', id: user.id })}
      aria-posinset={position}
      aria-setsize={count}
    >
      <button
        type="button"
        className="user-name"
        title={service.changeUser(user.sipAddress)}
        onClick={edit.perform}
      >
        <span className="truncate">
          <PeopleText text={user.name} />
        </span>
        <span className="user-id truncate">{user.id}</span>
        {!user.isEnabled && <span className="user-disabled">{service.isDisabled}</span>}
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
})
