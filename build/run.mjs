import { spawn } from 'node:child_process'
import { projectFolder } from './folders.mjs'

/**
 * Runs a program to its end.
 *
 * @param options.quiet keeps what it prints instead of showing it
 * @param options.limitMs ends it when it takes longer
 * @returns its exit code (null: it did not start, was ended, or took too long) and, when quiet, what it printed
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

/** Runs a program of node_modules (its JavaScript file) with this Node. */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options)
}

/** A child process that must not outlive this one: signals are passed on to it. @returns its exit code */
export function hand(command, args, { cwd = projectFolder, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
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
