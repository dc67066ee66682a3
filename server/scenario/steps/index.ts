import { z } from 'zod'
import type { CommandInput, CommandName, CommandOutput } from '#contract'
import type { KeyPath, Roster } from '../../files/index.ts'
import type { CheckScope } from '../check-scope.ts'
import type { Names } from '../handheld-names.ts'
import { type Mismatch, underKey } from '../mismatch.ts'
import { optionalKeys } from '../optional-keys.ts'
import type { DoneCommand } from '../snapshot-file/history.ts'
import type { RunMemory, StepContext } from '../step-context.ts'
import { communicationsServer } from './communications-server.ts'
import { contacts } from './contacts.ts'
import { coverage } from './coverage.ts'
import { crafted } from './crafted.ts'
import { desktop } from './desktop.ts'
import { each } from './each.ts'
import { expect } from './expect.ts'
import { fault } from './fault.ts'
import { type Include, include } from './include.ts'
import { link } from './link.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { power } from './power.ts'
import { presence } from './presence.ts'
import { read } from './read.ts'
import { repeat } from './repeat.ts'
import { restart } from './restart.ts'
import { send } from './send.ts'
import { service } from './service.ts'
import { shortTitle } from './short-title.ts'
import { status } from './status.ts'
import type { BlockKind, StepKind } from './step-kind.ts'
import { typing } from './typing.ts'
import { user } from './user.ts'
import { wait } from './wait.ts'

/** Every kind of step that holds no other steps. To add one, add a file and a row here. */
const actionKinds = {
  login,
  logout,
  coverage,
  status,
  power,
  link,
  send,
  typing,
  read,
  contacts,
  presence,
  desktop,
  crafted,
  service,
  communicationsServer,
  restart,
  user,
  fault,
  wait,
  expect,
}

/** Every kind of step that holds other steps. */
const blockKinds = { repeat, each }

type ActionKind = keyof typeof actionKinds
type BlockName = keyof typeof blockKinds
type ActionValues = {
  [N in ActionKind]: (typeof actionKinds)[N] extends StepKind<infer V, infer _W> ? V : never
}
type Own<N extends BlockName> = (typeof blockKinds)[N] extends BlockKind<infer O> ? O : never

type Actions = { [N in ActionKind]?: ActionValues[N] | undefined }
type Blocks<S> = { [N in BlockName]?: (Own<N> & { steps: S[] }) | undefined }

/** One step: exactly one of the kinds, or a mark alone. */
export interface Step extends Actions, Blocks<Step> {
  /** Steps that begin at the same moment of lab time. It is done when all are done. */
  together?: Step[] | undefined
  include?: Include<Step> | undefined
  /** The name of the moment after it. */
  mark?: string | undefined
  note?: string | undefined
  cause?: boolean | undefined
}

const steps = z.array(z.lazy(() => step)).meta({ minItems: 1 })

/** Kinds of step whose steps stand elsewhere than under a key `steps`. */
const otherBlocks = {
  together: {
    schema: steps,
    description: 'Steps that begin at the same moment of lab time; done when all are done',
    example: [{ login: 'alice' }, { login: 'bob' }],
  },
  include,
}

const modifiers = {
  mark: {
    schema: z.string().min(1),
    description:
      'Names the moment after this step, or this moment where it stands alone; `since` refers to it',
    example: 'alice is in the tunnel',
  },
}

/** For editors: a step has exactly one kind, or is a mark alone. The check of a file says so in words. */
const oneKind = [...Object.keys(actionKinds), ...Object.keys(blockKinds), ...Object.keys(otherBlocks)].map(
  (kind) => ({ required: [kind] }),
)

/** For editors: each kind of step as people begin to write it. */
const snippets = Object.entries({ ...actionKinds, ...blockKinds, ...otherBlocks, ...modifiers }).map(
  ([kind, { description, example }]) => ({
    label: `- ${kind}`,
    ...(description === undefined ? {} : { description }),
    body: { [kind]: example },
  }),
)

export const step: z.ZodType<Step> = z
  .strictObject({
    ...optionalKeys(actionKinds),
    note: z.string().optional().describe('For the reader; changes nothing'),
    cause: z
      .boolean()
      .optional()
      .describe('This step is what brings the symptom about: `bramble prove` leaves it out'),
    ...optionalKeys(modifiers),
    ...optionalKeys(otherBlocks),
    ...optionalKeys({
      repeat: { ...repeat, schema: repeat.schema(steps) },
      each: { ...each, schema: each.schema(steps) },
    }),
  })
  .meta({
    oneOf: [...oneKind, { required: ['mark'], not: { anyOf: oneKind } }],
    defaultSnippets: snippets,
  })

const actions: { readonly [N in ActionKind]: StepKind<ActionValues[N]> } = actionKinds
const blocks: { readonly [N in BlockName]: BlockKind<Own<N>> } = blockKinds
const actionNames = keysOf(actionKinds)
const blockNames = keysOf(blockKinds)

/** The names of all kinds of step in the order of messages, with `expect` last. */
export const stepKindNames: readonly string[] = [
  ...actionNames.filter((name) => name !== 'expect'),
  ...blockNames,
  ...keysOf(otherBlocks),
  ...keysOf(modifiers),
  'expect',
]

/** The action of a step of any kind. */
export interface Action {
  kind: string
  /** @param path path of the step */
  check(path: KeyPath, scope: CheckScope): void
  /** @returns all mismatches, with paths relative to the step */
  run(context: StepContext): Promise<Mismatch[]>
  title(): string
}

/** The steps inside a block of any kind. */
export interface Block {
  kind: string
  steps: readonly Step[]
  /** Where these are, from the step on. */
  path: KeyPath
  /** Whether they begin at the same moment, in place of one after the other. */
  isTogether: boolean
  /** How many times they run for each of their handhelds. */
  times: number
  /** @param path path of the step @param handhelds the handhelds for which its steps run */
  check(path: KeyPath, scope: CheckScope, handhelds: readonly string[] | null): void
  /** The handhelds that `$handheld` stands for inside the block, if it stands for `outer` around it. */
  handheldsWithin(outer: string | null, names: Names): readonly (string | null)[]
  /** Whether `$handheld` has another meaning inside the block than around it. */
  hasHandhelds: boolean
  /** Whether its meaning inside depends on its meaning around the block. */
  dependsOnOuter: boolean
}

/** The actions of a step: one if it is valid, none if it holds steps. */
export function actionsOf(one: Step): Action[] {
  return actionNames.flatMap((name) => actionOf(name, one) ?? [])
}

function actionOf<N extends ActionKind>(kind: N, { [kind]: value }: Actions): Action | null {
  if (value === undefined) return null
  const { check, run, title } = actions[kind]
  return {
    kind,
    check: (path, scope) => check?.(value, [...path, kind], scope),
    run: async (context) => underKey(kind, (await run(value, context)) ?? []),
    title: () => title?.(value) ?? shortTitle(kind, value),
  }
}

/** The blocks of a step: one at most if it is valid. */
export function blocksOf(one: Step): Block[] {
  const { together, include: included } = one
  return [
    ...blockNames.flatMap((name) => blockOf(name, one) ?? []),
    ...(together ? [plainBlock('together', together, ['together'])] : []),
    ...(included ? [plainBlock('include', included.content?.steps ?? [], ['include', 'steps'])] : []),
  ]
}

/** A block that runs its steps once, for the handheld around it. */
function plainBlock(kind: string, inside: readonly Step[], path: KeyPath): Block {
  return {
    kind,
    steps: inside,
    path,
    isTogether: kind === 'together',
    times: 1,
    check() {},
    handheldsWithin: (outer) => [outer],
    hasHandhelds: false,
    dependsOnOuter: true,
  }
}

function blockOf<N extends BlockName>(kind: N, { [kind]: value }: Blocks<Step>): Block | null {
  if (value === undefined) return null
  const { check, handhelds, times } = blocks[kind]
  return {
    kind,
    steps: value.steps,
    path: [kind, 'steps'],
    isTogether: false,
    times: times?.(value) ?? 1,
    check: (path, scope, within) => check?.(value, [...path, kind], scope, within),
    handheldsWithin: (outer, names) => handhelds?.of(value, outer, names) ?? [outer],
    hasHandhelds: handhelds !== undefined,
    dependsOnOuter: handhelds === undefined || handhelds.dependOnOuter(value),
  }
}

/** Updates the memory after a command, for later steps. */
export function remember<N extends CommandName>(
  memory: RunMemory,
  { name, input }: DoneCommand<N>,
  output: CommandOutput<N>,
  roster: Roster,
): void {
  for (const kind of actionNames) actions[kind].remember?.[name]?.(memory, input, output, roster)
}

/**
 * The step that repeats a command, as written in a file. For `handheld.logout` with `{ name: 'alice' }` it is
 * `{ logout: 'alice' }`.
 * @returns null if no kind of step does exactly the same
 */
export function stepOf<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  output: CommandOutput<N>,
  roster: Roster,
): Record<string, unknown> | null {
  for (const kind of actionNames) {
    const value = actions[kind].record?.[name]?.(input, output, roster) ?? null
    if (value !== null) return { [kind]: value }
  }
  return null
}

function keysOf<K extends string>(table: Record<K, unknown>): K[] {
  const isKey = (name: string): name is K => name in table
  return Object.keys(table).filter(isKey)
}
