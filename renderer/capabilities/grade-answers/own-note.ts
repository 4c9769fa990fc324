/** A note as one window writes it, while others may write it too. */
export type OwnNote = {
  readonly text: string
  /** What core has, as far as is known here. */
  readonly kept: string
  /** On its way to core; one at a time, so that it is known which note each takes the place of. */
  readonly sending: string | null
  /** The last one on its way did not arrive: it is sent again with the next letter, or once core is heard again. */
  readonly hasFailed: boolean
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
  return { text: note, kept: note, sending: null, hasFailed: false, aside: null }
}

/** The newer words always show; what was written here and is not kept is laid aside, never lost. */
export function foldNote(own: OwnNote, event: NoteEvent): OwnNote {
  switch (event.kind) {
    case 'typed':
      return { ...own, text: event.text, hasFailed: false }
    case 'heard': {
      const { note } = event
      if (note === own.kept || note === own.text) return { ...own, kept: note, hasFailed: false }
      const aside = own.text === own.kept ? own.aside : own.text
      return { text: note, kept: note, sending: null, hasFailed: false, aside }
    }
    case 'sent':
      return { ...own, sending: event.note }
    case 'answered':
      // Another window's words came in between: these lie aside already.
      if (own.sending !== event.note) return own
      return event.isKept
        ? { ...own, kept: event.note, sending: null }
        : { ...own, sending: null, hasFailed: true }
    case 'aside-added': {
      const text = [own.text, own.aside].filter((part) => part !== null && part !== '').join('\n')
      return { ...own, text, hasFailed: false, aside: null }
    }
    case 'aside-dropped':
      return { ...own, aside: null }
    default:
      return event satisfies never
  }
}

/** What is to be sent to core now; null = nothing. */
export function noteToSend({ text, kept, sending, hasFailed }: OwnNote): string | null {
  return sending === null && !hasFailed && text !== kept ? text : null
}
