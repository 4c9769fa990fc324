import { useEffect, useState, type ReactNode } from 'react'
import type { ImageText } from '../../electron/contract/images.ts'
import { count, percent } from '../parts/amounts.ts'
import { useCopied } from '../parts/use-copied.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { ModelReading } from './model-reading.tsx'
import type { ImageTextReading } from './use-image-text.ts'
import { UNSURE } from './words-over.tsx'

type ReadPaneProps = {
  readonly imageId: string
  readonly text: ImageTextReading
  readonly onUse: (words: string) => void
}

/** Beside the picture: the text in it, read on this computer, by OCR and by a model that sees. */
export function ReadPane({ imageId, text, onUse }: ReadPaneProps): ReactNode {
  const { state, read, stop } = text
  const languages = useLanguages()
  const [language, setLanguage] = useState('eng')
  return (
    <section aria-label="Text in the picture" className="read-pane">
      <div className="flex items-center gap-2">
        <select
          aria-label="Language of the text"
          className="field min-w-0 flex-1"
          value={language}
          disabled={state.kind === 'reading'}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        >
          {languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
        {state.kind === 'reading' ? (
          <button type="button" className="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" className="button button-main" onClick={() => read(language)}>
            {state.kind === 'read' ? 'Read again' : 'Read'}
          </button>
        )}
      </div>
      {state.kind === 'not-read' && (
        <p className="mt-3 text-muted">
          Read on this computer. For another language, put its data (for example deu.traineddata) into the
          folder “languages” of Ponder’s data folder.
        </p>
      )}
      {state.kind === 'reading' && (
        <div className="mt-3">
          <p role="status" className="text-muted">
            {state.turned === 0 ? 'Reading…' : `Reading, turned by ${state.turned}°…`}
          </p>
          <progress aria-label="Reading" className="progress mt-1.5 w-full" max={1} value={state.share} />
        </div>
      )}
      {state.kind === 'failed' && (
        <p role="alert" className="mt-3">
          {state.problem.message} <span className="text-muted">{state.problem.remedy}</span>
        </p>
      )}
      {state.kind === 'read' && <FoundText result={state.result} onUse={onUse} />}
      <ModelReading imageId={imageId} text={state.kind === 'read' ? state.result.text : null} />
    </section>
  )
}

type FoundTextProps = { readonly result: ImageText; readonly onUse: (words: string) => void }

function FoundText({ result, onUse }: FoundTextProps): ReactNode {
  const { copied, copy } = useCopied()
  const words = result.lines.flatMap((line) => line.words)
  if (words.length === 0)
    return (
      <p role="status" className="mt-3">
        No text was found.{' '}
        <span className="text-muted">Try another language, or mark the part it stands in.</span>
      </p>
    )
  const unsure = words.filter(({ confidence }) => confidence < UNSURE).length
  return (
    <>
      <p role="status" className="mt-3 text-muted">
        {count(words.length)} {words.length === 1 ? 'word' : 'words'}, {percent(result.confidence / 100)} sure
        {unsure > 0 && ` · ${count(unsure)} underlined: may be wrong`}
      </p>
      <div tabIndex={0} role="region" aria-label="Text that was read" className="read-text" dir="auto">
        {result.lines.map((line, index) => (
          <p key={index}>
            {line.words.map((word, at) => (
              <span
                key={at}
                className={word.confidence < UNSURE ? 'word-unsure' : undefined}
                title={`${Math.round(word.confidence)} % sure`}
              >
                {`${word.text} `}
              </span>
            ))}
          </p>
        ))}
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => copy(result.text)}>
          {copied ? 'Copied' : 'Copy text'}
        </button>
        <button type="button" className="button" onClick={() => onUse(result.text.trim())}>
          Put into the message
        </button>
      </div>
    </>
  )
}

/** English is built in; others are there when their data is. */
function useLanguages(): readonly string[] {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const [languages, setLanguages] = useState<readonly string[]>(['eng'])
  useEffect(
    () => attempt(async () => setLanguages(await ponder.calls().imageLanguages({}))),
    [ponder, attempt],
  )
  return languages
}

/** "deu" → "German"; names of data that are no language stay as they are. */
function languageName(code: string): string {
  const [language = code] = code.split('_')
  const name = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(language)
  return name === undefined ? code : code === language ? name : `${name} (${code})`
}
