import { join } from 'node:path'
import type { Answer } from '../electron/contract/turns.ts'
import { openCore } from '../electron/core/core.ts'
import { forkChild } from '../electron/shell/fork-child.ts'
import type { Measured } from './bare.ts'

/** Ponder as a window has it: core, its store in a file, the engine in its child. Times are those a window sees. */
export async function openPonder(path: string, folder: string, answerLimit: number) {
  const never = new AbortController().signal
  const core = openCore({
    dataFolder: join(folder, 'data'),
    demoFolder: 'models/demo',
    spawn: forkChild,
    shell: 'browser',
    version: 'bench',
    givenModel: path,
  })
  await core.calls.changeSettings({ answerLimit }, never)
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === 'ready') break
  let last: Answer | null = null

  /** Follows the conversation until the answer is done, with the window's clock. */
  const measure = async (
    start: () => Promise<string>,
  ): Promise<Measured & { readonly readTokens: number }> => {
    const started = performance.now()
    let first = 0
    for await (const update of core.calls.followConversation(
      { conversationId: await start(), limit: 4 },
      never,
    )) {
      if (update.kind === 'answer' && first === 0) first = performance.now()
      if (update.kind !== 'done') continue
      last = update.answer
      const { tokens } = update.answer
      const seconds = (performance.now() - first) / 1000
      return {
        tokensPerSecond: (tokens.answer - 1) / seconds,
        firstTokenMs: first - started,
        readTokens: tokens.prompt - tokens.reused,
      }
    }
    throw new Error('The stream of updates ended.')
  }
  const ask = (text: string, after: Answer | null) =>
    measure(async () => {
      const asked = await core.calls.ask(
        {
          conversationId: after?.conversationId ?? null,
          parentId: after?.id ?? null,
          parts: [{ kind: 'text', text }],
          modeAsked: 'quick',
        },
        never,
      )
      return asked.conversationId
    })

  return {
    ask: (text: string) => ask(text, null),
    followUp: (text: string) => ask(text, last),
    redo: () =>
      measure(async () => {
        if (last === null) throw new Error('There is nothing to redo.')
        const { id, conversationId } = last
        await core.calls.redo({ answerId: id, modeAsked: 'quick' }, never)
        return conversationId
      }),
    close: () => core.close(),
  }
}
