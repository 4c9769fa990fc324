import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'

type DropTargetProps = { readonly onDrop: (files: readonly File[]) => void }

/** The whole window takes files; while some hover over it, it says what for. */
export function DropTarget({ onDrop }: DropTargetProps): ReactNode {
  const [isOver, setIsOver] = useState(false)
  const hover = useEffectEvent((event: DragEvent) => {
    // The message takes them itself, where they are dropped, and must be seen meanwhile.
    if (event.defaultPrevented) setIsOver(false)
    if (event.defaultPrevented || !hasFiles(event)) return
    // Without this the browser would show the file instead of Ponder.
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    setIsOver(true)
  })
  const leave = useEffectEvent((event: DragEvent) => {
    // Null when the pointer leaves the window, not when it goes from one part to another.
    if (event.relatedTarget === null) setIsOver(false)
  })
  const drop = useEffectEvent((event: DragEvent) => {
    setIsOver(false)
    if (event.defaultPrevented || !hasFiles(event)) return
    event.preventDefault()
    onDrop([...(event.dataTransfer?.files ?? [])])
  })
  useEffect(() => {
    window.addEventListener('dragenter', hover)
    window.addEventListener('dragover', hover)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', hover)
      window.removeEventListener('dragover', hover)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 flex items-center justify-center bg-page/85 p-6">
      <p className="rounded-composer border-2 border-dashed border-accent bg-raised px-10 py-8 text-center">
        <span className="block text-base font-semibold">Drop images or a model</span>
        <span className="block text-sm text-muted">
          Images go into your message, a model (.gguf) is opened.
        </span>
      </p>
    </div>
  )
}

/** Text and links that are dragged about stay the browser's business. */
function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true
}
