import { availableParallelism } from 'node:os'
import type { StudioRepetition } from '#contract'
import { Failure } from '../../base/index.ts'
import type { ChildPort } from '../lab-process/child-port.ts'
import { type FromLabProcess, fromLabProcess } from '../lab-process/messages.ts'

export interface RepetitionOrder {
  /** As the window names the file, and where it lies. */
  file: string
  path: string
  combination: number
  seed: number
  times: number
}

type Ran = Extract<FromLabProcess, { type: 'ran' }>

const mostProcesses = 4
/** Seeds that are listed for one ending. */
const mostSeeds = 10

/** Runs a scenario with many seeds in processes of their own, and counts how the runs end. */
export class Repetition {
  readonly #file: string
  readonly #times: number
  readonly #children: ChildPort[] = []
  readonly #endings = new Map<string, StudioRepetition['endings'][number]>()
  #done = 0
  #isOver = false
  #fromMs: number | null = null
  #toMs: number | null = null

  constructor(order: RepetitionOrder, fork: () => ChildPort, installFolder: string | null) {
    const { file, path, combination, seed, times } = order
    this.#file = file
    this.#times = times
    const count = Math.min(times, mostProcesses, Math.max(1, availableParallelism() - 1))
    let running = count
    for (let number = 0; number < count; number += 1) {
      const child = fork()
      this.#children.push(child)
      let isDone = false
      const over = () => {
        if (isDone) return
        isDone = true
        running -= 1
        if (running === 0) this.#isOver = true
        child.send({ type: 'end' })
      }
      child.onMessage((raw) => {
        const { data } = fromLabProcess.safeParse(raw)
        if (data?.type === 'ran') this.#count(data)
        else if (data?.type === 'started') over()
        else if (data?.type === 'failed') {
          this.#count({ type: 'ran', seed, durationMs: 0, failure: failureOf(data.message) })
          over()
        }
      })
      child.onEnded((how) => {
        if (!isDone && !this.#isOver)
          this.#count({ type: 'ran', seed, durationMs: 0, failure: failureOf(`its process ${how}`) })
        over()
      })
      const seeds = Array.from({ length: times }, (_, index) => seed + index).filter(
        (_, index) => index % count === number,
      )
      child.send({ type: 'repeat', file: path, combination, seeds, installFolder })
    }
  }

  get view(): StudioRepetition {
    return {
      file: this.#file,
      times: this.#times,
      done: this.#done,
      isOver: this.#isOver,
      endings: [...this.#endings.values()].sort((one, other) => other.count - one.count),
      fromMs: this.#fromMs,
      toMs: this.#toMs,
    }
  }

  stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const child of this.#children) child.kill()
  }

  #count({ seed, durationMs, failure }: Ran): void {
    if (this.#isOver) return
    this.#done += 1
    if (durationMs > 0) {
      this.#fromMs = Math.min(this.#fromMs ?? durationMs, durationMs)
      this.#toMs = Math.max(this.#toMs ?? durationMs, durationMs)
    }
    const key = failure === null ? '' : `${failure.file} ${failure.path} ${failure.message}`
    const known = this.#endings.get(key) ?? { passed: failure === null, failure, count: 0, seeds: [] }
    this.#endings.set(key, {
      ...known,
      count: known.count + 1,
      seeds: known.seeds.length < mostSeeds ? [...known.seeds, seed].sort((a, b) => a - b) : known.seeds,
    })
  }
}

function failureOf(message: string) {
  return {
    file: null,
    path: '',
    line: 0,
    message: new Failure('lab-process-failed', { cause: message }).message,
  }
}
