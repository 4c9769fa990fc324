import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { oneOf } from '../../electron/math/seeded-random.ts'
import type { Random } from '../../electron/math/seeded-random.ts'

/** Pixels; models look at less, so it is made smaller as a photo would be. */
const SIDE = 288

export const SHAPES = ['circle', 'square', 'triangle', 'star', 'cross', 'diamond', 'ring'] as const
export const PAINTS = {
  red: '#dc1e28',
  orange: '#ff8c00',
  yellow: '#ffeb28',
  green: '#00a028',
  blue: '#1e3cdc',
  purple: '#801090',
  pink: '#ff82c0',
  brown: '#783c1e',
} as const
export type Shape = (typeof SHAPES)[number]
export type Colour = keyof typeof PAINTS
export const COLOURS = Object.keys(PAINTS) as Colour[]
const FONTS = ['DejaVu Sans', 'DejaVu Serif', 'Liberation Sans', 'Liberation Serif', 'Liberation Mono']

/** `x`, `y`, `radius` as shares of the side. */
export type Thing = {
  readonly shape: Shape
  readonly colour: Colour
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Shapes on a light ground, slightly different each time. */
export function pictureOf(things: readonly Thing[], random: Random): string {
  const light = () => 235 + Math.floor(20 * random())
  return svg(`rgb(${light()},${light()},${light()})`, things.map(drawn).join(''))
}

/** A word or number, turned a little, in one of several fonts. */
export function writtenWord(word: string, random: Random): string {
  const size = Math.min(90, 330 / word.length)
  const turn = (random() - 0.5) * 6
  const font = oneOf(FONTS, random)
  const text = `<text x="144" y="${144 + size / 3}" font-family="${font}" font-weight="bold" font-size="${size}" text-anchor="middle" transform="rotate(${turn} 144 144)">${word}</text>`
  return svg('white', text)
}

export async function savePicture(path: string, drawing: string): Promise<void> {
  await writeFile(path, await sharp(Buffer.from(drawing)).png().toBuffer())
}

export function writtenPage(lines: readonly string[], random: Random): string {
  const font = oneOf(FONTS.slice(0, 4), random)
  const texts = lines.map(
    (line, index) =>
      `<text x="60" y="${100 + index * 52}" font-family="${font}" font-size="32">${line}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="${160 + lines.length * 52}"><rect width="100%" height="100%" fill="white"/>${texts.join('')}</svg>`
}

function svg(ground: string, inside: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="${ground}"/>${inside}</svg>`
}

function drawn({ shape, colour, ...thing }: Thing): string {
  const [x, y, r] = [thing.x * SIDE, thing.y * SIDE, thing.radius * SIDE]
  const fill = `fill="${PAINTS[colour]}"`
  const points = (all: readonly (readonly [number, number])[]) =>
    `<polygon ${fill} points="${all.map(([dx, dy]) => `${x + dx * r},${y + dy * r}`).join(' ')}"/>`
  switch (shape) {
    case 'circle':
      return `<circle cx="${x}" cy="${y}" r="${r}" ${fill}/>`
    case 'ring':
      return `<circle cx="${x}" cy="${y}" r="${0.8 * r}" fill="none" stroke="${PAINTS[colour]}" stroke-width="${0.4 * r}"/>`
    case 'square':
      return points([
        [-0.75, -0.75],
        [0.75, -0.75],
        [0.75, 0.75],
        [-0.75, 0.75],
      ])
    case 'diamond':
      return points([
        [0, -1],
        [0.7, 0],
        [0, 1],
        [-0.7, 0],
      ])
    case 'triangle':
      return points([
        [0, -1],
        [0.87, 0.6],
        [-0.87, 0.6],
      ])
    case 'cross':
      return `<path d="M${x - r},${y - r / 3}h${(2 * r) / 3}v${-(2 * r) / 3}h${(2 * r) / 3}v${(2 * r) / 3}h${(2 * r) / 3}v${(2 * r) / 3}h${-(2 * r) / 3}v${(2 * r) / 3}h${-(2 * r) / 3}v${-(2 * r) / 3}h${-(2 * r) / 3}z" ${fill}/>`
    case 'star':
      return points(
        Array.from({ length: 10 }, (_, index) => {
          const [angle, length] = [(Math.PI / 5) * index - Math.PI / 2, index % 2 === 0 ? 1 : 0.42]
          return [Math.cos(angle) * length, Math.sin(angle) * length] as const
        }),
      )
    default:
      return shape satisfies never
  }
}
