import { useEffect, useState, type ReactNode } from 'react'
import type { ShownTemplate } from '../../electron/contract/models.ts'
import { count } from '../parts/amounts.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { useCopied } from '../parts/use-copied.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'

/** The open model's template as plain text: it came with a file from anywhere, so nothing in it is more than letters. */
export function TemplateReader({ onClose }: { readonly onClose: () => void }): ReactNode {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const { copied, copy } = useCopied()
  const [template, setTemplate] = useState<ShownTemplate | null>(null)
  useEffect(() => {
    attempt(async () => setTemplate(await ponder.calls().readTemplate({})))
  }, [ponder, attempt])
  return (
    <Dialog name="Template" onClose={onClose}>
      {template === null ? (
        <p className="text-muted">Reading it…</p>
      ) : template.length === 0 ? (
        <p className="text-muted">There is no template in its file.</p>
      ) : (
        <>
          <div className="mb-2 flex items-center justify-between gap-3">
            <p className="text-sm text-muted">{lengthWords(template)}</p>
            <button type="button" className="button" onClick={() => copy(template.text)}>
              <Icon name={copied ? 'check' : 'copy'} />
              {copied ? 'Copied' : 'Copy'}
            </button>
          </div>
          <pre
            tabIndex={0}
            aria-label="Template text"
            className="max-h-[60dvh] overflow-auto rounded-control border border-line bg-soft p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {template.text}
          </pre>
        </>
      )}
    </Dialog>
  )
}

function lengthWords({ text, length }: ShownTemplate): string {
  if (text.length === length) return `${count(length)} characters`
  return `The first ${count(text.length)} of ${count(length)} characters`
}
