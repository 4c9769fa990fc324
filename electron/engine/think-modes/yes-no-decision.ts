import type { LlamaDecisionContext } from 'node-llama-cpp'

const QUESTION = 'Is this hard to answer without thinking step by step?'

/** Longer questions are judged by their beginning and end: the task is said in one of them. */
const LONGEST_TEXT = 2000

/** Asks the loaded model, in a context of its own, whether a question needs thought: 0 to 1. */
export async function yesNoDecision(
  decisions: LlamaDecisionContext,
  question: string,
  signal: AbortSignal,
): Promise<number> {
  const { answers } = await decisions.decideWithMeta(
    shorten(question),
    { hard: { type: 'noul', instruction: QUESTION } },
    { signal, onOverflow: 'truncateDocument' },
  )
  return answers.hard.value
}

function shorten(text: string): string {
  if (text.length <= LONGEST_TEXT) return text
  return `${text.slice(0, LONGEST_TEXT / 2)}\n…\n${text.slice(-LONGEST_TEXT / 2)}`
}
