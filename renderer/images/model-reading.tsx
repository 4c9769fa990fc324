import { useState, type ReactNode } from 'react'
import type { ReadingUpdate } from '../../electron/contract/seeing.ts'
import { count } from '../parts/amounts.ts'
import { useAskedStream } from '../state/use-asked-stream.ts'
import { compareWords } from './compare-words.ts'

type ModelReadingProps = {
  readonly imageId: string
  /** What OCR read; null while it has not. */
  readonly text: string | null
}

/** The same picture read by a model that sees, without OCR: the two readings can be held against each other. */
export function ModelReading({ imageId, text }: ModelReadingProps): ReactNode {
  const { update, isRunning, problem, run, stop } = useAskedStream<ReadingUpdate>()
  const [modelName, setModelName] = useState('')
  const begin = (): void =>
    run(async function* (calls, signal) {
      for await (const next of calls.readByModel({ imageId }, signal)) {
        if (next.kind === 'looking') setModelName(next.modelName)
        yield next
      }
    })
  return (
    <section aria-label="Read by a model" className="mt-4 border-t border-line pt-3">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-medium">By a model that sees</h3>
        {isRunning ? (
          <button type="button" className="button" onClick={stop}>
            Stop looking
          </button>
        ) : (
          <button type="button" className="button" onClick={begin}>
            {update?.kind === 'read' ? 'Look again' : 'Let it read'}
          </button>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="mt-2">
          {problem.message} <span className="text-muted">{problem.remedy}</span>
        </p>
      )}
      {isRunning && (
        <p role="status" className="mt-2 text-muted">
          {modelName === '' ? 'Beginning…' : `${modelName} looks at the picture…`}
        </p>
      )}
      {update?.kind === 'read' && <Compared reading={update.text} modelName={modelName} text={text} />}
    </section>
  )
}

type ComparedProps = { readonly reading: string; readonly modelName: string; readonly text: string | null }

function Compared({ reading, modelName, text }: ComparedProps): ReactNode {
  if (reading === '') return <p className="mt-2">{modelName} says nothing.</p>
  const words = compareWords(reading, text ?? '')
  const alike = words.filter(({ isAlike }) => isAlike).length
  return (
    <>
      <p role="status" className="mt-2 text-muted">
        {modelName}
        {text === null
          ? ' · read the text above too, to compare the two'
          : ` · ${count(alike)} of its ${count(words.length)} ${words.length === 1 ? 'word' : 'words'} read above too`}
      </p>
      <div tabIndex={0} role="region" aria-label="Text that a model read" className="read-text" dir="auto">
        <p>
          {words.map((word, at) => (
            <span
              key={at}
              className={text === null || word.isAlike ? undefined : 'word-other'}
              title={text === null || word.isAlike ? undefined : 'Not read above'}
            >
              {`${word.text} `}
            </span>
          ))}
        </p>
      </div>
    </>
  )
}
