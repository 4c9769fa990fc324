import { createCjkPlugin } from '@streamdown/cjk'
import { createMathPlugin } from '@streamdown/math'
import { Children, isValidElement, type ReactNode } from 'react'
import { Streamdown, useIsCodeFenceIncomplete, type Components } from 'streamdown'
import { CodeBlock } from './code-block.tsx'
import { mathsInDollars } from './maths-in-dollars.ts'
import { SafeLink } from './safe-link.tsx'

type MarkdownProps = { readonly text: string; readonly isRunning: boolean }

/** An answer as a document. Made of React elements only: raw HTML shows as the text it is. */
export function Markdown({ text, isRunning }: MarkdownProps): ReactNode {
  return (
    <div dir="auto">
      <Streamdown
        className="markdown"
        mode={isRunning ? 'streaming' : 'static'}
        isAnimating={isRunning}
        components={components}
        plugins={plugins}
        // Without the plugin that parses HTML there is no HTML to make safe; links and images are ours below.
        rehypePlugins={noRehypePlugins}
      >
        {mathsInDollars(text)}
      </Streamdown>
    </div>
  )
}

const plugins = {
  // Chinese and Japanese have no spaces around words, which Markdown's rules for ** look for.
  cjk: createCjkPlugin(),
  // A single dollar is a price: `mathsInDollars` has written every formula between two.
  math: createMathPlugin({ singleDollarTextMath: false, errorColor: 'var(--loss)' }),
}
const noRehypePlugins: [] = []

const components: Components = {
  // Two levels down: the page and the turns have their own headings above.
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  h6: 'h6',
  p: 'p',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  hr: 'hr',
  strong: 'strong',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
  inlineCode: ({ children }) => <code>{children}</code>,
  a: ({ href, children }) => <SafeLink href={href ?? ''}>{children}</SafeLink>,
  // An image would be fetched from the network. Its words and its address stay.
  img: ({ src, alt }) => (
    <SafeLink href={typeof src === 'string' ? src : ''}>Image: {alt === '' ? 'without words' : alt}</SafeLink>
  ),
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked === true}
      disabled
      aria-label={checked === true ? 'Done' : 'Open'}
    />
  ),
  table: ({ children }) => (
    <div tabIndex={0} role="region" aria-label="Table" className="my-3 overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => <Fence>{children}</Fence>,
}

/** A fence holds one `code` element whose class names the language. */
function Fence({ children }: { readonly children?: ReactNode }): ReactNode {
  const isIncomplete = useIsCodeFenceIncomplete()
  const code = Children.toArray(children).find((child) =>
    isValidElement<{ readonly className?: string; readonly children?: ReactNode }>(child),
  )
  if (code === undefined) return null
  const language = /language-(\S+)/u.exec(code.props.className ?? '')?.[1] ?? ''
  return (
    <CodeBlock
      code={textOf(code.props.children).replace(/\n$/u, '')}
      language={language.toLowerCase()}
      isIncomplete={isIncomplete}
    />
  )
}

function textOf(node: ReactNode): string {
  return Children.toArray(node)
    .map((child) => (typeof child === 'string' || typeof child === 'number' ? String(child) : ''))
    .join('')
}
