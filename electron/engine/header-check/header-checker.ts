import type { Client } from '../../contract/define.ts'
import type { TemplateThinking } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { ModelHeader } from '../../model-files/header/model-header.ts'
import { refusalsFor } from '../../model-files/header/refusals.ts'
import { connect } from '../../wire/connect.ts'
import type { Child, Spawn } from '../child.ts'
import { oneAtATime } from '../text/one-at-a-time.ts'
import { headerCheckContract, type HeaderCheckContract } from './contract.ts'

export type HeaderChecker = {
  /**
   * What a model file says of itself. Rejects with a PonderError that says why it is of no use, and with the reason
   * of `signal`.
   */
  readonly read: (path: string, name: string, signal?: AbortSignal) => Promise<ModelHeader>
  /**
   * How a model with this template will think. Rejects with a PonderError that says why it cannot be used, and with the
   * reason of `signal`.
   */
  readonly expectThinking: (
    template: string | null,
    name: string,
    signal?: AbortSignal,
  ) => Promise<TemplateThinking>
  /** The SHA-256 of a whole file, in a child of its own; `progress` hears what share of it has been read. */
  readonly hash: (
    path: string,
    name: string,
    signal: AbortSignal,
    progress?: (share: number) => void,
  ) => Promise<string>
  readonly close: () => void
}

/** Milliseconds. Tests use shorter ones. */
export type CheckLimits = {
  /** A header is read in a fraction of a second; a disk that has to wake up first takes longer. */
  readonly answer: number
  /** The child is ended when nothing was asked for so long. */
  readonly idle: number
}

export const defaultCheckLimits: CheckLimits = { answer: 10_000, idle: 5_000 }

type Running = {
  readonly child: Child
  readonly client: Client<HeaderCheckContract>
  /** Settles when it has ended. */
  readonly gone: Promise<void>
}

/**
 * Reads the headers of model files, and their templates, in a child of its own, one after another. Whatever a file does to that child (a
 * crash, a loop, too much memory), it costs one sentence: the next file gets a new child.
 */
export function openHeaderChecker(spawn: Spawn, limits: CheckLimits = defaultCheckLimits): HeaderChecker {
  const turns = oneAtATime()
  let running: Running | null = null
  let idle: NodeJS.Timeout | undefined

  function launch(): Running {
    const child = spawn('header-check')
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    const launched = { child, client: connect(headerCheckContract, child.port), gone }
    child.onExit(() => {
      if (running === launched) running = null
      resolve()
    })
    return launched
  }

  function end(): void {
    clearTimeout(idle)
    running?.child.kill()
    running?.child.port.close()
    running = null
  }

  async function ask<Reply>(
    name: string,
    question: (client: Client<HeaderCheckContract>) => Promise<Reply>,
  ): Promise<Reply> {
    const refuse = refusalsFor(name)
    running ??= launch()
    const { client, gone } = running
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(refuse.checkTooSlow()), limits.answer)
    const ended = gone.then(() => Promise.reject(refuse.checkDied()))
    try {
      return await Promise.race([question(client), late, ended])
    } catch (error) {
      // A refusal is the child's work; everything else, giving up included, leaves it busy or broken.
      if (!(error instanceof PonderError) || BROKEN.includes(error.code)) end()
      throw error instanceof PonderError && error.code === 'connection-lost' ? refuse.checkDied() : error
    } finally {
      clearTimeout(timer)
    }
  }

  async function inTurn<Reply>(signal: AbortSignal | undefined, work: () => Promise<Reply>): Promise<Reply> {
    const leave = await turns.enter()
    clearTimeout(idle)
    try {
      signal?.throwIfAborted()
      return await work()
    } finally {
      idle = setTimeout(end, limits.idle)
      idle.unref()
      leave()
    }
  }

  return {
    read: (path, name, signal) =>
      inTurn(signal, () => ask(name, (client) => client.readHeader({ path, name }, signal))),
    expectThinking: (template, name, signal) =>
      inTurn(signal, () => ask(name, (client) => client.expectThinking({ template, name }, signal))),
    async hash(path, name, signal, progress = () => {}) {
      const { child, client } = launch()
      try {
        for await (const piece of client.hash({ path, name }, signal)) {
          if (piece.kind === 'hashed') return piece.sha256
          progress(piece.readBytes / piece.sizeBytes)
        }
      } finally {
        child.kill()
      }
      throw signal.aborted ? signal.reason : refusalsFor(name).checkDied()
    },
    close: end,
  }
}

/** Codes after which the child is of no more use. */
const BROKEN = ['model-check-too-slow', 'model-check-died', 'connection-lost', 'bad-reply']
