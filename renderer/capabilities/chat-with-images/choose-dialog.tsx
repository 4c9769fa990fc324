import { useId, useState, type ReactNode } from 'react'
import type { Image } from '../../../electron/contract/images.ts'
import type { ChoiceUpdate } from '../../../electron/contract/seeing.ts'
import type { Part } from '../../../electron/contract/turns.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useAskedStream } from '../../state/use-asked-stream.ts'
import { ChoiceList } from './choice-list.tsx'
import { ChoicePlot } from './choice-plot.tsx'
import { ImageSlot } from './image-slot.tsx'
import { SeeingStatus } from './seeing-status.tsx'

/** As many as fit beside each other and as most models look at with care. */
const MOST_IMAGES = 8
const YES_OR_NO = ['Yes', 'No'] as const

type ChooseDialogProps = { readonly first: Image | null; readonly onClose: () => void }

/** How likely each of some answers to a question about images is: yes or no, or whatever stands to choose from. */
export function ChooseDialog({ first, onClose }: ChooseDialogProps): ReactNode {
  const [images, setImages] = useState<readonly Image[]>(first === null ? [] : [first])
  const [question, setQuestion] = useState('')
  const [kind, setKind] = useState<'yes-no' | 'own'>('yes-no')
  const [own, setOwn] = useState<readonly string[]>(['', ''])
  const { update, isRunning, problem, run, stop } = useAskedStream<ChoiceUpdate>()
  const questionField = useId()
  const choices = kind === 'yes-no' ? [...YES_OR_NO] : named(own)
  const canAsk = question.trim() !== '' && choices.length >= 2
  const begin = (): void =>
    run((calls, signal) => calls.chooseAnswer({ parts: partsOf(images, question), choices }, signal))
  return (
    <Dialog name="Weigh answers" onClose={onClose}>
      <div role="group" aria-label="Images" className="flex flex-wrap gap-2">
        {[...images, null].slice(0, MOST_IMAGES).map((image, index) => (
          <ImageSlot
            key={index}
            name={`Image ${index + 1}`}
            image={image}
            onImage={(taken) => setImages((all) => all.toSpliced(index, 1, taken))}
          />
        ))}
      </div>
      <div className="mt-3 text-sm">
        <label htmlFor={questionField} className="text-muted">
          Question
        </label>
        <input
          id={questionField}
          className="field mt-1"
          placeholder={kind === 'yes-no' ? 'Is the door open?' : 'Which door is open?'}
          maxLength={2000}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
      </div>
      <fieldset className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <legend className="sr-only">Answers to weigh</legend>
        {(['yes-no', 'own'] as const).map((each) => (
          <label key={each} className="flex items-center gap-2">
            <input
              type="radio"
              className="accent-(--accent)"
              name={`${questionField}-kind`}
              checked={kind === each}
              onChange={() => setKind(each)}
            />
            {each === 'yes-no' ? 'Yes or no' : 'These answers'}
          </label>
        ))}
      </fieldset>
      {kind === 'own' && <ChoiceList choices={own} onChange={setOwn} />}
      <div className="mt-3 flex justify-end">
        {isRunning ? (
          <button type="button" className="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" className="button button-main" disabled={!canAsk} onClick={begin}>
            Weigh
          </button>
        )}
      </div>
      <SeeingStatus isRunning={isRunning} words={progressOf(update)} problem={problem} />
      {update?.kind === 'chosen' && <ChoicePlot of="answer" chosen={update} />}
    </Dialog>
  )
}

/** Every image on a line of its own, then the words. */
function partsOf(images: readonly Image[], question: string): Part[] {
  const shown = images.flatMap((image): Part[] => [
    { kind: 'image', image },
    { kind: 'text', text: '\n' },
  ])
  return [...shown, { kind: 'text', text: question.trim() }]
}

function named(choices: readonly string[]): string[] {
  return [...new Set(choices.map((choice) => choice.trim()).filter((choice) => choice !== ''))]
}

function progressOf(update: ChoiceUpdate | null): string {
  if (update?.kind === 'looking') return `${update.modelName} looks at the question…`
  if (update?.kind === 'scored') return `${update.done} of ${update.of} answers weighed…`
  return 'Beginning…'
}
