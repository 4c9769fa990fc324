import { getLlama, LlamaChat, resolveChatWrapper, type ChatHistoryItem } from 'node-llama-cpp'

export type Measured = { readonly tokensPerSecond: number; readonly firstTokenMs: number }

/** The engine with nothing around it: what Ponder is measured against. One thread, as Ponder gives small models. */
export async function openBare(path: string) {
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1 })
  const model = await llama.loadModel({ modelPath: path })
  const context = await model.createContext({ contextSize: 8192, threads: 1, flashAttention: false })
  const chat = new LlamaChat({
    contextSequence: context.getSequence(),
    chatWrapper: resolveChatWrapper(model),
  })
  const closed = { type: 'segment', segmentType: 'thought', text: '', ended: true } as const

  return {
    ask: async (text: string, maxTokens: number): Promise<Measured> => {
      const history: ChatHistoryItem[] = [
        { type: 'user', text },
        { type: 'model', response: [closed] },
      ]
      const started = performance.now()
      let first = 0
      let tokens = 0
      await chat.generateResponse(history, {
        maxTokens,
        repeatPenalty: false,
        onResponseChunk: (chunk) => {
          if (tokens === 0) first = performance.now()
          tokens += chunk.tokens.length
        },
      })
      const ended = performance.now()
      return { tokensPerSecond: ((tokens - 1) * 1000) / (ended - first), firstTokenMs: first - started }
    },
    close: () => context.dispose(),
  }
}
