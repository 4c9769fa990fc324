/** How a line is told apart without its colour: by its dashes and by the shape of its points. */
export type SeriesLook = { readonly name: string; readonly dash: string | undefined; readonly mark: Mark }
export type Mark = 'disc' | 'square' | 'triangle' | 'ring'

const looks: readonly SeriesLook[] = [
  { name: 'plot-1', dash: undefined, mark: 'disc' },
  { name: 'plot-2', dash: '6 4', mark: 'square' },
  { name: 'plot-3', dash: '2 3', mark: 'triangle' },
  { name: 'plot-4', dash: '9 3 2 3', mark: 'ring' },
]

/** More than four lines in one plot can hardly be told apart: the fifth looks like the first. */
export function lookOf(at: number): SeriesLook {
  // The remainder of a list's length is always within the list.
  return looks[at % looks.length] as SeriesLook
}

/** The outline of a point of this kind around (x, y), about 7 px wide. */
export function markPath(mark: Mark, x: number, y: number): string {
  switch (mark) {
    case 'disc':
    case 'ring':
      return `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`
    case 'square':
      return `M${x - 3.2} ${y - 3.2}h6.4v6.4h-6.4z`
    case 'triangle':
      return `M${x} ${y - 4}l4 7h-8z`
    default:
      return mark satisfies never
  }
}
