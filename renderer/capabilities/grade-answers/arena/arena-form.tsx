import { useId, useState, type ReactNode } from 'react'
import { LONGEST_PROMPT, type Contender } from '../../../../electron/contract/arena.ts'
import type { ModelEntry } from '../../../../electron/contract/models.ts'
import { ContenderFields } from './contender-fields.tsx'

type Pair = readonly [Contender, Contender]
type ArenaFormProps = {
  readonly models: readonly ModelEntry[]
  /** Those of the last round, or null. */
  readonly setup: Pair | null
  readonly openModelId: string | null
  readonly pastQuestions: readonly string[]
  /** There is a round above it. */
  readonly hasRound: boolean
  /** Nothing else on the page is to be done first. */
  readonly isMain: boolean
  readonly onStart: (prompt: string, contenders: Pair) => void
}

/** The two that meet, and what they are asked. */
export function ArenaForm(props: ArenaFormProps): ReactNode {
  const { models, setup, openModelId, pastQuestions, hasRound, isMain, onStart } = props
  const id = useId()
  const usable = models.filter(({ problem }) => problem === null)
  const [chosen, setChosen] = useState<Pair | null>(null)
  const [prompt, setPrompt] = useState('')
  const [one, other] = chosen ?? setup ?? usualPair(openModelId ?? usable[0]?.id ?? '')
  const canStart = prompt.trim() !== '' && usable.length > 0
  const start = (): void => {
    if (!canStart) return
    onStart(prompt, [one, other])
    setPrompt('')
  }
  return (
    <form
      aria-label="New round"
      className={hasRound ? 'mt-10 border-t border-line pt-5' : 'mt-6'}
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      {hasRound && <h2 className="mb-4 text-base font-semibold">Next round</h2>}
      <div className="grid gap-x-8 gap-y-5 min-[620px]:grid-cols-2">
        <ContenderFields
          name="One"
          contender={one}
          models={usable}
          onChange={(change) => setChosen([{ ...one, ...change }, other])}
        />
        <ContenderFields
          name="The other"
          contender={other}
          models={usable}
          onChange={(change) => setChosen([one, { ...other, ...change }])}
        />
      </div>
      <label htmlFor={`${id}-prompt`} className="mt-5 block font-medium">
        Prompt
      </label>
      <textarea
        id={`${id}-prompt`}
        dir="auto"
        rows={3}
        maxLength={LONGEST_PROMPT}
        value={prompt}
        placeholder="What both are asked"
        className="field mt-2 field-sizing-content max-h-72 !min-h-20 resize-none"
        onChange={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          start()
        }}
      />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {pastQuestions.length > 0 ? (
          <select
            aria-label="Take a question you asked before"
            className="field !w-auto max-w-full min-w-0 flex-1 basis-48 min-[620px]:max-w-96"
            value=""
            onChange={(event) => setPrompt(pastQuestions[Number(event.currentTarget.value)] ?? '')}
          >
            <option value="">Take a question you asked before</option>
            {pastQuestions.map((question, at) => (
              <option key={question} value={at}>
                {question.length > 70 ? `${question.slice(0, 70)}…` : question}
              </option>
            ))}
          </select>
        ) : (
          <span />
        )}
        <button type="submit" className={`button ${isMain ? 'button-main' : ''}`} disabled={!canStart}>
          Ask both
        </button>
      </div>
    </form>
  )
}

/** What one wonders about first: does it pay to let the open model think? */
function usualPair(modelId: string): Pair {
  const way = { modelId, temperature: 0, systemPrompt: '' }
  return [
    { ...way, mode: 'think' },
    { ...way, mode: 'quick' },
  ]
}
