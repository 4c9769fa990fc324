import type { Problem } from '../../electron/contract/ponder-error.ts'
import type { Answer, Conversation, ShownTurn } from '../../electron/contract/turns.ts'
import type { ConversationUpdate } from '../../electron/contract/updates.ts'

/** How far the engine is with reading the prompt of one running answer. */
export type Reading = {
  readonly answerId: string
  readonly read: number
  readonly toRead: number
  readonly reused: number
}

export type ConversationState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'shown'
      readonly conversation: Conversation
      /** The shown path, oldest first; `hasOlder` when it begins further up. */
      readonly turns: readonly ShownTurn[]
      readonly hasOlder: boolean
      readonly reading: Reading | null
      /** What a screen reader hears; never the streamed text itself. */
      readonly announcement: string
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'failed'; readonly problem: Problem }

type Shown = Extract<ConversationState, { kind: 'shown' }>

/** Folds one thing heard about a conversation into what is shown of it. */
export function foldConversation(state: ConversationState, update: ConversationUpdate): ConversationState {
  if (update.kind === 'snapshot') return foldSnapshot(state, update)
  if (update.kind === 'deleted') return { kind: 'deleted' }
  // The first update of a stream is a snapshot; anything before it speaks of a path that is not shown.
  if (state.kind !== 'shown') return state
  switch (update.kind) {
    case 'route':
      return changeAnswer(state, update.answerId, (answer) => ({ ...answer, route: update.route }))
    case 'reading':
      return { ...state, reading: update }
    case 'thought':
      return changeAnswer(notReading(state), update.answerId, (answer) => ({
        ...answer,
        thought: answer.thought + update.text,
        tokens: { ...answer.tokens, thought: update.tokens },
        ms: { ...answer.ms, thought: update.ms },
      }))
    case 'thought-ended':
      return changeAnswer(notReading(state), update.answerId, (answer) => ({
        ...answer,
        thoughtEnd: update.why,
        ms: { ...answer.ms, thought: update.ms },
      }))
    case 'answer':
      return changeAnswer(notReading(state), update.answerId, (answer) => ({
        ...answer,
        text: answer.text + update.text,
        tokens: { ...answer.tokens, answer: update.tokens },
      }))
    case 'answer-was-thought':
      return changeAnswer(state, update.answerId, textBecomesThought)
    case 'note':
      return changeAnswer(state, update.answerId, (answer) => ({
        ...answer,
        notes: [...answer.notes, update.note],
      }))
    case 'done':
      return {
        ...changeAnswer(notReading(state), update.answer.id, () => update.answer),
        announcement: endingInWords(update.answer),
      }
  }
  return update satisfies never
}

/** Puts turns from further up before the ones shown; late replies for another path are dropped. */
export function foldOlder(
  state: ConversationState,
  beforeId: string,
  older: { readonly turns: readonly ShownTurn[]; readonly hasOlder: boolean },
): ConversationState {
  if (state.kind !== 'shown' || state.turns[0]?.turn.id !== beforeId) return state
  return { ...state, turns: [...older.turns, ...state.turns], hasOlder: older.hasOlder }
}

export function lastAnswer(turns: readonly ShownTurn[]): Answer | null {
  const last = turns.at(-1)?.turn
  return last?.kind === 'answer' ? last : null
}

/** A snapshot holds only the end of the path: turns read from further up stay when it still hangs below them. */
function foldSnapshot(
  state: ConversationState,
  snapshot: Extract<ConversationUpdate, { kind: 'snapshot' }>,
): Shown {
  const { conversation, turns, hasOlder } = snapshot
  const first = turns[0]?.turn.id
  const before = state.kind === 'shown' ? state : null
  const at = before && hasOlder ? before.turns.findIndex(({ turn }) => turn.id === first) : -1
  const kept = before && at > 0 ? before.turns.slice(0, at) : []
  const running = lastAnswer(turns)?.status === 'running'
  return {
    kind: 'shown',
    conversation,
    turns: kept.length > 0 ? [...kept, ...turns] : turns,
    hasOlder: kept.length > 0 && before ? before.hasOlder : hasOlder,
    reading: null,
    announcement: running ? 'Answering' : (before?.announcement ?? ''),
  }
}

function changeAnswer(state: Shown, answerId: string, change: (answer: Answer) => Answer): Shown {
  // From the end: what streams is nearly always the last turn.
  const at = state.turns.findLastIndex(({ turn }) => turn.id === answerId)
  const shown = state.turns[at]
  if (shown?.turn.kind !== 'answer') return state
  return { ...state, turns: state.turns.with(at, { ...shown, turn: change(shown.turn) }) }
}

function notReading(state: Shown): Shown {
  return state.reading === null ? state : { ...state, reading: null }
}

function textBecomesThought(answer: Answer): Answer {
  return {
    ...answer,
    thought: answer.thought + answer.text,
    text: '',
    tokens: { ...answer.tokens, thought: answer.tokens.thought + answer.tokens.answer, answer: 0 },
  }
}

function endingInWords(answer: Answer): string {
  const words = answer.text.split(/\s+/u).filter(Boolean).length
  if (answer.status === 'complete') return `Answer complete, ${words} ${words === 1 ? 'word' : 'words'}`
  if (answer.status === 'stopped') return 'Answer stopped'
  return 'Answer ended early'
}
