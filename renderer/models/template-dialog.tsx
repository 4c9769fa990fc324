import { useState, type ReactNode } from 'react'
import { LONGEST_TEMPLATE, type ShownTemplate, type TemplateChoice } from '../../electron/contract/models.ts'
import { Dialog } from '../parts/dialog.tsx'
import { builtInTemplates } from './template-words.ts'
import { useModelActions } from './use-model-actions.ts'

type TemplateDialogProps = {
  readonly modelId: string
  readonly modelName: string
  /** What it is opened with now; null where it could not be opened. */
  readonly from: ShownTemplate['from'] | null
  readonly onClose: () => void
}

const OWN = 'own'
const TEXT = 'text'

/** Another way to write this model's prompts: a template that comes with Ponder, or a text of one's own. */
export function TemplateDialog({ modelId, modelName, from, onClose }: TemplateDialogProps): ReactNode {
  const { chooseTemplate } = useModelActions()
  const [chosen, setChosen] = useState<string>(
    from === null || from === 'none' ? OWN : from === 'given' ? TEXT : from,
  )
  const [text, setText] = useState('')
  const choice = choiceOf(chosen, text)
  const options = [
    { value: OWN, title: 'Its own', hint: 'as in its file' },
    ...builtInTemplates.map(({ name, title }) => ({ value: name, title, hint: 'from Ponder' })),
    { value: TEXT, title: 'A text of yours', hint: 'in Jinja' },
  ]
  return (
    <Dialog name="Use another template" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (choice === undefined) return
          chooseTemplate(modelId, choice)
          onClose()
        }}
      >
        <p className="text-sm text-muted">
          A template says how a conversation is written down for a model. {modelName} was trained on one of
          them; with another it may answer worse, or not end its answers. The choice is kept for this model.
        </p>
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">Template</legend>
          {options.map(({ value, title, hint }) => (
            <label
              key={value}
              className="flex cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 hover:bg-soft"
            >
              <input
                type="radio"
                name="template"
                value={value}
                checked={chosen === value}
                className="accent-(--accent)"
                onChange={() => setChosen(value)}
              />
              <span>{title}</span>
              <span className="text-sm text-muted">{hint}</span>
            </label>
          ))}
        </fieldset>
        {chosen === TEXT && (
          <textarea
            aria-label="Template text"
            autoFocus
            spellCheck={false}
            rows={8}
            maxLength={LONGEST_TEMPLATE}
            value={text}
            placeholder="{% for message in messages %}…{% endfor %}"
            className="field max-h-72 resize-y font-mono !text-xs leading-5"
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-main" disabled={choice === undefined}>
            Open with this template
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** null: its own. undefined: nothing that could be taken yet. */
function choiceOf(chosen: string, text: string): TemplateChoice | null | undefined {
  if (chosen === OWN) return null
  if (chosen === TEXT) return text.trim() === '' ? undefined : { kind: 'text', text }
  const builtIn = builtInTemplates.find(({ name }) => name === chosen)
  return builtIn === undefined ? undefined : { kind: 'built-in', name: builtIn.name }
}
