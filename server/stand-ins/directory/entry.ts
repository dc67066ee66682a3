import { dnKey } from './distinguished-name.ts'

/** A name as the value of an attribute, with its normal form. */
export interface DnValue {
  readonly dn: string
  readonly key: string
}

export type Value = string | Uint8Array | DnValue

/** An entry of the directory. What it says is put together when somebody asks: a search looks at thousands of them. */
export interface Entry extends DnValue {
  /** The values of an attribute, by its lDAPDisplayName; none where the entry lacks it. */
  values(attribute: string): readonly Value[]
  /** Every attribute that it may have, constructed ones left out. */
  readonly attributes: readonly string[]
}

/** Values, or how to get them. */
export type Row<Context> = readonly [attribute: string, values: (of: Context) => readonly (Value | null)[]]

/** What entries of one kind have in common: a table of attributes, each with its values for the entry. */
export class Attributes<Context> {
  readonly names: readonly string[]
  readonly #rows: ReadonlyMap<string, Row<Context>[1]>

  constructor(rows: readonly Row<Context>[]) {
    this.#rows = new Map(rows)
    this.names = rows.map(([name]) => name)
  }

  values(attribute: string, of: Context): readonly Value[] {
    return (this.#rows.get(attribute)?.(of) ?? []).filter((value) => value !== null)
  }
}

export function dnValue(dn: string): DnValue {
  const key = dnKey(dn)
  if (key === null) throw new Error(`${dn} is no distinguished name`)
  return { dn, key }
}

/** A value as an answer shows it. */
export function shown(value: Value): string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array ? value : value.dn
}
