import type { EvidenceItem } from '#contract'
import { evidenceElement, parseEvidence } from './evidence.ts'

const type = 'application/x-bramble-evidence'

/**
 * Lets everything that is evidence be dragged. An element is draggable only while the pointer is down on it, because text within a
 * draggable element cannot be marked; fields and buttons are used as always.
 * @returns ends it
 */
export function letEvidenceBeDragged(): () => void {
  let held: HTMLElement | null = null
  const letGo = () => {
    held?.removeAttribute('draggable')
    held = null
  }
  const onPress = ({ target, button }: PointerEvent) => {
    letGo()
    if (button !== 0 || !(target instanceof Element)) return
    if (target.closest('input, select, textarea, button') !== null) return
    held = evidenceElement(target)
    held?.setAttribute('draggable', 'true')
  }
  const onStart = (drag: DragEvent) => {
    const key = evidenceElement(drag.target)?.dataset.evidence
    if (key === undefined || drag.dataTransfer === null) return
    drag.dataTransfer.setData(type, key)
    drag.dataTransfer.effectAllowed = 'copy'
  }
  window.addEventListener('pointerdown', onPress)
  window.addEventListener('pointerup', letGo)
  window.addEventListener('dragstart', onStart)
  window.addEventListener('dragend', letGo)
  return () => {
    letGo()
    window.removeEventListener('pointerdown', onPress)
    window.removeEventListener('pointerup', letGo)
    window.removeEventListener('dragstart', onStart)
    window.removeEventListener('dragend', letGo)
  }
}

export function isEvidenceDrag(transfer: DataTransfer): boolean {
  return transfer.types.includes(type)
}

export function draggedEvidence(transfer: DataTransfer): EvidenceItem | null {
  return parseEvidence(transfer.getData(type))
}
