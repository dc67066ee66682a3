import { Popover } from '@base-ui/react/popover'
import { Bell, CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { NoticeView } from '#contract'
import { sentence } from '#words'
import { useSnapshot } from '../store/selectors.ts'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './notices.css'

const noNotices: readonly NoticeView[] = []
const icons = { error: CircleAlert, warning: TriangleAlert, information: Info } as const

/** Notices of the lab: a bell with the count of new ones, and the list of them. */
export function Notices() {
  const notices = useSnapshot<readonly NoticeView[]>((snapshot) => snapshot.notices, noNotices)
  const { shell } = useWords().page
  const [seenUntil, setSeenUntil] = useState(0)
  const latest = notices.at(-1)?.at ?? 0
  const unseen = notices.filter((one) => one.at > seenUntil && one.level !== 'information').length

  return (
    <Popover.Root onOpenChange={() => setSeenUntil(latest)}>
      <Popover.Trigger
        className="button quiet icon notices-button"
        aria-label={unseen > 0 ? shell.newNotices(unseen) : shell.notices}
      >
        <Bell size={15} aria-hidden />
        {unseen > 0 && <span className="notices-count tabular">{unseen > 99 ? '99+' : unseen}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="above-page">
          <Popover.Popup className="notices-popup">
            <Popover.Title className="notices-title">{shell.notices}</Popover.Title>
            {notices.length === 0 ? (
              <p className="empty-line">{shell.noNotices}</p>
            ) : (
              <ul className="notices-list">
                {notices.toReversed().map((notice, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: notices have no name of their own
                  <Notice key={`${notice.at} ${index}`} notice={notice} />
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Notice({ notice }: { notice: NoticeView }) {
  const words = useWords()
  const Icon = icons[notice.level]
  return (
    <li className="notice" data-level={notice.level}>
      <Icon size={14} aria-label={words.page.shell.levels[notice.level]} />
      <div>
        <p>{sentence(words.notices, notice)}</p>
        <p className="hint tabular">
          {clockTime(notice.at)}, {words.page.shell.noticeParts[notice.part]}
        </p>
      </div>
    </li>
  )
}
