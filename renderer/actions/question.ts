import { create } from 'zustand'

/** What a person is asked before something is done that cannot be taken back. */
export interface Question {
  title: string
  text: string
  /** The button that does it. */
  confirm: string
}

interface Asked extends Question {
  answer(isConfirmed: boolean): void
}

export const useQuestion = create<{ asked: Asked | null }>(() => ({ asked: null }))

/** Asks in a dialog. @returns whether the person wants it */
export function isConfirmed(question: Question): Promise<boolean> {
  answerQuestion(false)
  return new Promise((resolve) => useQuestion.setState({ asked: { ...question, answer: resolve } }))
}

/** Takes the question away, answered. */
export function answerQuestion(isWanted: boolean): void {
  const { asked } = useQuestion.getState()
  useQuestion.setState({ asked: null })
  asked?.answer(isWanted)
}
