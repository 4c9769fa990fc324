/** Turns callbacks into an async iterable: what is pushed is read in order, until `end` or `fail`. */
export type PieceQueue<Piece> = AsyncIterable<Piece> & {
  readonly push: (piece: Piece) => void
  readonly end: () => void
  readonly fail: (error: unknown) => void
}

export function createPieceQueue<Piece>(): PieceQueue<Piece> {
  const waiting: Piece[] = []
  let finished = false
  let failure: { readonly error: unknown } | null = null
  let wake = (): void => {}

  return {
    push(piece) {
      waiting.push(piece)
      wake()
    },
    end() {
      finished = true
      wake()
    },
    fail(error) {
      failure = { error }
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift()
        if (next !== undefined) {
          yield next
          continue
        }
        if (failure !== null) throw failure.error
        if (finished) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
