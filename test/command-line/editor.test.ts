import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { projectFolder } from './build-program.ts'
import { builtProgram } from './program.ts'

/** An editor that knows nothing of Bramble: the YAML language server that VS Code and others use, with the published schemas. */

const program = builtProgram()
let editor: Editor

beforeAll(async () => {
  const globs: Record<string, string> = {}
  for (const kind of ['scenario', 'lab'] as const) {
    const file = join(program.folder, `${kind}.schema.json`)
    writeFileSync(file, (await program.run('schema', kind)).out)
    globs[pathToFileURL(file).href] = `*.${kind}.yaml`
  }
  editor = await Editor.start(globs)
})
afterAll(() => editor.stop())

const steps = (...lines: string[]) => ['steps:', ...lines].join('\n')

describe('an editor', () => {
  it('completes the kinds of step with what they mean and an example', async () => {
    const items = await editor.complete('a.scenario.yaml', steps('  - '))
    const login = items.find(({ label }) => label === 'login')
    expect(login?.documentation).toContain('Logs in and waits for the answer')
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['expect', 'together', 'include', 'typing', 'contacts', 'restart', 'mark']),
    )
    expect(items.find(({ label }) => label === '- coverage')?.insertText).toMatch(/coverage:\s+alice: none/)
  })

  it.each([
    [steps('  - expect:', '      '), ['within', 'since', 'not', 'messages', 'sent', 'flow', 'took']],
    [
      steps('  - login:', '      handheld: alice', '      expect: '),
      ['accepted', 'server-busy', 'no-coverage'],
    ],
    [steps('  - fault:', '      at: directory', '      kind: '), ['latency', 'down', 'answer']],
    ['lab:\n  service:\n    ', ['maximumSessions', 'idleTimeout']],
  ])('completes %j', async (text, wanted) => {
    const labels = (await editor.complete('b.scenario.yaml', text)).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(wanted))
  })

  it('says what a key means when it is pointed at', async () => {
    const text = steps('  - expect: { within: 5m, sessions: 2 }')
    expect(await editor.hover('c.scenario.yaml', text, 'within')).toContain(
      'Tried at every event of lab time',
    )
    expect(await editor.hover('c.lab.yaml', 'service: { idleTimeout: 5m }', 'idleTimeout')).not.toBe('')
  })

  it.each([
    ['two kinds in one step', steps('  - { login: alice, logout: bob }')],
    ['a step without a kind', steps('  - note: nothing')],
    ['no steps', 'steps: []'],
    ['an unknown key', steps('  - { logn: alice }')],
    ['a duration that is none', steps('  - wait: 1m30s')],
  ])('marks %s', async (_what, text) => {
    expect(await editor.problems('d.scenario.yaml', text)).not.toEqual([])
  })

  it('marks nothing in what is right', async () => {
    const text = steps(
      '  - together: [{ login: alice }, { login: bob }]',
      '    mark: in',
      '  - mark: here',
      '  - repeat: { times: 2, steps: [{ wait: 1s }] }',
      '  - include: { file: other.yaml, with: { WHO: alice } }',
      '  - expect: { not: { sessions: 3 }, within: 5m, since: in }',
    )
    expect(await editor.problems('e.scenario.yaml', text)).toEqual([])
  })
})

const answer = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  params: z.unknown().optional(),
})
const asked = z.looseObject({ items: z.array(z.looseObject({ section: z.string().optional() })) })
const completions = z.object({
  items: z.array(
    z.looseObject({
      label: z.string(),
      insertText: z.string().optional(),
      documentation: z
        .union([z.string(), z.looseObject({ value: z.string() }).transform(({ value }) => value)])
        .optional(),
    }),
  ),
})
const hovered = z.looseObject({ contents: z.looseObject({ value: z.string() }) }).nullable()
const diagnostics = z.looseObject({
  uri: z.string(),
  diagnostics: z.array(z.looseObject({ message: z.string() })),
})

/** Speaks the Language Server Protocol with the server, over its standard input and output. */
class Editor {
  readonly #server: ChildProcess
  readonly #waiting = new Map<number, (result: unknown) => void>()
  readonly #published = new Map<string, (messages: string[]) => void>()
  #text = Buffer.alloc(0)
  #count = 0
  #settings: object = {}
  #tellConfigured = () => {}
  /** Settled once the server has asked for its settings; before, it knows no schema. */
  readonly #configured = new Promise<void>((resolve) => {
    this.#tellConfigured = resolve
  })

  private constructor(server: ChildProcess) {
    this.#server = server
    server.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  /** @param schemas globs of files, by the addresses of their schemas */
  static async start(schemas: Record<string, string>): Promise<Editor> {
    const file = join(projectFolder, 'node_modules/yaml-language-server/bin/yaml-language-server')
    const server = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const editor = new Editor(server)
    const capabilities = {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
    }
    // A server that cannot start answers nothing.
    const ended = once(server, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${code}`)))
    ended.catch(() => {})
    await Promise.race([editor.#ask('initialize', { processId: null, rootUri: null, capabilities }), ended])
    editor.#tell('initialized', {})
    editor.#settings = {
      schemas,
      ...{ completion: true, hover: true, validate: true },
      schemaStore: { enable: false },
    }
    editor.#tell('workspace/didChangeConfiguration', { settings: { yaml: editor.#settings } })
    await editor.#configured
    return editor
  }

  async complete(name: string, text: string) {
    const position = endOf(text)
    const uri = this.#open(name, text)
    const { items } = completions.parse(
      await this.#ask('textDocument/completion', { textDocument: { uri }, position }),
    )
    return items
  }

  async hover(name: string, text: string, word: string): Promise<string> {
    const position = endOf(text.slice(0, text.indexOf(word) + 1))
    const uri = this.#open(name, text)
    const found = hovered.parse(await this.#ask('textDocument/hover', { textDocument: { uri }, position }))
    return found?.contents.value ?? ''
  }

  problems(name: string, text: string): Promise<string[]> {
    return new Promise((resolve) => {
      this.#published.set(uriOf(name, this.#count + 1), resolve)
      this.#open(name, text)
    })
  }

  stop(): void {
    this.#server.kill()
  }

  #open(name: string, text: string): string {
    this.#count += 1
    const uri = uriOf(name, this.#count)
    this.#tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    return uri
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    this.#count += 1
    const id = this.#count
    const asked = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve))
    this.#send({ id, method, params })
    return asked
  }

  #tell(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#server.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #read(chunk: Buffer): void {
    this.#text = Buffer.concat([this.#text, chunk])
    for (;;) {
      const head = this.#text.indexOf('\r\n\r\n')
      const [, length] =
        /Content-Length: (\d+)/.exec(this.#text.toString('latin1', 0, Math.max(0, head))) ?? []
      const end = head + 4 + Number(length)
      if (head < 0 || length === undefined || this.#text.length < end) return
      const message = answer.parse(JSON.parse(this.#text.toString('utf8', head + 4, end)))
      this.#text = this.#text.subarray(end)
      this.#take(message)
    }
  }

  #take({ id, method, result, params }: z.infer<typeof answer>): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics: all } = diagnostics.parse(params)
      this.#published.get(uri)?.(all.map(({ message }) => message))
      return
    }
    if (method === 'workspace/configuration' && id !== undefined) {
      const { items } = asked.parse(params)
      this.#send({ id, result: items.map(({ section }) => (section === 'yaml' ? this.#settings : {})) })
      this.#tellConfigured()
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null })
    else if (id !== undefined) this.#waiting.get(id)?.(result)
  }
}

/** Each document has an own name, since the server keeps what it has seen. */
function uriOf(name: string, count: number): string {
  return pathToFileURL(`/documents/${count}-${name}`).href
}

function endOf(text: string): { line: number; character: number } {
  const lines = text.split('\n')
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
}
