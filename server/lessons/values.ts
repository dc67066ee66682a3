import { z } from 'zod'
import { createGenerator, type Generator } from '../clock/index.ts'

/** Values of a lesson that are drawn from a seed, so that each trainee has other names, numbers and times. */

const valueName = z.string().regex(/^[A-Za-z_][\w-]*$/, 'a name: letters, digits, _ and -')
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:40')

const drawn = z.union([
  z
    .literal('person')
    .describe(
      'Somebody. NAME stands for the user ID, NAME.name for the full and NAME.first for the first name',
    ),
  z
    .strictObject({ from: z.int(), to: z.int(), step: z.int().min(1).optional() })
    .refine(({ from, to }) => from <= to, 'expected from to be no more than to')
    .describe('A whole number'),
  z.strictObject({ one: z.array(z.union([z.string(), z.number()])).min(2) }).describe('One of these'),
  z
    .strictObject({ time: z.tuple([timeOfDay, timeOfDay]) })
    .refine(({ time: [from, to] }) => from <= to, 'expected the first time to be no later than the second')
    .describe('A time of day, in whole minutes'),
  z
    .strictObject({ sum: z.array(z.union([valueName, z.int()])).min(1) })
    .describe('The sum of values above, by name, and numbers'),
])

export const lessonValues = z.record(valueName, drawn)

export type LessonValues = z.output<typeof lessonValues>

/** Invented people, of several places, none of them well known. */
const people = [
  ['marta', 'Marta Kowalik'],
  ['jonas', 'Jonas Brandt'],
  ['priya', 'Priya Raman'],
  ['tomas', 'Tomas Herrera'],
  ['aiko', 'Aiko Mori'],
  ['lena', 'Lena Fischer'],
  ['omar', 'Omar Haddad'],
  ['grace', 'Grace Okoro'],
  ['felix', 'Felix Lindqvist'],
  ['nina', 'Nina Petrova'],
  ['samuel', 'Samuel Ortiz'],
  ['ines', 'Ines Duarte'],
  ['viktor', 'Viktor Hansen'],
  ['leila', 'Leila Karimi'],
  ['peter', 'Peter Novak'],
  ['ruth', 'Ruth Engel'],
  ['daniel', 'Daniel Moreau'],
  ['clara', 'Clara Bianchi'],
  ['hugo', 'Hugo Martin'],
  ['zoe', 'Zoe Papadaki'],
  ['emil', 'Emil Sorensen'],
  ['rosa', 'Rosa Jimenez'],
  ['karim', 'Karim Benali'],
  ['judith', 'Judith Weber'],
] as const

/** The most people that a lesson may draw. */
const mostPeople = people.length

/**
 * Draws the values of a lesson. The same seed always draws the same.
 * @param refuse called with the name of a value that cannot be drawn, and why
 */
export function drawValues(
  values: LessonValues,
  seed: number,
  refuse: (name: string, text: string) => void,
): Map<string, unknown> {
  const generator = createGenerator(seed).fork('lesson')
  const left = [...people]
  const found = new Map<string, unknown>()
  for (const [name, how] of Object.entries(values)) {
    // Each has a generator of its own, so that a value that is added draws nothing from the others.
    const own = generator.fork(name)
    if (how === 'person') {
      const [person] = left.length === 0 ? [] : left.splice(own.integer(0, left.length - 1), 1)
      if (person === undefined) {
        refuse(name, `expected at most ${mostPeople} people`)
        continue
      }
      const [id, fullName] = person
      found.set(name, id)
      found.set(`${name}.name`, fullName)
      found.set(`${name}.first`, fullName.split(' ')[0])
    } else if ('from' in how) {
      const { from, to, step = 1 } = how
      found.set(name, from + step * own.integer(0, Math.floor((to - from) / step)))
    } else if ('one' in how) found.set(name, oneOf(how.one, own))
    else if ('time' in how) found.set(name, timeBetween(how.time, own))
    else {
      const sum = how.sum.reduce<number>((total, one) => {
        const value = typeof one === 'number' ? one : found.get(one)
        if (typeof value === 'number') return total + value
        refuse(name, `expected a number that stands above it, found ${JSON.stringify(one)}`)
        return total
      }, 0)
      found.set(name, sum)
    }
  }
  return found
}

/** The same, in another order. */
export function shuffled<T>(entries: readonly T[], generator: Generator): T[] {
  const left = [...entries]
  const found: T[] = []
  while (left.length > 0) found.push(...left.splice(generator.integer(0, left.length - 1), 1))
  return found
}

function oneOf<T>(entries: readonly T[], generator: Generator): T | undefined {
  return entries[generator.integer(0, entries.length - 1)]
}

function timeBetween([from, to]: readonly [string, string], generator: Generator): string {
  const [first, last] = [minutesOf(from), minutesOf(to)]
  const minutes = generator.integer(Math.min(first, last), Math.max(first, last))
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return 60 * hours + minutes
}

const pad = (number: number) => String(number).padStart(2, '0')
