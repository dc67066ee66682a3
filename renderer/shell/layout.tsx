import { type ComponentType, Fragment, type ReactNode } from 'react'
import { Group, Panel, type PanelProps, Separator, useDefaultLayout } from 'react-resizable-panels'
import { Bench } from '../bench/bench.tsx'
import { Flow } from '../flow/flow.tsx'
import { FoldedPane } from '../panes/pane.tsx'
import { Service } from '../service/service.tsx'
import { Sessions } from '../service/sessions.tsx'
import { type PaneName, panes, usePreferences } from '../store/preferences.ts'
import { Traffic } from '../traffic/traffic.tsx'

type Size = Pick<PanelProps, 'defaultSize' | 'minSize' | 'maxSize' | 'groupResizeBehavior'>

interface Column {
  id: string
  /** From top to bottom. */
  panes: readonly PaneName[]
  size: Size
}

/** Three columns: the service; the bench above its traffic; the login above the sessions. */
const columns: readonly Column[] = [
  {
    id: 'service',
    panes: ['service'],
    size: {
      ...{ defaultSize: '278px', minSize: '230px', maxSize: '420px' },
      groupResizeBehavior: 'preserve-pixel-size',
    },
  },
  { id: 'centre', panes: ['bench', 'traffic'], size: { minSize: '440px' } },
  {
    id: 'right',
    panes: ['flow', 'sessions'],
    size: { defaultSize: '31%', minSize: '340px', maxSize: '45%' },
  },
]

const contents: Readonly<Record<PaneName, { Content: ComponentType; size: Size }>> = {
  service: { Content: Service, size: {} },
  bench: { Content: Bench, size: { defaultSize: '63%', minSize: '200px' } },
  traffic: { Content: Traffic, size: { minSize: '110px' } },
  flow: { Content: Flow, size: { defaultSize: '73%', minSize: '200px' } },
  sessions: { Content: Sessions, size: { minSize: '110px' } },
}

/** The panes in columns that can be resized, and below them the titles of those that are folded away. */
export function Layout() {
  const foldedPanes = usePreferences((state) => state.foldedPanes)
  const fullPane = usePreferences((state) => state.fullPane)
  const folded = fullPane === null ? panes.filter((pane) => foldedPanes.includes(pane)) : []
  return (
    <main className="layout">
      <div className="columns">
        {fullPane === null ? <Columns folded={folded} /> : <PaneContent pane={fullPane} />}
      </div>
      {folded.length > 0 && (
        <div className="folded-panes">
          {folded.map((pane) => (
            <FoldedPane key={pane} pane={pane} />
          ))}
        </div>
      )}
    </main>
  )
}

function Columns({ folded }: { folded: readonly PaneName[] }) {
  const shown = columns
    .map((column) => ({ ...column, panes: column.panes.filter((pane) => !folded.includes(pane)) }))
    .filter((column) => column.panes.length > 0)
  const ids = shown.map(({ id }) => id)
  return (
    // Another set of columns is another layout, whose sizes are remembered apart.
    <Resizable key={ids.join(' ')} id="bramble.columns" orientation="horizontal" panelIds={ids}>
      {shown.map(({ id, panes: stacked, size }, index) => (
        <Fragment key={id}>
          {index > 0 && <Separator className="separator is-vertical" />}
          {/* Without the column in the middle, the others share the width. */}
          <Panel id={id} {...(ids.includes('centre') ? size : {})}>
            <Stack column={id} stacked={stacked} />
          </Panel>
        </Fragment>
      ))}
    </Resizable>
  )
}

function Stack({ column, stacked }: { column: string; stacked: readonly PaneName[] }) {
  const [only] = stacked
  if (stacked.length === 1 && only !== undefined) return <PaneContent pane={only} />
  return (
    <Resizable
      key={stacked.join(' ')}
      id={`bramble.${column}`}
      orientation="vertical"
      panelIds={[...stacked]}
    >
      {stacked.map((pane, index) => (
        <Fragment key={pane}>
          {index > 0 && <Separator className="separator is-horizontal" />}
          <Panel id={pane} {...contents[pane].size}>
            <PaneContent pane={pane} />
          </Panel>
        </Fragment>
      ))}
    </Resizable>
  )
}

/** A group of panels whose sizes are remembered. */
function Resizable({
  id,
  orientation,
  panelIds,
  children,
}: {
  id: string
  orientation: 'horizontal' | 'vertical'
  panelIds: string[]
  children: ReactNode
}) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id, panelIds })
  return (
    <Group orientation={orientation} defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged}>
      {children}
    </Group>
  )
}

function PaneContent({ pane }: { pane: PaneName }) {
  const { Content } = contents[pane]
  return <Content />
}
