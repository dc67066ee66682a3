import './shell.css'
import { Unplug } from 'lucide-react'
import { Suspense, useDeferredValue, useEffect } from 'react'
import { QuestionDialog, useMenuBar, useShortcuts } from '../actions/index.ts'
import { AddHandheld } from '../bench/add-handheld.tsx'
import { LargeScreen } from '../bench/large-screen.tsx'
import { ManyDialog } from '../bench/many-dialog.tsx'
import { DemoBar } from '../demos/demo-bar.tsx'
import { DemoList } from '../demos/demo-list.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { FaultFormHost } from '../faults/fault-form-host.tsx'
import { Help } from '../help/help.tsx'
import { Palette } from '../palette/palette.tsx'
import { Presentation } from '../presentation/presentation.tsx'
import { RecorderHost } from '../recorder/recorder-host.tsx'
import { useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { lazyPart } from '../store/lazy-part.tsx'
import { useLesson } from '../store/lesson.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { useIsPast } from '../store/past.ts'
import { usePointing } from '../store/pointing.ts'
import { seatOfPage } from '../store/seat.ts'
import { labNow, useIsStale } from '../store/selectors.ts'
import { useTurns } from '../store/turns.ts'
import { ToastProvider, Toasts } from '../toasts/toasts.tsx'
import { CompareLogins } from '../traffic/compare-logins.tsx'
import { MarkDialog } from '../traffic/mark-dialog.tsx'
import { clockTime } from '../words/format.ts'
import { Marked } from '../words/marked.tsx'
import { useWords } from '../words/words.ts'
import { Layout } from './layout.tsx'
import { Mark } from './mark.tsx'
import { DropBundle, PastBanner } from './past.tsx'
import { PreferencesDialog } from './preferences-dialog.tsx'
import { sayIfRecovered } from './recovered.ts'
import { RunBanner } from './run-banner.tsx'
import { TopBar } from './top-bar.tsx'

// Nobody but trainees and trainers needs it.
const LessonFrame = lazyPart(() => import('../lessons/lesson-frame.tsx'))
// Only a seat of a class needs it.
const SeatFrame = lazyPart(() => import('../lessons/seat-frame.tsx'))
// Nobody but those who take another turn needs it.
const TurnBanner = lazyPart(() => import('./turn-banner.tsx'))
const TurnsFrame = lazyPart(() => import('../turns/turns-frame.tsx'))
// Loaded when the window stands: everybody pays for the start of the app.
const TimeLine = lazyPart(async () => {
  await windowStands()
  return import('../timeline/time-line.tsx')
})

/** The window has been drawn, and nothing is waiting; or it has taken a second. */
function windowStands(): Promise<unknown> {
  return new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 }))
}

/** The window. */
export function App() {
  useShortcuts()
  useMenuBar()
  useEffect(sayIfRecovered, [])
  // A modal dialog makes everything outside it inert, so the large screen shows the toasts itself.
  const isScreenLarge = useInterface((state) => state.largeScreen !== null)
  const isReady = useLabStore((state) => state.snapshot !== null)
  const isStale = useIsStale()
  // What comes is drawn in slices, so that a press is answered meanwhile.
  const isPresenting = useDeferredValue(useInterface((state) => state.isPresenting) && isReady)
  const isPast = useIsPast()
  return (
    <ToastProvider>
      <div className="app" data-past={isPast}>
        {isPresenting ? (
          <header className="visually-hidden">
            <h1>Bramble</h1>
          </header>
        ) : (
          <TopBar />
        )}
        <ConnectionBanner />
        <PastBanner />
        <RunBanner />
        <Turns />
        <Seat />
        <Lesson />
        {/* Everything can still be read, but no button would do anything. */}
        <fieldset className="lab-controls" role="presentation" disabled={isStale} data-stale={isStale}>
          {isPresenting ? <Presentation /> : isReady ? <Layout /> : <Waiting />}
        </fieldset>
        {isReady && !isPresenting && (
          <Suspense fallback={<div className="time-line-place" />}>
            <TimeLine />
          </Suspense>
        )}
        <DropBundle />
        <DemoBar />
        <AddHandheld />
        <DemoList />
        <ExportDialog />
        <RecorderHost />
        <ManyDialog />
        <LargeScreen />
        <Palette />
        <FaultFormHost />
        <MarkDialog />
        <CompareLogins />
        <Help />
        <PreferencesDialog />
        <QuestionDialog />
        {isScreenLarge || <Toasts />}
      </div>
    </ToastProvider>
  )
}

/** What another turn adds to the window, where somebody takes one, or may have taken one. */
function Turns() {
  const isOther = useOtherLab(({ other }) => other !== null)
  const isAsked = useTurns(({ dialog }) => dialog !== null)
  return isOther || isAsked ? (
    <Suspense fallback={null}>
      <TurnBanner />
      <TurnsFrame />
    </Suspense>
  ) : null
}

/** What a seat of a class adds to the window, where the page is at one. */
function Seat() {
  const seat = seatOfPage()
  return seat === null ? null : (
    <Suspense fallback={null}>
      <SeatFrame seat={seat} />
    </Suspense>
  )
}

/** What a lesson adds to the window, where there is one. */
function Lesson() {
  const hasLesson = useLesson() !== null
  const isPointing = usePointing(({ request }) => request !== null)
  return hasLesson || isPointing ? (
    <Suspense fallback={null}>
      <LessonFrame />
    </Suspense>
  ) : null
}

function Waiting() {
  const connection = useLabStore((state) => state.connection)
  const { shell } = useWords().page
  const refused = useRefusal()
  return (
    <main className="waiting-place">
      <div className="waiting" role="status">
        <Mark />
        <p className="empty-title">{connection === 'open' ? shell.reading : shell.connecting}</p>
        {connection === 'lost' && <p>{shell.noAnswer}</p>}
        {connection === 'refused' && (
          <p>
            <Marked text={refused} />
          </p>
        )}
      </div>
    </main>
  )
}

/** What is said where the page's token is not known any more: at a seat of a class, that is not since a lab was started again. */
function useRefusal(): string {
  const { lessons, shell } = useWords().page
  return seatOfPage() === null ? shell.refused : lessons.seat.over
}

/** Says that the page may be out of date, and what to do about it, while nobody tells it of changes. */
function ConnectionBanner() {
  const isStale = useIsStale()
  const isRefused = useLabStore(({ connection }) => connection === 'refused')
  const { shell } = useWords().page
  const refused = useRefusal()
  return isStale ? (
    <p className="connection-banner" role="alert">
      <Unplug size={14} aria-hidden />
      <span>
        <Marked text={isRefused ? refused : shell.connectionLost(clockTime(labNow()))} />
      </span>
    </p>
  ) : null
}
