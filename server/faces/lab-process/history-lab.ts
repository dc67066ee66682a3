import type { BranchTurn, LabApi } from '#contract'
import { Failure, SerialQueue } from '../../base/index.ts'
import { createRealClock, delay } from '../../clock/index.ts'
import type { History } from '../../history/index.ts'
import { type HistoryDifference, WaitingLab } from '../../history/repeat/index.ts'
import { startLab } from '../../lab/index.ts'
import { compareBranch } from '../compare-branch.ts'
import type { MoveOrder, Surroundings } from './kinds/process-lab.ts'

/** While nobody waits for it, the lab pauses for this many times as long as it has worked: the processor is for the lab that people watch. */
const pausePerWork = 1
const longestPauseMs = 1_000

interface Branch {
  history: History
  atMs: number
  turn: BranchTurn
}

/** The lab of a process that repeats a history: it waits at a moment of it, or has gone on from one. */
export class HistoryLab {
  readonly #waiting: WaitingLab
  readonly #surroundings: Surroundings
  readonly #moves = new SerialQueue()
  readonly #real = createRealClock()
  readonly #onBranch: (branch: Branch) => void
  #isUrgent = false

  private constructor(waiting: WaitingLab, surroundings: Surroundings, onBranch: (branch: Branch) => void) {
    this.#waiting = waiting
    this.#surroundings = surroundings
    this.#onBranch = onBranch
  }

  static async start(history: History, surroundings: Surroundings): Promise<HistoryLab> {
    const { installFolder } = surroundings
    const begun: { branch: Branch | null } = { branch: null }
    const none = async () => {
      throw new Failure('no-branches', {})
    }
    const compare = () =>
      begun.branch === null ? none() : compareBranch(begun.branch.history, { ...begun.branch, installFolder })
    const waiting = await WaitingLab.start(history, {
      startLab,
      lab: {
        installFolder,
        branches: async () => () => ({
          ...{
            start: none,
            give: none,
            drop: none,
            open: none,
            stop: none,
            prepare: none,
            cancel: none,
            compare,
          },
          list: async () => [],
        }),
        // A lesson can be made of it. Loaded when somebody first makes a scenario.
        scenarios: async () => {
          const { createOwnMaker } = await import('./own-maker.ts')
          return (lab) => createOwnMaker(lab, installFolder)
        },
      },
    })
    return new HistoryLab(waiting, surroundings, (branch) => {
      begun.branch = branch
    })
  }

  get api(): LabApi {
    return this.#waiting.lab.api
  }

  readonly reportUnexpected = (thrown: unknown): void => this.#waiting.lab.reportUnexpected(thrown)

  readonly stop = (): Promise<void> => this.#waiting.lab.stop()

  /** Somebody waits until it has come where it is told to. */
  hurry(): void {
    this.#isUrgent = true
  }

  /** @param history as it is known by now */
  moveTo(history: History, { atMs, turn }: Omit<MoveOrder, 'file'>): Promise<void> {
    if (turn !== null) this.hurry()
    return this.#moves.run(async () => {
      this.#waiting.learn(history)
      await this.#repeatTo(atMs)
      if (turn === null) return this.#tell(this.#waiting.difference)
      this.#onBranch({ history, atMs, turn })
      this.#tell(await this.#waiting.goOn(turn))
    })
  }

  #tell(difference: HistoryDifference | null): void {
    if (difference !== null) this.#surroundings.onDiffers(difference)
  }

  async #repeatTo(atMs: number): Promise<void> {
    const { end, onProgress } = this.#surroundings
    let sinceMs = this.#real.now()
    await this.#waiting.moveTo(atMs, {
      end,
      onProgress: async (reachedMs) => {
        onProgress(reachedMs)
        if (this.#isUrgent) return
        const pauseMs = (this.#real.now() - sinceMs) * pausePerWork
        await delay(this.#real, Math.min(longestPauseMs, pauseMs))
        sinceMs = this.#real.now()
      },
    })
  }
}
