import { z } from 'zod'
import { PonderError } from '../contract/ponder-error.ts'
import type { Answer, Given, ModeAsked, Part, Question, Turn } from '../contract/turns.ts'
import { conversationNotFound } from './conversations.ts'
import type { Database } from './database.ts'
import { TURN_COLUMNS, answerValues, turnRow } from './turn-row.ts'

export type NewQuestion = {
  readonly conversationId: string
  /** The answer it follows; null for a first question. */
  readonly parentId: string | null
  readonly parts: readonly Part[]
  readonly modeAsked: ModeAsked
}

export type NewAnswer = {
  readonly conversationId: string
  readonly parentId: string
  readonly modelName: string
  readonly modeAsked: ModeAsked
}

export type AnswerChange = Partial<
  Pick<
    Answer,
    | 'status'
    | 'route'
    | 'thought'
    | 'thoughtEnd'
    | 'text'
    | 'tokens'
    | 'ms'
    | 'notes'
    | 'problem'
    | 'modelName'
  >
>

/** Questions and answers one at a time: saved, written on, read. Nothing here removes or overwrites a turn. */
export function turnsIn(database: Database) {
  const one = database.query(turnRow, `SELECT ${TURN_COLUMNS} FROM turns WHERE id = :id`)
  const insertTurn = insertionOf(database)
  const update = database.command(
    `UPDATE turns SET status = :status, model_name = :modelName, route = :route, thought = :thought,
       thought_end = :thoughtEnd, text = :text, tokens = :tokens, ms = :ms, notes = :notes, problem = :problem
     WHERE id = :id`,
  )
  const dropGrade = database.command('DELETE FROM answer_grades WHERE answer_id = :id')
  const updateParts = database.command('UPDATE turns SET parts = :parts WHERE id = :id')
  const interrupt = database.command(`UPDATE turns SET status = 'interrupted' WHERE status = 'running'`)
  const turn = (id: string): Turn | null => one({ id })[0] ?? null

  function checkParent(conversationId: string, parentId: string, kind: Turn['kind']): void {
    const parent = turn(parentId)
    if (parent?.conversationId !== conversationId || parent.kind !== kind) throw turnNotFound()
  }

  return {
    turn,

    /** Becomes the end of the shown path. */
    saveQuestion(asked: NewQuestion): Question {
      return database.transaction(() => {
        if (asked.parentId !== null) checkParent(asked.conversationId, asked.parentId, 'answer')
        const question: Question = {
          kind: 'question',
          id: crypto.randomUUID(),
          conversationId: asked.conversationId,
          parentId: asked.parentId,
          parts: [...asked.parts],
          modeAsked: asked.modeAsked,
          createdAt: Date.now(),
        }
        insertTurn(question)
        return question
      })
    },

    /** Begins empty and running, and becomes the end of the shown path. */
    saveAnswer(begun: NewAnswer): Answer {
      return database.transaction(() => {
        checkParent(begun.conversationId, begun.parentId, 'question')
        const answer: Answer = emptyAnswer(begun)
        insertTurn(answer)
        update(answerValues(answer))
        return answer
      })
    },

    /** What models that cannot see are given instead of one of a question's images; nothing else of it changes. */
    giveImageText(questionId: string, image: number, given: Given): Question {
      const question = turn(questionId)
      if (question?.kind !== 'question') throw turnNotFound()
      let seen = -1
      const parts = question.parts.map((part) => {
        if (part.kind === 'image') seen += 1
        return part.kind === 'image' && seen === image ? { ...part, given } : part
      })
      if (seen < image) throw turnNotFound()
      updateParts({ id: questionId, parts: JSON.stringify(parts) })
      return { ...question, parts }
    },

    /** A flush while it streams, or its final state. A grade is of the words it was given for, and goes when they change. */
    writeAnswer(id: string, change: AnswerChange): Answer {
      return database.transaction(() => {
        const before = turn(id)
        if (before?.kind !== 'answer') throw turnNotFound()
        const answer = { ...before, ...change }
        update(answerValues(answer))
        if (answer.text !== before.text) dropGrade({ id })
        return answer
      })
    },

    /** For the start: whoever was writing is gone. Returns how many answers were left unfinished. */
    markInterrupted: () => interrupt(),
  }
}

/** Adds a turn to its conversation's tree and shows it. */
function insertionOf(database: Database): (turn: Turn) => void {
  const insert = database.command(
    `INSERT INTO turns (id, conversation_id, parent_id, kind, mode_asked, created_at, parts, status, text)
     VALUES (:id, :conversationId, :parentId, :kind, :modeAsked, :createdAt, :parts, :status, :text)`,
  )
  const show = database.command(
    `UPDATE conversations SET shown_leaf_id = :id, updated_at = :createdAt,
       activity = (SELECT max(activity) + 1 FROM conversations)
     WHERE id = :conversationId`,
  )
  const known = database.query(
    z.object({}),
    `SELECT 1 FROM conversations WHERE id = :conversationId AND deleted = 0`,
  )

  return (turn) => {
    const { id, conversationId, parentId, kind, modeAsked, createdAt } = turn
    if (known({ conversationId }).length === 0) throw conversationNotFound()
    const own =
      turn.kind === 'question'
        ? { parts: JSON.stringify(turn.parts), status: null, text: null }
        : { parts: null, status: turn.status, text: turn.text }
    insert({ id, conversationId, parentId, kind, modeAsked, createdAt, ...own })
    show({ id, conversationId, createdAt })
  }
}

function emptyAnswer(begun: NewAnswer): Answer {
  return {
    kind: 'answer',
    id: crypto.randomUUID(),
    ...begun,
    status: 'running',
    route: null,
    thought: '',
    thoughtEnd: null,
    text: '',
    tokens: { prompt: 0, reused: 0, thought: 0, answer: 0 },
    ms: { firstToken: null, thought: 0, generate: 0, total: 0 },
    notes: [],
    thumb: null,
    problem: null,
    createdAt: Date.now(),
  }
}

export function turnNotFound(): PonderError {
  return new PonderError({
    code: 'turn-not-found',
    message: 'This message is no longer in the conversation.',
    remedy: 'Open the conversation again and try once more.',
  })
}
