import { useId, useState, type ReactNode } from 'react'
import type { Image } from '../../../electron/contract/images.ts'
import type { Part } from '../../../electron/contract/turns.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useNotices } from '../../state/use-notices.ts'
import { usePonder } from '../../state/use-ponder.ts'
import { ImageSlot } from './image-slot.tsx'

/** As many as the contract takes. */
const MOST_EXAMPLES = 16

type Example = { readonly image: Image | null; readonly answer: string }
const emptyExample: Example = { image: null, answer: '' }

type ExamplesDialogProps = {
  readonly first: Image | null
  /** The message with the examples in it, to be looked at and sent. */
  readonly onWrite: (parts: readonly Part[]) => void
  readonly onClose: () => void
}

/** A few images with their answers, and one more to be answered like them. */
export function ExamplesDialog({ first, onWrite, onClose }: ExamplesDialogProps): ReactNode {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const [examples, setExamples] = useState<readonly Example[]>([emptyExample, emptyExample])
  const [image, setImage] = useState(first)
  const [question, setQuestion] = useState('')
  const field = useId()
  const whole = examples.flatMap(({ image: shown, answer }) =>
    shown === null || answer.trim() === '' ? [] : [{ image: shown, answer }],
  )
  const change = (at: number, changes: Partial<Example>): void =>
    setExamples((all) => all.map((one, index) => (index === at ? { ...one, ...changes } : one)))
  const write = (): void => {
    if (image === null) return
    attempt(async () => {
      onWrite(await ponder.calls().layOutExamples({ examples: whole, image, question }))
      onClose()
    })
  }
  return (
    <Dialog name="Ask with examples" onClose={onClose}>
      <ol className="flex flex-wrap gap-4" aria-label="Examples">
        {examples.map((example, index) => (
          <li key={index} className="w-24">
            <ImageSlot
              name={`Example ${index + 1}`}
              image={example.image}
              onImage={(taken) => change(index, { image: taken })}
            />
            <input
              aria-label={`Answer to example ${index + 1}`}
              placeholder="Answer"
              className="field mt-1"
              maxLength={500}
              value={example.answer}
              onChange={(event) => change(index, { answer: event.currentTarget.value })}
            />
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button mt-3"
        disabled={examples.length >= MOST_EXAMPLES}
        onClick={() => setExamples([...examples, emptyExample])}
      >
        Add an example
      </button>
      <div className="mt-4 flex flex-wrap gap-4 border-t border-line pt-4">
        <ImageSlot name="Image to ask about" image={image} onImage={setImage} />
        <div className="min-w-40 flex-1 text-sm">
          <label htmlFor={field} className="text-muted">
            Question, if the examples do not say it
          </label>
          <input
            id={field}
            className="field mt-1"
            maxLength={2000}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
        </div>
      </div>
      <div className="mt-4 flex justify-end">
        <button
          type="button"
          className="button button-main"
          disabled={image === null || whole.length === 0}
          onClick={write}
        >
          Put into the message
        </button>
      </div>
    </Dialog>
  )
}
