import { Plus, RotateCw, Trash2, UserCheck, UserMinus, UserPen, UserPlus } from 'lucide-react'
import type { UserView } from '#contract'
import { show } from '../store/interface.ts'
import { useTraffic } from '../store/traffic.ts'
import { showToast } from '../toasts/toasts.tsx'
import { type Action, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const addHandheld = actionWithoutArguments({
  name: 'handheld.add',
  group: 'lab',
  label: () => actionWords().addHandheld,
  buttonLabel: () => actionWords().addHandheldButton,
  keywords: () => ['new', 'device', 'devices', 'fleet'],
  icon: () => Plus,
  menu: 'file',
  perform: () => show({ isAddOpen: true }),
})

export const newHandheld = actionWithoutArguments({
  name: 'handheld.new',
  group: 'lab',
  label: () => actionWords().newHandheld,
  keywords: () => ['add', 'device', 'at once'],
  icon: () => Plus,
  shortcuts: [{ key: 'n', mod: true, isAppOnly: true }],
  menu: 'file',
  perform: (_, { run }) => run(actionWords().newHandheld, 'handheld.add', {}),
})

export const addPerson = actionWithoutArguments({
  name: 'user.add',
  group: 'lab',
  label: () => actionWords().addPerson,
  buttonLabel: () => actionWords().addPersonButton,
  keywords: () => ['new', 'person', 'people', 'account'],
  icon: () => UserPlus,
  menu: 'file',
  perform: () => show({ editedUser: 'new' }),
})

/** Users of whom the words name the beginning; of a few, all. */
function usersMeant(users: readonly UserView[], typed: string): readonly UserView[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  if (users.length <= 12) return users
  return users.filter(({ id }) => words.some((word) => id.toLowerCase().startsWith(word))).slice(0, 12)
}

export const editPerson: Action<{ user: UserView }> = {
  name: 'user.edit',
  group: 'lab',
  label: ({ user }) => actionWords().editPerson(user.id),
  keywords: ({ user }) => ['person', 'password', 'name', 'change', user.name],
  icon: () => UserPen,
  perform: ({ user }) => show({ editedUser: { id: user.id } }),
  offers: ({ lab }, typed) => usersMeant(lab?.users ?? [], typed).map((user) => ({ user })),
}

export const setPermission: Action<{ user: UserView; mayUseClient: boolean }> = {
  name: 'user.setPermission',
  group: 'lab',
  label: ({ user, mayUseClient }) => actionWords().mayUseClient(user.id, mayUseClient),
  keywords: ({ user }) => ['permission', 'permit', 'not permitted', user.name],
  icon: () => UserCheck,
  perform: ({ user: { id }, mayUseClient }, { run }) =>
    run(actionWords().permissionOf(id), 'user.save', { id, mayUseClient }),
  offers: ({ lab }, typed) =>
    usersMeant(lab?.users ?? [], typed).map((user) => ({ user, mayUseClient: !user.mayUseClient })),
}

export const removePerson: Action<{ user: UserView }> = {
  name: 'user.remove',
  isDestructive: true,
  group: 'lab',
  label: ({ user }) => actionWords().removePerson(user.id),
  keywords: ({ user }) => ['delete', 'person', user.name],
  icon: () => UserMinus,
  async perform({ user: { id, name, mayUseClient } }, { run }) {
    const answer = await run(actionWords().removePerson(id), 'user.remove', { id })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title: actionWords().personRemoved(id),
      text: actionWords().personBroughtBack,
      action: {
        label: actionWords().undo,
        run: () => run(actionWords().bringBack(id), 'user.save', { id, name, mayUseClient }),
      },
    })
  },
  offers: ({ lab }, typed) => usersMeant(lab?.users ?? [], typed).map((user) => ({ user })),
}

export const clearTraffic = actionWithoutArguments({
  name: 'traffic.clear',
  isDestructive: true,
  group: 'lab',
  label: () => actionWords().clearTraffic,
  keywords: () => ['frames', 'capture', 'delete'],
  icon: () => Trash2,
  menu: 'lab',
  obstacle: () => ((useTraffic.getState().position?.kept ?? 0) > 0 ? null : actionWords().noTraffic),
  perform: (_, { run }) => run(actionWords().clearTraffic, 'traffic.clear', {}),
})

export const restartService = actionWithoutArguments({
  name: 'service.restart',
  isDestructive: true,
  group: 'lab',
  label: () => actionWords().restartService,
  keywords: () => ['stop', 'start', 'reboot'],
  icon: () => RotateCw,
  menu: 'lab',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : null),
  question: (_, { lab }) =>
    lab === null || lab.sessions.length === 0 ? null : actionWords().restartQuestion,
  perform: (_, { run }) => run(actionWords().restartService, 'service.restart', {}),
})
