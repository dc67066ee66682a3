import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { Bench } from '../bench/bench.tsx'
import { Flow } from '../flow/flow.tsx'
import { Service } from '../service/service.tsx'
import { Sessions } from '../service/sessions.tsx'
import { FrameDetail } from '../traffic/frame-detail.tsx'
import { Traffic } from '../traffic/traffic.tsx'

/** Three columns: the service; the bench above its traffic; the login above the sessions. All can be resized. */
export function Layout() {
  const columns = useDefaultLayout({ id: 'bramble.columns' })
  return (
    <main className="layout">
      <Group orientation="horizontal" {...remembered(columns)}>
        <Panel
          id="service"
          defaultSize="278px"
          minSize="230px"
          maxSize="420px"
          groupResizeBehavior="preserve-pixel-size"
        >
          <Service />
        </Panel>
        <Separator className="separator is-vertical" />
        <Panel id="centre" minSize="440px">
          <Stack id="bramble.centre" top={<Bench />} bottom={<Traffic />} topSize="63%" />
        </Panel>
        <Separator className="separator is-vertical" />
        <Panel id="right" defaultSize="31%" minSize="340px" maxSize="45%">
          <Stack id="bramble.right" top={<Flow />} bottom={<Sessions />} topSize="73%" />
        </Panel>
      </Group>
      <FrameDetail />
    </main>
  )
}

function Stack({
  id,
  top,
  bottom,
  topSize,
}: {
  id: string
  top: ReactNode
  bottom: ReactNode
  topSize: string
}) {
  const rows = useDefaultLayout({ id })
  return (
    <Group orientation="vertical" {...remembered(rows)}>
      <Panel id="top" defaultSize={topSize} minSize="200px">
        {top}
      </Panel>
      <Separator className="separator is-horizontal" />
      <Panel id="bottom" minSize="110px">
        {bottom}
      </Panel>
    </Group>
  )
}

function remembered({ defaultLayout, onLayoutChanged }: ReturnType<typeof useDefaultLayout>) {
  return { defaultLayout, onLayoutChanged }
}
