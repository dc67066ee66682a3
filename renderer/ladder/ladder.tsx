import { useEffect, useMemo, useRef } from 'react'
import { Pane } from '../panes/pane.tsx'
import { preciseTime, tookTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './ladder.css'
import { type LadderForm, ladderIsShown, useLadder } from '../store/ladder.ts'
import { exportLadder } from './export/export-ladder.ts'
import { mostArrows } from './ladder-reader.ts'
import { LadderTools } from './ladder-tools.tsx'
import { LadderView } from './ladder-view.tsx'
import { chosenLanes } from './lanes.ts'
import { type Picture, pictureOf } from './picture.ts'
import { lengthOfTime } from './spoken.ts'
import { type LadderModel, useLadderModel } from './use-ladder-model.ts'
import { useRoom } from './use-room.ts'

/** Frames and decisions between lifelines: how a login went, in one picture. */
export default function Ladder() {
  const words = useWords()
  const { ladder } = words.page
  const model = useLadderModel()
  const body = useRef<HTMLDivElement>(null)
  const { textSize, width } = useRoom(body)
  const gaps = useLadder((state) => state.gaps)
  const hidden = useLadder((state) => state.hidden)
  const { flow, frames, identity, items, lanes } = model
  const startedAt = flow?.startedAt ?? null
  const timeOf = useMemo(
    () => (at: number) => (startedAt === null ? preciseTime(at) : `+${tookTime(at - startedAt)}`),
    [startedAt],
  )
  const picture = useMemo(
    () =>
      pictureOf(items, chosenLanes(lanes, { order: [], hidden }), {
        width,
        textSize,
        gaps,
        timeOf,
        gapText: (durationMs) => ladder.later(lengthOfTime(durationMs, words)),
      }),
    [items, lanes, hidden, width, textSize, gaps, timeOf, ladder, words],
  )
  useEffect(() => {
    const save = (form: LadderForm) => {
      if (picture.rows.length > 0) void exportLadder(form, { model, picture, timeOf })
    }
    ladderIsShown({ lanes: model.lanes, save })
  }, [model, picture, timeOf])
  useEffect(() => () => ladderIsShown(null), [])
  const isEmpty = picture.rows.length === 0
  return (
    <Pane
      pane="ladder"
      title={ladder.title}
      aside={<Count model={model} picture={picture} />}
      tools={<LadderTools model={model} picture={picture} timeOf={timeOf} />}
    >
      <div ref={body} className="ladder-room">
        {picture.lanes.length === 0 ? (
          <p className="empty-line">{ladder.allHidden}</p>
        ) : isEmpty && !frames.isReading ? (
          <div className="empty">
            <p className="empty-title">{ladder.nothingHere}</p>
            <p>{ladder.nothingHereHint}</p>
          </div>
        ) : isEmpty && flow === null ? (
          <div className="empty">
            <p className="empty-title">{ladder.empty}</p>
            <p>{ladder.emptyHint}</p>
          </div>
        ) : (
          <LadderView
            picture={picture}
            lanes={lanes}
            identity={identity}
            isOver={flow !== null && flow.endedAt !== null}
            spokenTime={(at) => (startedAt === null ? preciseTime(at) : tookTime(at - startedAt))}
          />
        )}
      </div>
    </Pane>
  )
}

function Count({ model: { frames, items }, picture }: { model: LadderModel; picture: Picture }) {
  const { ladder } = useWords().page
  const decisions = items.reduce((sum, item) => (item.kind === 'note' ? sum + 1 : sum), 0)
  if (items.length === 0) return null
  return (
    <span className="pane-aside is-count tabular">
      {ladder.count(items.length - decisions, decisions)}
      {frames.isCut && ` (${ladder.cut(mostArrows)})`}
      {picture.hiddenArrows > 0 && ` · ${ladder.hiddenArrows(picture.hiddenArrows)}`}
    </span>
  )
}
