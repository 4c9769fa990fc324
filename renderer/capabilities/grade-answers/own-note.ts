import { LONGEST_NOTE } from '../../../electron/contract/grades.ts'

/** A note as one window writes it, while others may write it too. */
export type OwnNote = {
  readonly text: string
  /** What core has, as far as is known here. */
  readonly kept: string
  /** On its way to core; one at a time, so that it is known which note each takes the place of. */
  readonly sending: string | null
  /** The last one on its way did not arrive: it is sent again with the next letter, or once core is heard again. */
  readonly hasFailed: boolean
  /** Sent since `kept` was known, and nothing came back: they may have arrived even so, where only the line broke. */
  readonly unanswered: readonly string[]
  /** What was written here and is not in the note, since another window had changed it first. */
  readonly aside: string | null
}

export type NoteEvent =
  | { readonly kind: 'typed'; readonly text: string }
  /** Of the note as somebody else left it, or core kept it. */
  | { readonly kind: 'heard'; readonly note: string }
  | { readonly kind: 'sent'; readonly note: string }
  | { readonly kind: 'answered'; readonly note: string; readonly isKept: boolean }
  /** What lies aside is added to the note, or given up. */
  | { readonly kind: 'aside-added' }
  | { readonly kind: 'aside-dropped' }

export function beginNote(note: string): OwnNote {
  return { text: note, kept: note, sending: null, hasFailed: false, unanswered: [], aside: null }
}

/** The newer words always show; what was written here and is not kept is laid aside, never lost. */
export function foldNote(own: OwnNote, event: NoteEvent): OwnNote {
  switch (event.kind) {
    case 'typed':
      return { ...own, text: event.text, hasFailed: false }
    case 'heard': {
      const { note } = event
      const ours = [own.kept, own.text, own.sending, ...own.unanswered]
      const sending = note === own.sending ? null : own.sending
      if (ours.includes(note)) return { ...own, kept: note, sending, hasFailed: false, unanswered: [] }
      return { ...beginNote(note), aside: own.text === own.kept ? own.aside : own.text }
    }
    case 'sent':
      return { ...own, sending: event.note }
    case 'answered':
      // Another window's words came in between: these lie aside already.
      if (own.sending !== event.note) return own
      return event.isKept
        ? { ...own, kept: event.note, sending: null, unanswered: [] }
        : { ...own, sending: null, hasFailed: true, unanswered: [...own.unanswered, event.note] }
    case 'aside-added': {
      const text = withAside(own)
      return text === null ? own : { ...own, text, hasFailed: false, aside: null }
    }
    case 'aside-dropped':
      return { ...own, aside: null }
    default:
      return event satisfies never
  }
}

/** Both together, as they would stand; null where they are longer than a note may be. */
export function withAside({ text, aside }: OwnNote): string | null {
  const both = [text, aside].filter((part) => part !== null && part !== '').join('\n')
  return both.length > LONGEST_NOTE ? null : both
}

/** What is to be sent to core now; null = nothing. */
export function noteToSend({ text, kept, sending, hasFailed }: OwnNote): string | null {
  return sending === null && !hasFailed && text !== kept ? text : null
}
