import { describe, expect, test } from 'vitest'
import type { Answer, ShownTurn } from '../../electron/contract/turns.ts'
import type { ConversationUpdate } from '../../electron/contract/updates.ts'
import { answerLike } from '../../electron/contract/fixtures/answer-like.ts'
import { foldConversation, foldOlder, type ConversationState } from './fold-conversation.ts'

const question = (id: string): ShownTurn => ({
  turn: {
    kind: 'question',
    id,
    conversationId: 'conversation-1',
    parentId: null,
    parts: [{ kind: 'text', text: id }],
    modeAsked: 'auto',
    createdAt: 0,
  },
  siblingIds: [id],
})
const answer = (id: string, changes: Partial<Answer> = {}): ShownTurn => ({
  turn: answerLike({ id, ...changes }),
  siblingIds: [id],
})
const snapshot = (
  turns: readonly ShownTurn[],
  hasOlder = false,
  waitingId: string | null = null,
  lookingId: string | null = null,
): ConversationUpdate => ({
  kind: 'snapshot',
  conversation: { id: 'conversation-1', title: 'Letters', updatedAt: 0 },
  turns: [...turns],
  hasOlder,
  waitingId,
  lookingId,
})
const fold = (
  updates: readonly ConversationUpdate[],
  from: ConversationState = { kind: 'waiting', justAsked: false },
) => updates.reduce(foldConversation, from)
const ids = (state: ConversationState) =>
  state.kind === 'shown' ? state.turns.map(({ turn }) => turn.id) : state.kind
const lastTurn = (state: ConversationState) => (state.kind === 'shown' ? state.turns.at(-1)?.turn : null)

describe('foldConversation', () => {
  const running = fold([snapshot([question('q1'), answer('a1', { status: 'running' })])])

  test('grows the thought, then the answer, with the counts the engine gives', () => {
    const state = fold(
      [
        { kind: 'thought', answerId: 'a1', text: 'Let me ', tokens: 2, ms: 100 },
        { kind: 'thought', answerId: 'a1', text: 'count.', tokens: 4, ms: 220 },
        { kind: 'thought-ended', answerId: 'a1', why: 'model', ms: 230 },
        { kind: 'answer', answerId: 'a1', text: 'Three', tokens: 1 },
        { kind: 'answer', answerId: 'a1', text: '.', tokens: 2 },
      ],
      running,
    )
    expect(lastTurn(state)).toMatchObject({
      thought: 'Let me count.',
      thoughtEnd: 'model',
      text: 'Three.',
      tokens: { thought: 4, answer: 2 },
      ms: { thought: 230 },
    })
  })

  test('moves what looked like an answer into the thought', () => {
    const state = fold(
      [
        { kind: 'answer', answerId: 'a1', text: 'Hm, let me see', tokens: 5 },
        { kind: 'answer-was-thought', answerId: 'a1' },
        { kind: 'answer', answerId: 'a1', text: 'Yes', tokens: 1 },
      ],
      running,
    )
    expect(lastTurn(state)).toMatchObject({
      thought: 'Hm, let me see',
      text: 'Yes',
      tokens: { thought: 5, answer: 1 },
    })
  })

  test('knows an answer that stands in line, until its turn comes', () => {
    const waiting = fold([snapshot([question('q1'), answer('a1')], false, 'a1')])
    expect(waiting).toMatchObject({ busy: { kind: 'waiting', answerId: 'a1' } })
    const route = { mode: 'quick', by: 'person', pThink: null, ms: null } as const
    expect(fold([{ kind: 'route', answerId: 'a1', route }], waiting)).toMatchObject({ busy: null })
  })

  test('shows the reading until the first word', () => {
    const reading = fold([{ kind: 'reading', answerId: 'a1', read: 10, toRead: 90, reused: 0 }], running)
    expect(reading).toMatchObject({ busy: { read: 10, toRead: 90 } })
    expect(fold([{ kind: 'answer', answerId: 'a1', text: 'A', tokens: 1 }], reading)).toMatchObject({
      busy: null,
    })
  })

  test('says that images are looked at until the first word, also to a window that comes late', () => {
    const begun = { kind: 'reading', answerId: 'a1', read: 0, toRead: 0, reused: 0, looking: true } as const
    const route = { mode: 'plain', by: 'only-choice', pThink: null, ms: null } as const
    for (const start of [
      fold([begun], running),
      fold([snapshot([question('q1'), answer('a1')], false, null, 'a1')]),
    ]) {
      const routed = fold([{ kind: 'route', answerId: 'a1', route }], start)
      expect(routed).toMatchObject({ busy: { looking: true }, announcement: 'Looking at the images' })
      expect(fold([{ kind: 'answer', answerId: 'a1', text: 'A', tokens: 1 }], routed)).toMatchObject({
        busy: null,
      })
    }
  })

  test('takes the stored answer when it is done and says so without its text', () => {
    const done = answerLike({ id: 'a1', text: 'There are three.' })
    const state = fold([{ kind: 'done', answer: done }], running)
    expect(lastTurn(state)).toEqual(done)
    expect(state).toMatchObject({ announcement: 'Answer complete, 3 words' })
  })

  test('announces that an answer has begun', () => {
    expect(running).toMatchObject({ announcement: 'Answering' })
  })

  test('ignores updates for an answer that is not shown, and those before the first snapshot', () => {
    const stray: ConversationUpdate = { kind: 'answer', answerId: 'elsewhere', text: 'x', tokens: 1 }
    expect(fold([stray], running)).toEqual(running)
    expect(fold([stray])).toEqual({ kind: 'waiting', justAsked: false })
  })

  test('leaves untouched turns the same objects, so that they are not drawn again', () => {
    const state = fold([{ kind: 'answer', answerId: 'a1', text: 'x', tokens: 1 }], running)
    if (state.kind !== 'shown' || running.kind !== 'shown') throw new Error('not shown')
    expect(state.turns[0]).toBe(running.turns[0])
  })
})

describe('older turns', () => {
  const shown = fold([snapshot([question('q2'), answer('a2')], true)])
  const all = foldOlder(shown, 'q2', { turns: [question('q1'), answer('a1')], hasOlder: false })

  test('come before the ones shown', () => {
    expect(ids(all)).toEqual(['q1', 'a1', 'q2', 'a2'])
    expect(all).toMatchObject({ hasOlder: false })
  })

  test('stay when the next snapshot begins below them', () => {
    const next = fold([snapshot([answer('a2'), question('q3'), answer('a3')], true)], all)
    expect(ids(next)).toEqual(['q1', 'a1', 'q2', 'a2', 'q3', 'a3'])
    expect(next).toMatchObject({ hasOlder: false })
  })

  test('go when the snapshot shows another branch', () => {
    expect(ids(fold([snapshot([question('q9'), answer('a9')], true)], all))).toEqual(['q9', 'a9'])
    expect(ids(fold([snapshot([question('q1'), answer('b1')])], all))).toEqual(['q1', 'b1'])
  })

  test('are dropped when they come too late', () => {
    expect(foldOlder(all, 'q2', { turns: [question('q0')], hasOlder: true })).toBe(all)
  })
})
