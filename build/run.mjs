import { spawn } from 'node:child_process'
import { projectFolder } from './folders.mjs'

/**
 * @typedef {object} RunOptions
 * @property {boolean} [quiet] keeps what it prints instead of showing it
 * @property {number} [limitMs] ends it when it takes longer
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
 * @returns {Promise<RunResult>} its exit code (null: it did not start, was ended, or took too long) and, when quiet, what it printed
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
 * Runs a program of node_modules (its JavaScript file) with this Node.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options)
}

/**
 * A child process that must not outlive this one: signals are passed on to it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code
 */
export function hand(command, args, { cwd = projectFolder, env = process.env } = {}) {
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
