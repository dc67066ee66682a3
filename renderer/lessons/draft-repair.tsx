import { useMemo } from 'react'
import {
  draft,
  type LessonDraft,
  type RepairStep,
  repairedStates,
  repairKinds,
  useLessonDraft,
} from '../store/lesson-draft.ts'
import { type RepairChoices, repairChoices } from '../store/repair-source.ts'
import { useWords } from '../words/words.ts'
import { AddButton, ChoiceField, changed, Part, RemoveButton, TextField } from './draft-fields.tsx'

const mostRows = 20

/** What the trainee has to repair, how it is done, and when it is. */
export function RepairPart() {
  const { repair: words } = useWords().page.makeLesson
  const { repair, scenario } = useLessonDraft((state) => state.draft)
  const choices = useMemo(() => repairChoices(scenario), [scenario])
  const put = (change: Partial<LessonDraft['repair']>) => draft({ repair: { ...repair, ...change } })
  const { steps, holds, text } = repair
  return (
    <Part title={words.title} hint={words.about}>
      <TextField
        label={words.question}
        hint={words.questionHint}
        rows={2}
        value={text}
        onChange={(typed) => put({ text: typed })}
      />
      {text.trim() !== '' && (
        <>
          <h4>{words.steps}</h4>
          {steps.map((step, index) => (
            <StepRow
              // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever step stands in them
              key={index}
              number={index + 1}
              step={step}
              choices={choices}
              onChange={(change) => put({ steps: changed(steps, index, change) })}
            />
          ))}
          {steps.length < mostRows && (
            <div className="draft-buttons">
              <AddButton
                what={words.step(steps.length + 1)}
                onPress={() =>
                  put({ steps: [...steps, { do: 'set', what: choices.settings[0] ?? '', value: '' }] })
                }
              />
            </div>
          )}
          <h4>{words.holds}</h4>
          {holds.map(({ handheld, state }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever handheld stands in them
            <div key={index} className="draft-with-button">
              <div className="draft-row">
                <ListField
                  label={words.handheld(index + 1)}
                  value={handheld}
                  values={choices.handhelds}
                  onChange={(chosen) => put({ holds: changed(holds, index, { handheld: chosen }) })}
                />
                <ChoiceField
                  label={words.state(index + 1)}
                  isLabelHidden
                  value={state}
                  values={repairedStates}
                  words={words.states}
                  onChange={(chosen) => put({ holds: changed(holds, index, { state: chosen }) })}
                />
              </div>
              <RemoveButton
                what={words.handheld(index + 1)}
                onPress={() => put({ holds: changed(holds, index, null) })}
              />
            </div>
          ))}
          {holds.length < mostRows && (
            <div className="draft-buttons">
              <AddButton
                what={words.handheld(holds.length + 1)}
                onPress={() =>
                  put({
                    holds: [
                      ...holds,
                      {
                        handheld:
                          choices.handhelds.find((name) => holds.every((one) => one.handheld !== name)) ?? '',
                        state: 'signed-in',
                      },
                    ],
                  })
                }
              />
            </div>
          )}
        </>
      )}
    </Part>
  )
}

function valuesFor(kind: RepairStep['do'], { faults, handhelds, settings, users }: RepairChoices): string[] {
  if (kind === 'set') return settings
  if (kind === 'mend') return faults
  return kind === 'allow' ? users : handhelds
}

function StepRow({
  number,
  step,
  choices,
  onChange,
}: {
  /** From 1. */
  number: number
  step: RepairStep
  choices: RepairChoices
  /** @param change null: removes it */
  onChange: (change: Partial<RepairStep> | null) => void
}) {
  const { repair: words } = useWords().page.makeLesson
  return (
    <div className="draft-with-button">
      <div className="draft-row">
        <ChoiceField
          label={words.step(number)}
          isLabelHidden
          value={step.do}
          values={repairKinds}
          words={words.kinds}
          onChange={(kind) => onChange({ do: kind, what: valuesFor(kind, choices)[0] ?? '', value: '' })}
        />
        <ListField
          label={words.what(number)}
          value={step.what}
          values={valuesFor(step.do, choices)}
          onChange={(what) => onChange({ what })}
        />
        {step.do === 'set' && (
          <TextField
            label={words.value(number)}
            isLabelHidden
            hint={words.valueHint}
            value={step.value}
            onChange={(value) => onChange({ value })}
          />
        )}
      </div>
      <RemoveButton what={words.step(number)} onPress={() => onChange(null)} />
    </div>
  )
}

/** One of the lab's own names. What is chosen stays in the list, though another scenario has it no more. */
function ListField({
  label,
  value,
  values,
  onChange,
}: {
  label: string
  value: string
  values: readonly string[]
  onChange: (value: string) => void
}) {
  const all = values.includes(value) ? values : [value, ...values]
  return (
    <ChoiceField
      label={label}
      isLabelHidden
      value={value}
      values={all}
      words={Object.fromEntries(all.map((one) => [one, one]))}
      onChange={onChange}
    />
  )
}
