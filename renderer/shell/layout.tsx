import {
  type ComponentType,
  Fragment,
  memo,
  type ReactNode,
  Suspense,
  useDeferredValue,
  useMemo,
  useRef,
} from 'react'
import {
  Group,
  type GroupProps,
  Panel,
  type PanelImperativeHandle,
  type PanelProps,
} from 'react-resizable-panels'
import { Bench } from '../bench/bench.tsx'
import { PaneSeparator } from '../controls/pane-separator.tsx'
import { Flow } from '../flow/flow.tsx'
import { FoldedPane, HiddenPane } from '../panes/pane.tsx'
import { Service } from '../service/service.tsx'
import { Sessions } from '../service/sessions.tsx'
import { useInterface } from '../store/interface.ts'
import { lazyPart } from '../store/lazy-part.tsx'
import { isPaneHidden, useLesson } from '../store/lesson.ts'
import { placePane } from '../store/pane-room.ts'
import { rememberSizes, sizesOf } from '../store/pane-sizes.ts'
import { type PaneName, type Preferences, panes, usePreferences } from '../store/preferences.ts'
import { Traffic } from '../traffic/traffic.tsx'
import { useIsItsTurn } from './one-by-one.ts'
import { PaneList } from './pane-list.tsx'
import { type Arrangement, useWindowShape } from './window-shape.ts'

interface Column {
  id: string
  /** From top to bottom. */
  panes: readonly PaneName[]
  size: Pick<PanelProps, 'defaultSize' | 'minSize' | 'maxSize' | 'groupResizeBehavior'>
}

/** In place of the service's column while the lessons are shown: text that is read needs more width than a panel of settings. */
const lessons: Column = {
  id: 'lessons',
  panes: ['lessons', 'service'],
  size: {
    ...{ defaultSize: 310, minSize: 270, maxSize: 560 },
    groupResizeBehavior: 'preserve-pixel-size',
  },
}
const service: Column = {
  id: 'service',
  panes: ['service'],
  size: {
    ...{ defaultSize: 278, minSize: 230, maxSize: 420 },
    groupResizeBehavior: 'preserve-pixel-size',
  },
}
const centre: Column = {
  id: 'centre',
  panes: ['studio', 'bench', 'ladder', 'traffic', 'log'],
  size: { minSize: 440 },
}
const right: Column = {
  id: 'right',
  panes: ['flow', 'sessions', 'charts'],
  size: { defaultSize: '31%', minSize: 340, maxSize: '45%' },
}

/** The columns from left to right. Where three have no room, the service stands below the login and the sessions. */
const columns: Readonly<Record<Arrangement, readonly Column[]>> = {
  columns: [lessons, centre, right],
  pair: [
    { ...centre, size: { minSize: 480 } },
    { ...right, panes: ['lessons', ...right.panes, ...service.panes], size: { ...right.size, minSize: 320 } },
  ],
  single: [
    {
      id: 'all',
      panes: [...new Set<PaneName>(['lessons', 'bench', ...right.panes, ...centre.panes, 'service'])],
      size: {},
    },
  ],
}

interface PaneContents {
  Content: ComponentType
  /** Part of its column's height at first. */
  share?: `${number}%`
  /** Height that it needs to be of use. Where the panes of a column need more than there is, the column scrolls. */
  least: number
  /** Height in a window of one column, where it does not share it. */
  height: number
}

// Panes that begin folded are loaded when they are first unfolded, since everybody pays for the start of the app.
const Ladder = lazyPart(() => import('../ladder/ladder.tsx'))
const Log = lazyPart(() => import('../log/log-pane.tsx'))
const Studio = lazyPart(() => import('../studio/studio-pane.tsx'))
const Charts = lazyPart(() => import('../charts/charts-pane.tsx'))
const Lessons = lazyPart(() => import('../lessons/lessons-pane.tsx'))

const contents: Readonly<Record<PaneName, PaneContents>> = {
  service: { Content: Service, least: 280, height: 660 },
  bench: { Content: Bench, share: '66%', least: 260, height: 540 },
  ladder: { Content: Ladder, least: 220, height: 560 },
  traffic: { Content: Traffic, least: 150, height: 440 },
  log: { Content: Log, least: 160, height: 400 },
  flow: { Content: Flow, share: '73%', least: 300, height: 600 },
  sessions: { Content: Sessions, least: 130, height: 240 },
  studio: { Content: Studio, least: 390, height: 620 },
  charts: { Content: Charts, least: 350, height: 560 },
  lessons: { Content: Lessons, share: '70%', least: 360, height: 640 },
}

/** The panes in columns that can be resized, and below them the titles of those that are folded away. */
export function Layout() {
  // Panes that come are drawn in slices, so that keys and clicks are answered meanwhile.
  const foldedPanes = useDeferredValue(usePreferences((state) => state.foldedPanes))
  const fullPane = useDeferredValue(usePreferences((state) => state.fullPane))
  return <Panes foldedPanes={foldedPanes} fullPane={fullPane} />
}

/** Kept as it is until what is to come has been drawn. */
const Panes = memo(function Panes({ foldedPanes, fullPane }: Pick<Preferences, 'foldedPanes' | 'fullPane'>) {
  const arrangement = useWindowShape((state) => state.arrangement)
  const lesson = useLesson()
  const hidden = panes.filter((pane) => isPaneHidden(lesson, pane))
  const full = fullPane === null || hidden.includes(fullPane) ? null : fullPane
  const folded =
    full === null ? panes.filter((pane) => foldedPanes.includes(pane) && !hidden.includes(pane)) : []
  const shown = columns[arrangement]
    .map((column) => ({
      ...column,
      panes: column.panes.filter((pane) => !folded.includes(pane) && !hidden.includes(pane)),
    }))
    .filter((column) => column.panes.length > 0)
    .map((column) =>
      column.id === 'lessons' && !column.panes.includes('lessons')
        ? { ...service, panes: column.panes }
        : column,
    )
  const away = full === null && folded.length + hidden.length > 0 && (
    <div className="folded-panes">
      {folded.map((pane) => (
        <FoldedPane key={pane} pane={pane} />
      ))}
      {hidden.map((pane) => (
        <HiddenPane key={pane} pane={pane} />
      ))}
    </div>
  )
  const [only] = shown
  if (full === null && arrangement === 'single' && only !== undefined) {
    return (
      <main className="layout">
        <SingleColumn shown={only.panes} away={away} />
      </main>
    )
  }
  return (
    <main className="layout">
      {full === null ? (
        <Columns key={arrangement} arrangement={arrangement} shown={shown} />
      ) : (
        <div className="columns">
          <PaneContent pane={full} />
        </div>
      )}
      {away}
    </main>
  )
})

function Columns({ arrangement, shown }: { arrangement: Arrangement; shown: readonly Column[] }) {
  const ids = shown.map(({ id }) => id)
  return (
    <div className="columns">
      <Resizable id={`${arrangement} ${ids.join(' ')}`} orientation="horizontal">
        {(remembered) =>
          shown.map(({ id, panes: stacked, size }, index) => (
            <Fragment key={id}>
              {index > 0 && <PaneSeparator isVertical />}
              {/* Without the column in the middle, the others share the width. */}
              <Panel id={id} {...(ids.includes('centre') ? size : {})} {...remembered(id)}>
                <Stack stacked={stacked} />
              </Panel>
            </Fragment>
          ))
        }
      </Resizable>
    </div>
  )
}

/** The panes of one column, which scrolls where they need more height than there is. */
function Stack({ stacked }: { stacked: readonly PaneName[] }) {
  const isFrameOpen = useInterface((state) => state.openFrame !== null)
  const leastOf = (pane: PaneName) =>
    pane === 'traffic' && isFrameOpen ? leastWithFrame : contents[pane].least
  const needed = stacked.reduce((sum, pane) => sum + leastOf(pane) + gap, -gap)
  return (
    <div className="stack">
      <Resizable id={stacked.join(' ')} orientation="vertical" style={{ minHeight: needed }}>
        {(remembered) =>
          stacked.map((pane, index) => (
            <Fragment key={pane}>
              {index > 0 && <PaneSeparator isVertical={false} />}
              <Panel
                id={pane}
                minSize={leastOf(pane)}
                {...(stacked.length > 2 ? {} : { defaultSize: contents[pane].share })}
                {...remembered(pane)}
              >
                <PaneContent pane={pane} />
              </Panel>
            </Fragment>
          ))
        }
      </Resizable>
    </div>
  )
}

/** What the traffic needs while a frame is open in it, so that its rows and the frame can both be read. */
const leastWithFrame = 330

/** As in the style sheet: what separates two panes. */
const gap = 6

/** All panes below each other, each as high as it likes to be, and above them a line that leads to each and brings folded ones back. */
function SingleColumn({ shown, away }: { shown: readonly PaneName[]; away: ReactNode }) {
  return (
    <>
      <div className="pane-line">
        <PaneList shown={shown} />
        {away}
      </div>
      <div className="columns stack is-single">
        {shown.map((pane) => (
          <div
            key={pane}
            className="stack-pane"
            style={{ height: `max(${contents[pane].least}px, min(${contents[pane].height}px, 100cqh))` }}
          >
            <PaneContent pane={pane} />
          </div>
        ))}
      </div>
    </>
  )
}

/**
 * A group of panels whose sizes are remembered once somebody has chosen them, for each set of panels apart. Those of columns in
 * pixels, so that a small window does not take the room of a large one; those of panes in parts of the height.
 */
function Resizable({
  id,
  orientation,
  style,
  children,
}: Pick<GroupProps, 'orientation' | 'style'> & {
  id: string
  children: (
    remembered: (panel: string) => Pick<PanelProps, 'panelRef'> & Partial<Pick<PanelProps, 'defaultSize'>>,
  ) => ReactNode
}) {
  const sizes = useMemo(() => sizesOf(id), [id])
  const handles = useRef(new Map<string, PanelImperativeHandle>())
  const isHorizontal = orientation === 'horizontal'

  function remember() {
    const chosen = [...handles.current].map(([panel, handle]): [string, number] => {
      const { inPixels, asPercentage } = handle.getSize()
      return [panel, isHorizontal ? inPixels : asPercentage]
    })
    rememberSizes(id, Object.fromEntries(chosen.filter(([panel]) => panel !== 'centre')))
  }

  return (
    <Group
      {...{ orientation, style }}
      // It would add a rule for the whole page at each press and release, and with it every style would be computed anew.
      disableCursor
      onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && remember()}
    >
      {children((panel) => {
        const size = sizes[panel]
        return {
          panelRef(handle) {
            if (handle === null) handles.current.delete(panel)
            else handles.current.set(panel, handle)
            placePane(panel, handle)
          },
          ...(size === undefined ? {} : { defaultSize: isHorizontal ? size : `${size}%` }),
        }
      })}
    </Group>
  )
}

/** Kept as it is while panes around it come and go: folding one draws no other anew. */
const PaneContent = memo(function PaneContent({ pane }: { pane: PaneName }) {
  const { Content } = contents[pane]
  return useIsItsTurn() ? (
    <Suspense fallback={null}>
      <Content />
    </Suspense>
  ) : null
})
