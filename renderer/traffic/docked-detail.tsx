import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Group, Panel, useDefaultLayout } from 'react-resizable-panels'
import { PaneSeparator } from '../controls/pane-separator.tsx'
import { useInterface } from '../store/interface.ts'
import { giveRoom } from '../store/pane-room.ts'
import { FrameDetail } from './frame-detail.tsx'

/** From this width on, table and detail stand beside each other and both can still be read. */
const besideFromPx = 980

/** Table and open frame share the pane: with less height, neither can be read. */
const leastRoomPx = 440

/** The table of frames, and docked below or beside it the frame that is open. Each way remembers its size. */
export function DockedDetail({ children }: { children: ReactNode }) {
  const { element, isWide } = useIsWide()
  return (
    <div ref={element} className="docked">
      {isWide !== null && (
        // Another orientation is another layout.
        <Docked key={`${isWide}`} isWide={isWide}>
          {children}
        </Docked>
      )}
    </div>
  )
}

function Docked({ isWide, children }: { isWide: boolean; children: ReactNode }) {
  const number = useInterface((state) => state.openFrame)
  const isOpen = number !== null
  useEffect(
    () => (isOpen ? giveRoom('traffic', Math.max(leastRoomPx, window.innerHeight / 2)) : undefined),
    [isOpen],
  )
  const orientation = isWide ? 'horizontal' : 'vertical'
  const panelIds = number === null ? ['frames'] : ['frames', 'detail']
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `bramble.frames.${orientation}`,
    panelIds,
  })
  return (
    <Group
      disableCursor
      orientation={orientation}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
    >
      <Panel id="frames" minSize={isWide ? '300px' : '52px'} className="docked-panel">
        {children}
      </Panel>
      {number !== null && (
        <>
          <PaneSeparator isVertical={isWide} />
          <Panel
            id="detail"
            defaultSize={isWide ? '50%' : '68%'}
            minSize={isWide ? '320px' : '90px'}
            className="docked-panel"
          >
            <FrameDetail number={number} />
          </Panel>
        </>
      )}
    </Group>
  )
}

function useIsWide() {
  const element = useRef<HTMLDivElement>(null)
  const [isWide, setWide] = useState<boolean | null>(null)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    const measure = () => setWide(current.clientWidth >= besideFromPx)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return { element, isWide }
}
