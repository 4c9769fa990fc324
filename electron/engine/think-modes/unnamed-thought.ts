import type { ChatWrapper, LlamaContextSequence, LlamaModel } from 'node-llama-cpp'
import { ownDecision } from './own-decision.ts'
import { HARD_QUESTIONS } from './probe.ts'
import { namedMarks } from './templates/thought-marks.ts'
import type { Marks } from './templates/thought-marks.ts'
import type { TemplateReading } from './templates/understand-template.ts'

/**
 * The marks that a vocabulary has tokens of its own for, both of them. Some models were trained to think by themselves
 * behind a template that says nothing of it; others only share the vocabulary of one that thinks.
 * Example: of "<|im_end|>", "<think>" and "</think>" they are <think> and </think>; of "<think>" alone null.
 */
export function marksOfTokens(texts: readonly string[]): Marks | null {
  const known = new Set(texts)
  return namedMarks(texts.join('\n')).find(({ open, close }) => known.has(open) && known.has(close)) ?? null
}

/**
 * What a template that names no mark is, once its model is known to open a thought by itself: there is no way to ask for
 * none, but one can be opened, and closed, by force. Each mark stands on a line of its own, as those who train so write it.
 */
export function withUnnamedThought(reading: TemplateReading, marks: Marks): TemplateReading {
  const [open, close, separator] = [`${marks.open}\n`, `\n${marks.close}`, '\n\n']
  const quick = `${open}${close}${separator}`
  return {
    ...reading,
    style: 'always',
    thought: { marks, answerMarks: null, open, close, separator, quick, kept: false },
  }
}

/** Whether the model itself begins its answer to a hard question with this mark, more likely than with all else. */
export async function opensByItself(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  wrapper: ChatWrapper,
  mark: string,
): Promise<boolean> {
  const { contextText } = wrapper.generateContextState({
    chatHistory: [
      { type: 'user', text: HARD_QUESTIONS[0] },
      { type: 'model', response: [] },
    ],
  })
  const [token] = model.tokenize(mark, true)
  if (token === undefined) return false
  const other = await ownDecision(sequence, contextText.tokenize(model.tokenizer), [token])
  await sequence.clearHistory()
  return other < 0.5
}
