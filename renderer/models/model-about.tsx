import { useId, useState, type ReactNode } from 'react'
import type { CacheType } from '../../electron/contract/context-choice.ts'
import type { ModelFacts } from '../../electron/contract/model-facts.ts'
import { bytes, tokens } from '../parts/amounts.ts'
import { cacheNames, contextsToOffer, factsBefore, fitWords } from './fit-words.ts'
import { ModelEyes } from './model-eyes.tsx'
import { useModelActions } from './use-model-actions.ts'
import { useModelFacts } from './use-model-facts.ts'

/** What is known of a model before it is opened, whether it fits, and how much it is to hold at once. */
export function ModelAbout({ modelId }: { readonly modelId: string }): ReactNode {
  const [contextSize, setContextSize] = useState<number | null>(null)
  const { read, readAgain } = useModelFacts(modelId, contextSize)
  // About as high as what will stand here, so that little moves.
  if (read.kind === 'reading') return <p className="min-h-[27rem] text-sm text-muted">Reading its file…</p>
  if (read.kind === 'refused')
    return (
      <p role="alert" className="text-sm break-words text-caution">
        {read.problem.message} {read.problem.remedy}
      </p>
    )
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1 text-sm">
        {factsBefore(read.facts).map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <Memory facts={read.facts} asked={contextSize} onContextSize={setContextSize} />
      <ModelEyes
        modelId={modelId}
        sight={read.facts.sight}
        fit={read.facts.fits[read.facts.chosenContext?.cacheType ?? 'f16']}
        onChange={readAgain}
      />
    </>
  )
}

type MemoryProps = {
  readonly facts: ModelFacts
  /** The context that was chosen here; the facts are about it a moment later. */
  readonly asked: number | null
  readonly onContextSize: (contextSize: number) => void
}

/** What it needs of the memory that is free, for the context and the way to store it that are chosen here. */
function Memory({ facts, asked, onContextSize }: MemoryProps): ReactNode {
  const { openWithContext } = useModelActions()
  const { modelId, chosenContext, trainedContext, fits } = facts
  const contextSize = asked ?? facts.contextSize
  const [cacheType, setCacheType] = useState<CacheType>(chosenContext?.cacheType ?? 'f16')
  const id = useId()
  return (
    <div className="mt-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={`${id}-context`} className="font-medium">
          Context
        </label>
        <select
          id={`${id}-context`}
          className="field !w-auto"
          value={contextSize}
          onChange={(event) => onContextSize(Number(event.currentTarget.value))}
        >
          {contextsToOffer(trainedContext, contextSize).map((size) => (
            <option key={size} value={size}>
              {tokens(size)}
            </option>
          ))}
        </select>
        <span className="text-muted">how much of a conversation it holds at once</span>
      </div>
      <fieldset className="mt-2">
        <legend className="sr-only">How the context is stored</legend>
        {cacheNames.map(({ type, name }) => (
          <label
            key={type}
            className="grid cursor-pointer grid-cols-[auto_7.5rem_1fr] items-baseline gap-x-2.5 rounded-control px-2 py-1 hover:bg-soft"
          >
            <input
              type="radio"
              name={`${id}-cache`}
              value={type}
              checked={cacheType === type}
              className="accent-(--accent)"
              onChange={() => setCacheType(type)}
            />
            <span>{name}</span>
            <span className={fits[type].kind === 'fits' ? 'text-muted' : 'text-caution'}>
              <span className="tabular-nums">needs {bytes(fits[type].needBytes)}</span>,{' '}
              {fitWords(fits[type])}
            </span>
          </label>
        ))}
      </fieldset>
      <p className="mt-1 text-muted">
        Estimated for the processor, where {bytes(fits[cacheType].haveBytes)} would be free. Fewer bits need
        less memory and make answers a little slower and less exact.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          onClick={() => openWithContext(modelId, { contextSize, cacheType })}
        >
          Open with this context
        </button>
        {chosenContext !== null && (
          <button type="button" className="button" onClick={() => openWithContext(modelId, null)}>
            Let Ponder decide
          </button>
        )}
      </div>
    </div>
  )
}
