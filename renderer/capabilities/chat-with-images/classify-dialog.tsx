import { useId, useState, type ReactNode } from 'react'
import type { Image } from '../../../electron/contract/images.ts'
import type { ChoiceUpdate, ClassOfImages } from '../../../electron/contract/seeing.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAskedStream } from '../../state/use-asked-stream.ts'
import { ChoicePlot } from './choice-plot.tsx'
import { ImageSlot } from './image-slot.tsx'
import { SeeingStatus } from './seeing-status.tsx'

/** As many as the contract takes. */
const MOST_CLASSES = 12
const emptyClass: ClassOfImages = { name: '', description: '' }

type ClassifyDialogProps = { readonly first: Image | null; readonly onClose: () => void }

/** Which of some classes an image belongs to, told by name alone or with what tells them apart. */
export function ClassifyDialog({ first, onClose }: ClassifyDialogProps): ReactNode {
  const [image, setImage] = useState(first)
  const [category, setCategory] = useState('')
  const [classes, setClasses] = useState<readonly ClassOfImages[]>([emptyClass, emptyClass])
  const [withDescriptions, setWithDescriptions] = useState(true)
  const { update, isRunning, problem, run, stop } = useAskedStream<ChoiceUpdate>()
  const categoryField = useId()
  const named = classes.filter(({ name }) => name.trim() !== '')
  const canAsk = image !== null && category.trim() !== '' && named.length >= 2
  const change = (at: number, changes: Partial<ClassOfImages>): void =>
    setClasses(classes.map((one, index) => (index === at ? { ...one, ...changes } : one)))
  const begin = (): void => {
    if (image === null) return
    run((calls, signal) => calls.classifyImage({ image, category, classes: named, withDescriptions }, signal))
  }
  return (
    <Dialog name="Classify an image" onClose={onClose}>
      <div className="flex flex-wrap gap-4">
        <ImageSlot name="Image" image={image} onImage={setImage} />
        <div className="min-w-40 flex-1 text-sm">
          <label htmlFor={categoryField} className="text-muted">
            What all classes are
          </label>
          <input
            id={categoryField}
            className="field mt-1"
            placeholder="bird"
            maxLength={100}
            value={category}
            onChange={(event) => setCategory(event.currentTarget.value)}
          />
          <label className="mt-3 flex items-center gap-2">
            <input
              type="checkbox"
              checked={withDescriptions}
              onChange={(event) => setWithDescriptions(event.currentTarget.checked)}
            />
            Tell the model the descriptions
          </label>
        </div>
      </div>
      <table className="mt-4 w-full text-sm">
        <thead>
          <tr className="text-left text-xs text-muted">
            <th className="w-2/5 font-normal">Class</th>
            <th className="font-normal">What tells it from the others</th>
            <th className="w-8">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map((one, index) => (
            <tr key={index}>
              <td className="py-1 pr-2">
                <input
                  aria-label={`Class ${index + 1}`}
                  className="field"
                  maxLength={100}
                  value={one.name}
                  onChange={(event) => change(index, { name: event.currentTarget.value })}
                />
              </td>
              <td className="py-1 pr-1">
                <input
                  aria-label={`Description of class ${index + 1}`}
                  className="field"
                  maxLength={2000}
                  value={one.description}
                  onChange={(event) => change(index, { description: event.currentTarget.value })}
                />
              </td>
              <td>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Remove class ${index + 1}`}
                  disabled={classes.length <= 2}
                  onClick={() => setClasses(classes.filter((_, at) => at !== index))}
                >
                  <Icon name="close" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-2 flex items-center justify-between gap-2">
        <button
          type="button"
          className="button"
          disabled={classes.length >= MOST_CLASSES}
          onClick={() => setClasses([...classes, emptyClass])}
        >
          Add a class
        </button>
        {isRunning ? (
          <button type="button" className="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" className="button button-main" disabled={!canAsk} onClick={begin}>
            Classify
          </button>
        )}
      </div>
      <SeeingStatus isRunning={isRunning} words={progressOf(update)} problem={problem} />
      {update?.kind === 'chosen' && <ChoicePlot of="class" chosen={update} />}
    </Dialog>
  )
}

function progressOf(update: ChoiceUpdate | null): string {
  if (update?.kind === 'looking') return `${update.modelName} looks at the image…`
  if (update?.kind === 'scored') return `${update.done} of ${update.of} classes weighed…`
  return 'Beginning…'
}
