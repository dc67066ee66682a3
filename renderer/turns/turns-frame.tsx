import { useEffect } from 'react'
import { useOtherLab } from '../store/other-lab.ts'
import { prepareTurns, recognizeTurn, useTurns } from '../store/turns.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { CompareDialog } from './compare-dialog.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { SnapshotsDialog } from './snapshots-dialog.tsx'
import './turns.css'

/** Tells another turn from other labs, and has its dialogs. */
export default function TurnsFrame() {
  const dialog = useTurns((state) => state.dialog)
  const other = useOtherLab((state) => state.other?.id ?? null)
  useEffect(prepareTurns, [])
  useEffect(() => {
    if (other !== null) void recognizeTurn(other)
  }, [other])
  return (
    <>
      {dialog === 'change' && <ChangeDialog />}
      {dialog === 'compare' && <CompareDialog />}
      {dialog === 'snapshots' && <SnapshotsDialog />}
      {dialog === 'report' && <ReportDialog />}
    </>
  )
}
