import type { EvidenceItem } from '#contract'

/**
 * What somebody in a lesson can point at, or put into the notebook: each element that shows such a thing has `data-evidence`, so
 * that outlines, dragging, menus and keys find it in the same way in every pane.
 */

/** Evidence as one text: two are the same if their keys are. */
export function evidenceKey(item: EvidenceItem): string {
  switch (item.kind) {
    case 'frame':
    case 'log':
      return `${item.kind} ${item.number}`
    case 'session':
    case 'user':
      return `${item.kind} ${item.id}`
    case 'step':
      return `step ${item.step} ${item.flow}`
    case 'setting':
      return `setting ${item.key}`
    case 'handheld':
      return `handheld ${item.name}`
  }
}

/** Reads what {@link evidenceKey} wrote. @returns null if it is none */
export function parseEvidence(key: string): EvidenceItem | null {
  const [, kind, rest = ''] = /^(\w+) (.+)$/s.exec(key) ?? []
  switch (kind) {
    case 'frame':
    case 'log': {
      const number = Number(rest)
      return Number.isInteger(number) ? { kind, number } : null
    }
    case 'session':
    case 'user':
      return { kind, id: rest }
    case 'step': {
      const [, step, flow] = /^(\S+) (.+)$/s.exec(rest) ?? []
      return step === undefined || flow === undefined ? null : { kind, step, flow }
    }
    case 'setting':
      return { kind, key: rest }
    case 'handheld':
      return { kind, name: rest }
    default:
      return null
  }
}

/** The element that shows evidence at another one, which may be a part of it. */
export function evidenceElement(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-evidence]') : null
}

export function evidenceAt(target: EventTarget | null): EvidenceItem | null {
  const key = evidenceElement(target)?.dataset.evidence
  return key === undefined ? null : parseEvidence(key)
}

/** What the focus is on: the element that has it, or the row that a list or table calls current. */
export function focusedEvidence(): EvidenceItem | null {
  const { activeElement } = document
  if (activeElement === null) return null
  const active = activeElement.getAttribute('aria-activedescendant')
  const current =
    active === null
      ? activeElement.querySelector('[data-evidence][aria-current=true]')
      : document.getElementById(active)
  return evidenceAt(current ?? activeElement)
}
