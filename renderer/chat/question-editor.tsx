import { useState, type KeyboardEvent, type ReactNode } from 'react'

type QuestionEditorProps = {
  readonly text: string
  readonly onAsk: (text: string) => void
  readonly onCancel: () => void
}

/** A question opened for change. Asking keeps the old one as another version. */
export function QuestionEditor({ text, onAsk, onCancel }: QuestionEditorProps): ReactNode {
  const [changed, setChanged] = useState(text)
  const canAsk = changed.trim() !== ''

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      if (canAsk) onAsk(changed)
    }
  }

  return (
    <div className="rounded-composer border border-edge bg-raised p-3 focus-within:border-accent">
      <textarea
        aria-label="Edit your question"
        dir="auto"
        // The person asked for it with a click or a key.
        autoFocus
        value={changed}
        rows={2}
        className="field-sizing-content max-h-[40dvh] w-full resize-none bg-transparent outline-none"
        onChange={(event) => setChanged(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        onKeyDown={onKeyDown}
      />
      <div className="mt-2 flex justify-end gap-2">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-main"
          disabled={!canAsk}
          onClick={() => onAsk(changed)}
        >
          Ask again
        </button>
      </div>
    </div>
  )
}
