import type { Answer } from '../../electron/contract/turns.ts'

/** A complete answer for tests, changed where a test cares. */
export function answerLike(changes: Partial<Answer>): Answer {
  return {
    kind: 'answer',
    id: 'answer-1',
    conversationId: 'conversation-1',
    parentId: 'question-1',
    status: 'complete',
    modelName: 'Tiny',
    modeAsked: 'auto',
    route: null,
    thought: '',
    thoughtEnd: null,
    text: '',
    tokens: { prompt: 0, reused: 0, thought: 0, answer: 0 },
    ms: { firstToken: null, thought: 0, generate: 0, total: 0 },
    notes: [],
    problem: null,
    createdAt: 0,
    ...changes,
  }
}
