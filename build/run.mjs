import { spawn } from 'node:child_process'
import { projectFolder } from './folders.mjs'

/**
 * @typedef {object} RunOptions
 * @property {boolean} [quiet] returns the program's output instead of showing it
 * @property {number} [limitMs] kills the program when it takes longer
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 *
 * @typedef {(command: string, args: string[], options?: RunOptions) => Promise<RunResult>} Run
 * @typedef {{ code: number | null, output: string, isOverdue: boolean }} RunResult
 */

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>} exit code (null when the program did not start, was killed or took too long) and, when quiet, output
 */
export function run(command, args, { quiet = false, limitMs, env = process.env, cwd = projectFolder } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    let isOverdue = false
    /** @param {string} chunk */
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    const timer = limitMs
      ? setTimeout(() => {
          isOverdue = true
          child.kill('SIGKILL')
        }, limitMs)
      : undefined
    /** @param {number | null} code */
    const end = (code) => {
      clearTimeout(timer)
      resolve({ code, output, isOverdue })
    }
    child.on('error', (error) => {
      output += error.message
      end(null)
    })
    child.on('close', end)
  })
}

/**
 * Runs a JavaScript file, such as a program of node_modules, with the current Node.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options)
}

/**
 * Runs a program in the foreground, as if it had been started instead of this script: it uses this process's input and output
 * and receives its signals.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code
 */
export function runInForeground(command, args, { cwd = projectFolder, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, pass)
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(1)
    })
    child.on('close', (code, signal) => {
      for (const one of signals) process.off(one, pass)
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1))
    })
  })
}
