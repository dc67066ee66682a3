import {
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  defaultService,
  type LabApi,
  type LabEvent,
  type LessonAccess,
  type LessonPart,
  type LessonView,
  pastMoment,
  pastStory,
  type ServiceView,
  type Snapshot,
  serviceView,
  settingList,
  type TimeLane,
  timeLanes,
  timeLineView,
  type UserView,
} from '#contract'
import { Failure } from '../base/index.ts'
import { needs } from './needed-parts.ts'

/** What a lesson allows at the moment. */
export interface Allowed {
  readonly access: Readonly<Record<LessonPart, LessonAccess>>
  /** Keys in files. */
  readonly hiddenSettings: readonly string[]
  /** Nothing is kept back any more: every command is allowed. */
  readonly isOver: boolean
  view(): LessonView
}

/** The parts in which each kind of evidence is to be seen. */
export const partsOfEvidence = {
  frame: ['traffic', 'ladder'],
  session: ['sessions'],
  log: ['log'],
  step: ['flow', 'ladder'],
  setting: ['settings'],
  handheld: ['handhelds'],
  user: ['users'],
} as const satisfies Record<string, readonly LessonPart[]>

/** Of what each lane of the time line tells. */
const partsOfLane = {
  logins: ['flow'],
  decisions: ['flow'],
  endings: ['sessions'],
  messages: ['handhelds'],
  faults: ['faults', 'notices'],
  settings: ['settings', 'users'],
  devices: ['handhelds'],
} as const satisfies Record<TimeLane, readonly LessonPart[]>

/** @throws {Failure} `lesson-locked` */
function mustBeSeen(allowed: Allowed, parts: readonly LessonPart[]): void {
  if (allowed.isOver || parts.some((part) => allowed.access[part] !== 'hidden')) return
  throw new Failure('lesson-locked', { what: parts[0] ?? '' })
}

/** The API of a lesson's lab for trainees: it refuses what is locked, and has neutral values for what is hidden. */
export function guardedApi(api: LabApi, allowed: Allowed): LabApi {
  const isHidden = (part: LessonPart) => !allowed.isOver && allowed.access[part] === 'hidden'

  /** Whether nothing that a lane of the time line marks is hidden. */
  function isLaneSeen(lane: TimeLane): boolean {
    if (lane === 'settings' && allowed.hiddenSettings.length > 0) return false
    return !partsOfLane[lane].some(isHidden)
  }

  function settingsSeen(service: ServiceView): ServiceView {
    if (isHidden('settings')) return defaultService
    if (allowed.isOver || allowed.hiddenSettings.length === 0) return service
    const keys = settingList
      .filter(({ key }) => allowed.hiddenSettings.includes(key))
      .map(({ apiKey }) => apiKey)
    const neutral = Object.entries(defaultService).filter(([key]) => keys.includes(key))
    return serviceView.parse({ ...service, ...Object.fromEntries(neutral) })
  }

  const userSeen = (user: UserView): UserView =>
    isHidden('users') ? { ...user, mayUseClient: true, isEnabled: true } : user

  function seen(snapshot: Snapshot): Snapshot {
    return {
      ...snapshot,
      service: settingsSeen(snapshot.service),
      services: snapshot.services.map(({ name, settings }) => ({ name, settings: settingsSeen(settings) })),
      users: snapshot.users.map(userSeen),
      ...(isHidden('faults') ? { faults: [], conditions: allWell } : {}),
      ...(isHidden('sessions') ? { sessions: [] } : {}),
      ...(isHidden('flow') && isHidden('ladder') ? { flows: [] } : {}),
      notices: snapshot.notices.filter(
        ({ part }) => !isHidden('notices') && !(part === 'faults' && isHidden('faults')),
      ),
    }
  }

  /** An event as a trainee may see it. What must not be seen is replaced, since numbers of events have no gaps. */
  function eventSeen(event: LabEvent): LabEvent {
    const { seq, at } = event
    const replaced = (): LabEvent => ({ seq, at, type: 'lesson', lesson: allowed.view() })
    switch (event.type) {
      case 'service':
        return { ...event, service: settingsSeen(event.service) }
      case 'user':
        return { ...event, user: userSeen(event.user) }
      case 'faults':
        return isHidden('faults') ? { ...event, faults: [] } : event
      case 'conditions':
        return isHidden('faults') ? { ...event, conditions: allWell } : event
      case 'session':
      case 'session-closed':
        return isHidden('sessions') ? replaced() : event
      case 'flow':
      case 'flow-step':
        return isHidden('flow') && isHidden('ladder') ? replaced() : event
      case 'notice':
        return isHidden('notices') || (event.notice.part === 'faults' && isHidden('faults'))
          ? replaced()
          : event
      case 'frames':
        return isHidden('traffic') ? replaced() : event
      default:
        return event
    }
  }

  function mustBeAllowed<N extends CommandName>(name: N, input: CommandRequest<N>): void {
    if (allowed.isOver) return
    const need = needs[name]
    if (need === undefined) throw new Failure('lesson-locked', { what: name })
    if (name === 'lesson.evidence') mustBeSeen(allowed, partsPointedAt(input, allowed))
    if (need === null) return
    const access = allowed.access[need.part]
    if (access === 'hidden' || (access === 'locked' && need.isReading !== true)) {
      throw new Failure('lesson-locked', { what: need.part })
    }
    if (name === 'service.configure') refuseHidden(input, allowed.hiddenSettings)
  }

  return {
    snapshot: async () => seen(await api.snapshot()),
    async call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
      mustBeAllowed(name, input)
      return answerSeen(await api.call(name, input), name)
    },
    subscribe: (listener, types) => {
      const wanted = types === undefined ? null : new Set<string>(types)
      return api.subscribe((event) => {
        const shown = eventSeen(event)
        if (wanted === null || wanted.has(shown.type)) listener(shown)
      }, types)
    },
    async readTraffic(request, onPosition) {
      mustBeSeen(allowed, ['traffic', 'ladder'])
      return api.readTraffic(request, onPosition)
    },
  }

  /** The past is hidden as the present is. */
  function pastSeen(answer: unknown, name: CommandName): unknown {
    if (name === 'past.read') {
      const { data } = pastMoment.safeParse(answer)
      return data === undefined
        ? answer
        : { ...data, snapshot: { ...seen(data.snapshot), lesson: allowed.view() } }
    }
    if (name === 'past.story') {
      const { data } = pastStory.safeParse(answer)
      return data === undefined ? answer : { start: seen(data.start), events: data.events.map(eventSeen) }
    }
    if (name === 'past.timeLine') {
      const { data } = timeLineView.safeParse(answer)
      return data === undefined
        ? answer
        : { ...data, marks: data.marks.filter(({ lane }) => isLaneSeen(lane)) }
    }
    if (name === 'past.beside') {
      const lane = timeLanes.find(
        (one) => typeof answer === 'object' && answer !== null && 'lane' in answer && answer.lane === one,
      )
      return lane === undefined || isLaneSeen(lane) ? answer : null
    }
    return answer
  }

  /** What commands answer has hidden values, too. */
  function answerSeen<N extends CommandName>(answer: CommandOutput<N>, name: N): CommandOutput<N>
  function answerSeen(answer: unknown, name: CommandName): unknown {
    if (allowed.isOver) return answer
    if (name === 'service.configure') {
      const { data } = serviceView.safeParse(answer)
      return data === undefined ? answer : settingsSeen(data)
    }
    if (name.startsWith('past.')) return pastSeen(answer, name)
    if (name === 'charts.read' && typeof answer === 'object' && answer !== null) {
      return isHidden('settings') || isHidden('faults') || allowed.hiddenSettings.length > 0
        ? { ...answer, marks: [] }
        : answer
    }
    return answer
  }
}

const allWell: Snapshot['conditions'] = {
  isDirectoryUp: true,
  isCommunicationsServerUp: true,
  serverCertificate: 'valid',
  serviceCertificate: 'valid',
}

function refuseHidden(input: unknown, hidden: readonly string[]): void {
  const keys = typeof input === 'object' && input !== null ? Object.keys(input) : []
  const setting = settingList.find(({ apiKey, key }) => hidden.includes(key) && keys.includes(apiKey))
  if (setting) throw new Failure('lesson-locked', { what: setting.key })
}

/** Where what somebody points at is to be seen; a setting that is hidden alone is nowhere. */
function partsPointedAt(input: unknown, { hiddenSettings }: Allowed): readonly LessonPart[] {
  const item = typeof input === 'object' && input !== null && 'item' in input ? input.item : null
  if (typeof item !== 'object' || item === null || !('kind' in item)) return []
  const kind = Object.keys(partsOfEvidence).find((one) => one === item.kind)
  if (!isEvidenceKind(kind)) return []
  if (kind === 'setting' && 'key' in item) {
    const setting = settingList.find(({ apiKey }) => apiKey === item.key)
    if (setting && hiddenSettings.includes(setting.key))
      throw new Failure('lesson-locked', { what: setting.key })
  }
  return partsOfEvidence[kind]
}

function isEvidenceKind(kind: string | undefined): kind is keyof typeof partsOfEvidence {
  return kind !== undefined && kind in partsOfEvidence
}
