/** Enough for the reason of a failed load, which llama.cpp writes in its last few lines. */
const KEPT_LINES = 40

export type NativeLog = {
  readonly write: (text: string) => void
  readonly clear: () => void
  readonly lines: () => readonly string[]
}

/** Keeps the last lines llama.cpp wrote: its errors only say "failed", the reason stands in the log. */
export function createNativeLog(): NativeLog {
  let lines: string[] = []
  return {
    write(text) {
      const written = text.split('\n').map((line) => line.trim())
      lines = [...lines, ...written.filter((line) => line !== '')].slice(-KEPT_LINES)
    },
    clear() {
      lines = []
    },
    lines: () => lines,
  }
}
