import './shell.css'
import { Unplug } from 'lucide-react'
import { QuestionDialog, useMenuBar, useShortcuts } from '../actions/index.ts'
import { AddHandheld } from '../bench/add-handheld.tsx'
import { LargeScreen } from '../bench/large-screen.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { FaultFormHost } from '../faults/fault-form-host.tsx'
import { Help } from '../help/help.tsx'
import { Palette } from '../palette/palette.tsx'
import { useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { ToastProvider, Toasts } from '../toasts/toasts.tsx'
import { useWords } from '../words/words.ts'
import { Layout } from './layout.tsx'
import { Mark } from './mark.tsx'
import { TopBar } from './top-bar.tsx'

/** The window. */
export function App() {
  useShortcuts()
  useMenuBar()
  // A modal dialog makes everything outside it inert, so the large screen shows the toasts itself.
  const isScreenLarge = useInterface((state) => state.largeScreen !== null)
  const isReady = useLabStore((state) => state.snapshot !== null)
  return (
    <ToastProvider>
      <div className="app">
        <TopBar />
        <ConnectionBanner />
        {isReady ? <Layout /> : <Waiting />}
        <AddHandheld />
        <ExportDialog />
        <LargeScreen />
        <Palette />
        <FaultFormHost />
        <Help />
        <QuestionDialog />
        {isScreenLarge || <Toasts />}
      </div>
    </ToastProvider>
  )
}

function Waiting() {
  const connection = useLabStore((state) => state.connection)
  const { shell } = useWords().page
  return (
    <main className="waiting" role="status">
      <Mark />
      <p className="empty-title">{connection === 'open' ? shell.reading : shell.connecting}</p>
      {connection === 'lost' && <p>{shell.noAnswer}</p>}
    </main>
  )
}

/** Warns that the page may be out of date while the connection is lost. */
function ConnectionBanner() {
  const connection = useLabStore((state) => state.connection)
  const { shell } = useWords().page
  return connection === 'lost' ? (
    <p className="connection-banner" role="status">
      <Unplug size={14} aria-hidden />
      {shell.connectionLost}
    </p>
  ) : null
}
