import { foldAnswer } from '../../electron/contract/fold-answer.ts'
import type { Problem } from '../../electron/contract/ponder-error.ts'
import type { Answer, Conversation, ShownTurn } from '../../electron/contract/turns.ts'
import type { ConversationUpdate } from '../../electron/contract/updates.ts'

/** What a running answer is busy with before its words: standing in line behind another one, or reading the prompt. */
export type Busy =
  { readonly kind: 'waiting'; readonly answerId: string } | Extract<ConversationUpdate, { kind: 'reading' }>

export type ConversationState =
  /** `justAsked`: this window has asked here, so the answer is announced even if it was whole before it was seen. */
  | { readonly kind: 'waiting'; readonly justAsked: boolean }
  | {
      readonly kind: 'shown'
      readonly conversation: Conversation
      /** The shown path, oldest first; `hasOlder` when it begins further up. */
      readonly turns: readonly ShownTurn[]
      readonly hasOlder: boolean
      readonly busy: Busy | null
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
  if (update.kind === 'reading') {
    const reading = { ...foldTurn(state, update.answerId, update), busy: update }
    return update.looking === true ? { ...reading, announcement: LOOKING } : reading
  }
  if (update.kind === 'done') {
    const done = foldTurn(state, update.answer.id, update)
    return { ...done, busy: null, announcement: stateInWords(update.answer) }
  }
  // Looking goes on when it is known how the answer is to come.
  if (update.kind === 'route' && isLooking(state)) return foldTurn(state, update.answerId, update)
  const goesOn = update.kind === 'route' || update.kind === 'thought' || update.kind === 'answer'
  return foldTurn(goesOn ? notBusy(state) : state, update.answerId, update)
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
  const { conversation, turns, hasOlder, waitingId, lookingId } = snapshot
  const first = turns[0]?.turn.id
  const before = state.kind === 'shown' ? state : null
  const at = before && hasOlder ? before.turns.findIndex(({ turn }) => turn.id === first) : -1
  const kept = before && at > 0 ? before.turns.slice(0, at) : []
  const last = lastAnswer(turns)
  return {
    kind: 'shown',
    conversation,
    turns: kept.length > 0 ? [...kept, ...turns] : turns,
    hasOlder: kept.length > 0 && before ? before.hasOlder : hasOlder,
    busy: waitingId === null ? looking(lookingId) : { kind: 'waiting', answerId: waitingId },
    announcement: lookingId === null ? announcementOf(state, last) : LOOKING,
  }
}

/** Opening an old conversation is silent; a running answer, or one just asked for, is not. */
function announcementOf(state: ConversationState, last: Answer | null): string {
  if (last?.status === 'running') return stateInWords(last)
  if (state.kind === 'shown') return state.announcement
  return last !== null && state.kind === 'waiting' && state.justAsked ? stateInWords(last) : ''
}

function foldTurn(state: Shown, answerId: string, update: ConversationUpdate): Shown {
  // From the end: what streams is nearly always the last turn.
  const at = state.turns.findLastIndex(({ turn }) => turn.id === answerId)
  const shown = state.turns[at]
  if (shown?.turn.kind !== 'answer') return state
  return { ...state, turns: state.turns.with(at, { ...shown, turn: foldAnswer(shown.turn, update) }) }
}

/** What a screen reader hears instead of "Answering". */
const LOOKING = 'Looking at the images'

function looking(answerId: string | null): Busy | null {
  return answerId === null
    ? null
    : { kind: 'reading', answerId, read: 0, toRead: 0, reused: 0, looking: true }
}

function isLooking({ busy }: Shown): boolean {
  return busy?.kind === 'reading' && busy.looking === true
}

function notBusy(state: Shown): Shown {
  return state.busy === null ? state : { ...state, busy: null }
}

function stateInWords(answer: Answer): string {
  if (answer.status === 'running') return 'Answering'
  const words = answer.text.split(/\s+/u).filter(Boolean).length
  if (answer.status === 'complete') return `Answer complete, ${words} ${words === 1 ? 'word' : 'words'}`
  if (answer.status === 'stopped') return 'Answer stopped'
  return 'Answer ended early'
}
