import type { ReactNode } from 'react'
import {
  filterKeys,
  formatDuration,
  messageStates,
  settingOfLimit,
  type TimeLimitName,
  timeLimits,
} from '#contract'
import type { Words } from '#words'
import { DeliveryMark } from '../controls/delivery-mark.tsx'
import { panes } from '../store/preferences.ts'
import { Marked } from '../words/marked.tsx'
import { LanguageChooser } from './language-chooser.tsx'
import { ShortcutList } from './shortcut-list.tsx'

export interface HelpSection {
  /** Unique; the name of a pane where the section is about one. */
  id: string
  title: string
  content: ReactNode
}

const limitNames = Object.keys(timeLimits).filter((name): name is TimeLimitName => name in timeLimits)

/** The whole help: what the lab is, its panes, and what holds for all of them. */
export function helpSections({ actions, help, helpPanes, traffic }: Words['page']): HelpSection[] {
  return [
    {
      id: 'what-this-is',
      title: help.whatThisIs.title,
      content: (
        <>
          <p>{help.whatThisIs.text}</p>
        </>
      ),
    },
    {
      id: 'first-minutes',
      title: help.firstMinutes.title,
      content: (
        <>
          <ol className="help-steps">
            {help.firstMinutes.steps.map((step) => (
              <li key={step}>
                <Marked text={step} />
              </li>
            ))}
          </ol>
        </>
      ),
    },
    { id: 'stage', title: help.stage.title, content: <Paragraphs texts={[help.stage.text]} /> },
    ...panes.map(
      (pane): HelpSection => ({
        id: pane,
        title: actions.panes[pane],
        content: <Paragraphs texts={helpPanes[pane]} />,
      }),
    ),
    {
      id: 'time-line',
      title: help.timeLine.title,
      content: <Paragraphs texts={help.timeLine.texts} />,
    },
    { id: 'turns', title: help.turns.title, content: <Paragraphs texts={help.turns.texts} /> },
    {
      id: 'filter',
      title: help.filter.title,
      content: (
        <>
          <Paragraphs texts={[help.filter.text]} />
          <dl className="help-limits">
            {filterKeys.map(({ explanation, name }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{traffic.filterKeys[name] ?? explanation}</dd>
              </div>
            ))}
          </dl>
        </>
      ),
    },
    {
      id: 'messages',
      title: help.messages.title,
      content: (
        <>
          <p>{help.messages.text}</p>
          <dl className="help-marks">
            {messageStates.map((state) => (
              <div key={state}>
                <dt>
                  <DeliveryMark state={state} />
                </dt>
                <dd>{help.messages.deliveries[state]}</dd>
              </div>
            ))}
          </dl>
          <p>{help.messages.light}</p>
        </>
      ),
    },
    {
      id: 'conditions',
      title: help.conditions.title,
      content: (
        <>
          <p>
            <Marked text={help.conditions.text} />
          </p>
        </>
      ),
    },
    {
      id: 'keeping',
      title: help.keeping.title,
      content: (
        <p>
          <Marked text={help.keeping.text} />
        </p>
      ),
    },
    {
      id: 'limits',
      title: help.limits.title,
      content: (
        <>
          <p>{help.limits.text}</p>
          <dl className="help-limits">
            {limitNames.map((name) => (
              <div key={name}>
                <dt className="tabular">{formatDuration(timeLimits[name].ms)}</dt>
                <dd>
                  {help.limits.waits(name)}
                  <SettingKey path={settingOfLimit(name)?.path} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      ),
    },
    {
      id: 'shortcuts',
      title: help.shortcuts.title,
      content: (
        <>
          <ShortcutList />
        </>
      ),
    },
    {
      id: 'language',
      title: help.language.title,
      content: (
        <>
          <LanguageChooser />
          <p>{help.language.text}</p>
        </>
      ),
    },
    {
      id: 'originality',
      title: help.originality.title,
      content: (
        <>
          <p>{help.originality.original}</p>
          <p>{help.originality.invented}</p>
        </>
      ),
    },
  ]
}

function Paragraphs({ texts }: { texts: readonly string[] }) {
  return texts.map((text) => (
    <p key={text}>
      <Marked text={text} />
    </p>
  ))
}

/** Where a limit can be set. */
function SettingKey({ path }: { path: string | undefined }) {
  if (path === undefined) return null
  return (
    <>
      {' '}
      (<code>{path}</code>)
    </>
  )
}
