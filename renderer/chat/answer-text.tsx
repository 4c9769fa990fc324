import { lazy, Suspense, type ReactNode } from 'react'

// Begun with the window but not waited for: markdown with its mathematics is most of the program, and one can write
// a question before it is there.
const loading = import('./markdown.tsx')
const Markdown = lazy(async () => ({ default: (await loading).Markdown }))

type AnswerTextProps = { readonly text: string; readonly isRunning: boolean }

/** The answer as a document; as plain words for the moment until that can be drawn. */
export function AnswerText({ text, isRunning }: AnswerTextProps): ReactNode {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
      <Markdown text={text} isRunning={isRunning} />
    </Suspense>
  )
}
