import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import type { Given, Part } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import { createDragListeners } from './box-drag.ts'
import { moveTo, pressKey, remove } from './box-keys.ts'
import { createPasteListeners } from './box-paste.ts'
import { createImageElements } from './image-elements.ts'
import { openBox, type Box } from './open-box.ts'
import type { ImageSource, PlacedImage } from './placed-image.ts'
import { takeIn, type ToTakeIn } from './take-in.ts'
import { cut, IMAGE_MARK, partsOf, writtenOf } from './written.ts'
import type { ImagePart, Stretch, Written } from './written.ts'

/** A file that could not be taken in. */
export type Refused = {
  readonly id: number
  readonly problem: Problem
  /** Given where part of it can still be had. */
  readonly damaged: File | null
}

export type WritingState = {
  /** What would be sent. */
  readonly parts: readonly Part[]
  /** The images in order, by key. */
  readonly images: readonly { readonly key: string; readonly placed: PlacedImage }[]
  /** Some image is still on its way. */
  readonly isArriving: boolean
  readonly refused: readonly Refused[]
  /** The image whose details are open. */
  readonly openKey: string | null
}

export type Writing = ReturnType<typeof createWriting>

let lastKey = 0

/** The message being written: text and images in order, whatever they come from. Lives as long as its composer. */
export function createWriting(ponder: Ponder, first: readonly Part[]) {
  const placed = new Map<string, PlacedImage>()
  const coming = new Map<string, AbortController>()
  const listeners = new Set<() => void>()
  const elements = createImageElements((key) => placed.get(key) ?? null)
  const imageOf = (key: string): ImagePart | null => {
    const known = placed.get(key)
    if (known?.kind !== 'here') return null
    const { image, given } = known
    return given === null ? { kind: 'image', image } : { kind: 'image', image, given }
  }
  const newKey = (image: PlacedImage): string => {
    const key = `i${++lastKey}`
    placed.set(key, image)
    return key
  }
  const toWritten = (parts: readonly Part[]): Written =>
    writtenOf(parts, ({ image, given = null }) => newKey({ kind: 'here', image, given, source: null }))

  let box: Box | null = null
  // Until there is an element to write in, and again when it goes.
  let written = toWritten(first)
  let state: WritingState = {
    parts: first,
    images: [],
    isArriving: false,
    refused: [],
    openKey: null,
  }

  function update(changes: Partial<WritingState> = {}): void {
    const images = written.keys.flatMap((key) => {
      const image = placed.get(key)
      return image === undefined ? [] : [{ key, placed: image }]
    })
    elements.draw(written.keys)
    state = {
      ...state,
      ...changes,
      parts: partsOf(written, imageOf),
      images,
      isArriving: images.some((image) => image.placed.kind === 'arriving'),
    }
    for (const listen of listeners) listen()
  }

  function changed(next: Written): void {
    written = next
    // What was taken out while it came is not wanted any more.
    for (const [key, stop] of coming) if (!next.keys.includes(key)) stop.abort()
    update()
  }

  async function arrive(key: string, wanted: ToTakeIn, name: string): Promise<void> {
    const stop = new AbortController()
    coming.set(key, stop)
    const before = placed.get(key)
    const arriving = (share: number, small: string | null = null): void => {
      placed.set(key, { kind: 'arriving', name, share, small })
      update()
    }
    arriving(0)
    try {
      const { image, pages } = await takeIn(
        ponder,
        wanted,
        { onShare: arriving, onSmall: (small) => arriving(1, small) },
        stop.signal,
      )
      const alt = before?.kind === 'here' ? before.image.alt : ''
      placed.set(key, { kind: 'here', image: { ...image, alt }, given: null, source: { ...wanted, pages } })
    } catch (thrown) {
      if (before?.kind === 'here') placed.set(key, before)
      else placed.delete(key)
      if (!stop.signal.aborted) refuse(problemOf(thrown), wanted.file)
      if (!placed.has(key)) box?.removeImage(key)
    } finally {
      coming.delete(key)
      update()
    }
  }

  function refuse(problem: Problem, file: File): void {
    const damaged = problem.code === 'image-damaged' ? file : null
    update({ refused: [...state.refused, { id: ++lastKey, problem, damaged }] })
  }

  function addFiles(files: readonly File[], at?: Stretch, evenIfDamaged = false): void {
    if (box === null) return
    const keys = files.map((file) => newKey({ kind: 'arriving', name: file.name, share: 0, small: null }))
    box.insert({ text: IMAGE_MARK.repeat(keys.length), keys }, at)
    box.focus()
    files.forEach((file, index) => {
      void arrive(keys[index] ?? '', { file, page: 0, evenIfDamaged }, file.name)
    })
  }

  const partsIn = (stretch: Stretch): Part[] => partsOf(cut(written, stretch), imageOf)

  function attach(root: HTMLElement, mark: HTMLElement): () => void {
    const opened = openBox(root, {
      onChange: changed,
      elementOf: elements.elementOf,
      isKnown: (key) => placed.has(key) && (coming.has(key) || imageOf(key) !== null),
    })
    box = opened
    opened.begin(written)
    const openImage = (key: string): void => update({ openKey: key })
    const all = {
      ...createDragListeners(opened, {
        mark,
        addFiles: (files, place) => addFiles(files, { from: place, to: place }),
        partsIn,
        writtenOf: toWritten,
      }),
      ...createPasteListeners(opened, { addFiles, partsIn, writtenOf: toWritten }),
      keydown: (event: KeyboardEvent) => {
        if (pressKey(opened, { elementOf: elements.elementOf, openImage }, event)) event.preventDefault()
      },
      click: (event: MouseEvent) => {
        const image = event.target instanceof Element ? event.target.closest('[data-image-key]') : null
        if (image instanceof HTMLElement) openImage(image.dataset['imageKey'] ?? '')
      },
    }
    // The element's own events are typed one by one; a table of them is not.
    for (const [name, listen] of Object.entries(all)) root.addEventListener(name, listen as EventListener)
    return () => {
      for (const [name, listen] of Object.entries(all))
        root.removeEventListener(name, listen as EventListener)
      opened.close()
      if (box === opened) box = null
    }
  }

  return {
    attach,
    state: () => state,
    listen: (listen: () => void) => {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    addFiles,
    /** Something else stands here from now on. */
    begin(parts: readonly Part[]): void {
      const next = toWritten(parts)
      if (box === null) changed(next)
      else box.begin(next)
    },
    /** Instead of all that is there; undo brings that back. */
    rewrite(parts: readonly Part[]): void {
      box?.insert(toWritten(parts), { from: 0, to: written.text.length })
      box?.focus()
    },
    /** Behind what is there, on a line of its own. */
    append(parts: readonly Part[]): void {
      const end = { from: written.text.length, to: written.text.length }
      const needsLine = written.text !== '' && !written.text.endsWith('\n')
      box?.insert(toWritten([...(needsLine ? [{ kind: 'text' as const, text: '\n' }] : []), ...parts]), end)
      box?.focus()
    },
    focus: (): void => box?.focus(),
    focusEnd: (): void => box?.focus(written.text.length),
    elementOf: elements.elementOf,
    remove: (key: string): void => void (box && remove(box, key)),
    move(key: string, step: (text: string, place: number) => number): void {
      if (box !== null) moveTo(box, key, step(written.text, box.placeOf(key)))
    },
    describe(key: string, alt: string): void {
      const known = placed.get(key)
      if (known?.kind !== 'here') return
      placed.set(key, { ...known, image: { ...known.image, alt } })
      update()
    },
    /** What a model that cannot see gets instead of an image. */
    give(key: string, given: Given | null): void {
      const known = placed.get(key)
      if (known?.kind !== 'here') return
      placed.set(key, { ...known, given: given?.text === '' ? null : given })
      update()
    },
    /** Another picture of the same file. */
    choosePage(key: string, source: ImageSource, page: number): void {
      if (!coming.has(key)) void arrive(key, { ...source, page }, source.file.name)
    },
    closeImage: (): void => update({ openKey: null }),
    /** These images were on their way when an earlier composer went. */
    miss(names: readonly string[]): void {
      const missed = names.map((name) => ({ id: ++lastKey, problem: missedProblem(name), damaged: null }))
      if (missed.length > 0) update({ refused: [...state.refused, ...missed] })
    },
    /** Off the list; `take` takes what can be read of a damaged file. */
    settle(refused: Refused, take: boolean): void {
      update({ refused: state.refused.filter(({ id }) => id !== refused.id) })
      if (take && refused.damaged !== null) addFiles([refused.damaged], undefined, true)
    },
    /** Nothing that is still coming is wanted. */
    stop(): void {
      for (const stop of coming.values()) stop.abort()
    },
  }
}

function missedProblem(name: string): Problem {
  return {
    code: 'image-missed',
    message: `${name} was not in Ponder yet when this message was left.`,
    remedy: 'Add it again.',
  }
}
