import type { LoadedModel } from '../contract/models.ts'
import type { Answer, Note, Question, Route } from '../contract/turns.ts'
import type { ChatMessage, Engine, EnginePiece, ModeChoice } from '../engine/engine.ts'
import type { RouterSeat } from './router-seat.ts'

/** A question on its way to the model. A step returns a new one, it does not edit this one. */
export type Draft = {
  readonly question: Question
  readonly model: LoadedModel
  /** What the model will be given, ending with the person's message. */
  readonly messages: readonly ChatMessage[]
  /** How hard the model is to think; null where nobody chose, or its template knows nothing of it. */
  readonly effort: string | null
  /** Questions of the conversation before this one. */
  readonly earlier: number
  /** null until a capability has chosen, and while the choice is left to the engine. */
  readonly route: Route | null
  /** The choice that the engine makes while it reads the prompt. */
  readonly choice?: RouteChoice | undefined
}

/** How the engine chooses the mode, and the route that comes of what it decided. */
export type RouteChoice = {
  readonly choice: ModeChoice
  readonly routeOf: (decided: Decided) => Route
}

export type Decided = Extract<EnginePiece, { kind: 'decided' }>

export type Tools = {
  readonly engine: Engine
  readonly signal: AbortSignal
  /** What the open model's router has learned; without it Auto does what the model itself leans to. */
  readonly router?: RouterSeat | undefined
}

/** One of the things Ponder can do, built from one paper. */
export type Capability = {
  readonly name: string
  readonly title: string
  readonly paper: string
  /** Runs before the model; a failure stops the turn with its reason. */
  readonly before?: (draft: Draft, tools: Tools) => Promise<Draft>
  /** Runs on the finished answer; a failure becomes a note and the answer stands. */
  readonly after?: (draft: Draft, answer: Answer, tools: Tools) => Promise<Note | null>
}
