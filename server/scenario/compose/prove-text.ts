import type { ScenarioProof } from '#contract'
import { createRealClock, type Timer } from '../../clock/index.ts'
import { parseYaml } from '../../files/index.ts'
import { runScenario } from '../run-scenario.ts'
import { checkScenarios } from '../scenario-file.ts'
import type { ComposeOptions } from './relive.ts'

const tellEveryMs = 200

/** Runs a scenario as `bramble run` does. @throws {UnusableFile} */
export async function proveScenarioText(
  text: string,
  { end, installFolder, onTime, startLab }: ComposeOptions,
): Promise<ScenarioProof> {
  const real = createRealClock()
  const beganMs = real.now()
  const name = 'scenario.yaml'
  const failures: string[] = []
  let labMs = 0
  for (const scenario of await checkScenarios(name, parseYaml(name, text))) {
    let timer: Timer = { cancel() {} }
    const outcome = await runScenario(scenario, {
      startLab,
      installFolder,
      ...(end === undefined ? {} : { end }),
      onStart(look) {
        const tell = () => {
          onTime?.(look().atMs)
          timer = real.after(tellEveryMs, tell)
        }
        tell()
      },
    }).finally(() => timer.cancel())
    labMs += outcome.durationMs
    failures.push(...outcome.failures.map(({ line, message }) => `${name}:${line}: ${message}`))
  }
  return { hasPassed: failures.length === 0, failures, labMs, tookMs: real.now() - beganMs }
}
