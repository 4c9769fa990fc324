import type { ReactNode } from 'react'

/** Outlines on a 24 px grid. Always beside a label, or inside something that has a name. */
const outlines = {
  search: 'M21 21l-4.3-4.3M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  settings:
    'M4 7h10M18 7h2M4 17h2M10 17h10M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  list: 'M4 5h16v14H4zM9.5 5v14',
  details: 'M4 5h16v14H4zM14.5 5v14',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  redo: 'M20 12a8 8 0 1 1-2.4-5.7M20 4v4.5h-4.5',
  edit: 'M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9.5l6 6 6-6',
  right: 'M9.5 6l6 6-6 6',
  left: 'M14.5 6l-6 6 6 6',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  latest: 'M12 5v14M5.5 12.5L12 19l6.5-6.5',
  stop: 'M7 7h10v10H7z',
  model: 'M12 3l8 4.5v9L12 21l-8-4.5v-9L12 3zM4 7.5l8 4.5 8-4.5M12 12v9',
  'thumb-up':
    'M7 21V10l4.5-7a2 2 0 0 1 2 2.4L12.8 9H19a2 2 0 0 1 2 2.3l-1.2 8A2 2 0 0 1 17.8 21zM7 10H3.5v11H7',
  'thumb-down':
    'M17 3v11l-4.5 7a2 2 0 0 1-2-2.4l.7-3.6H5a2 2 0 0 1-2-2.3l1.2-8A2 2 0 0 1 6.2 3zM17 14h3.5V3H17',
  learn: 'M4 20V4M4 20h16M7.5 16l4-5 3 2.5L20 7M20 7h-4M20 7v4',
  arena: 'M4 5h6.5v14H4zM13.5 5H20v14h-6.5z',
  help: 'M9.2 9a2.9 2.9 0 1 1 4.3 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
} as const

export type IconName = keyof typeof outlines

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: 16 | 20 }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={name === 'stop' ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      <path d={outlines[name]} />
    </svg>
  )
}
