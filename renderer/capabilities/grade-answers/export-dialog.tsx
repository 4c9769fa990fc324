import { useEffect, useState, type ReactNode } from 'react'
import {
  preferenceShapeSchema,
  type Preferences,
  type PreferenceShape,
} from '../../../electron/contract/preferences.ts'
import type { Conversation } from '../../../electron/contract/turns.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useNotices } from '../../state/use-notices.ts'
import { usePonder } from '../../state/use-ponder.ts'

const shapes: readonly { readonly shape: PreferenceShape; readonly name: string }[] = [
  { shape: 'chosen-rejected', name: 'Chosen and rejected (messages)' },
  { shape: 'sharegpt', name: 'ShareGPT' },
  { shape: 'reward-model', name: 'Reward model (two answers, a label)' },
]

/** Lines shown before anything is saved. */
const PREVIEW_LINES = 5

type ExportDialogProps = { readonly conversation: Conversation; readonly onClose: () => void }

/** What is known to be better than what, as a file: seen first, saved only after a yes. */
export function ExportDialog({ conversation, onClose }: ExportDialogProps): ReactNode {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const [everywhere, setEverywhere] = useState(false)
  const [shape, setShape] = useState<PreferenceShape>('chosen-rejected')
  const [withJudge, setWithJudge] = useState(true)
  const [agreed, setAgreed] = useState(false)
  const [preferences, setPreferences] = useState<Preferences | null>(null)
  const conversationId = everywhere ? null : conversation.id

  useEffect(() => {
    const leaving = new AbortController()
    attempt(async () => {
      const found = await ponder.calls().readPreferences({ conversationId, shape, withJudge })
      if (!leaving.signal.aborted) setPreferences(found)
    })
    return () => leaving.abort()
  }, [ponder, attempt, conversationId, shape, withJudge])

  const count = preferences === null ? 0 : preferences.byPerson + preferences.byJudge
  const save = (): void => {
    if (preferences === null) return
    saveFile(
      `ponder-preferences-${shape}.jsonl`,
      new Blob([preferences.lines], { type: 'application/jsonl' }),
    )
    onClose()
  }
  return (
    <Dialog name="Export preferences" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          Pairs of answers to one question of which one is known to be better: from your thumbs, and from what
          a judge said where you said nothing.
        </p>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={everywhere}
              onChange={(event) => setEverywhere(event.currentTarget.checked)}
            />
            From all conversations
          </label>
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={withJudge}
              onChange={(event) => setWithJudge(event.currentTarget.checked)}
            />
            Also what only a judge said
          </label>
        </div>
        <label className="flex flex-wrap items-center gap-2">
          Shape
          <select
            className="field !w-auto max-w-full"
            value={shape}
            onChange={(event) => setShape(preferenceShapeSchema.parse(event.currentTarget.value))}
          >
            {shapes.map((each) => (
              <option key={each.shape} value={each.shape}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <p role="status">
          {preferences === null
            ? 'Looking…'
            : count === 0
              ? 'There are no such pairs yet: give two versions of an answer different thumbs, or have them compared.'
              : `${count} ${count === 1 ? 'pair' : 'pairs'}: ${preferences.byPerson} by you, ${preferences.byJudge} by a judge.`}
        </p>
        {count > 0 && (
          <pre
            tabIndex={0}
            role="region"
            aria-label="Preview"
            className="max-h-48 overflow-auto rounded-lg bg-soft p-3 text-xs whitespace-pre-wrap break-all"
          >
            {preferences?.lines.split('\n').slice(0, PREVIEW_LINES).join('\n')}
          </pre>
        )}
        {count > PREVIEW_LINES && <p className="text-muted">And {count - PREVIEW_LINES} more.</p>}
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          I know that the file holds my questions and the answers to them, word for word.
        </label>
        <button
          type="button"
          className="button button-main self-start"
          disabled={!agreed || count === 0}
          onClick={save}
        >
          Save the file
        </button>
      </div>
    </Dialog>
  )
}
