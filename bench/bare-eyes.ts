import { createRequire } from 'node:module'

// The image engine with nothing around it, in a process of its own: one thread, greedy, as Ponder asks it.

/** What is used of @fugood/llama.node, whose types are sources that strict settings refuse. */
type Library = {
  readonly loadModel: (options: Readonly<Record<string, unknown>>) => Promise<{
    readonly initMultimodal: (options: Readonly<Record<string, unknown>>) => boolean
    readonly completion: (
      options: Readonly<Record<string, unknown>>,
      onToken: (token: { readonly token: string }) => void,
    ) => Promise<unknown>
  }>
}

export type BareAsked = { readonly prompt: string; readonly image: string; readonly stop: string }
export type BareAnswered = { readonly firstTokenMs: number; readonly rssBytes: number }

const [modelPath, projectorPath, contextSize] = process.argv.slice(2)
const library = createRequire(import.meta.url)('@fugood/llama.node') as Library // described above
const context = await library.loadModel({
  model: modelPath,
  n_ctx: Number(contextSize),
  n_threads: 1,
  n_gpu_layers: 0,
  ctx_shift: false,
  flash_attn_type: 'off',
})
context.initMultimodal({ path: projectorPath, use_gpu: false })

process.on('message', ({ prompt, image, stop }: BareAsked) => {
  const started = performance.now()
  let firstTokenMs = 0
  const options = { prompt, media_paths: [image], n_predict: 32, top_k: 1, stop: [stop] }
  context
    .completion(options, () => {
      if (firstTokenMs === 0) firstTokenMs = performance.now() - started
    })
    .then(
      () => {
        const answered: BareAnswered = { firstTokenMs, rssBytes: process.memoryUsage().rss }
        process.send?.(answered)
      },
      () => process.exit(1),
    )
})
process.send?.('ready')
