import type { GgufSettings, GgufValue } from '../../../electron/model-files/gguf/format.ts'
import { forgeGguf, placed, trueSetting, type Forgery } from '../forge-gguf.ts'
import { randomModel, smallestShape } from '../random-model.ts'
import { readGguf } from '../read-gguf.ts'
import { writeGguf, type GgufTensor } from '../write-gguf.ts'

/** One way for a file to be of no use. */
export type BrokenFile = {
  /** What is wrong, as the end of "a file with …". */
  readonly what: string
  /** The code of the sentence that a person gets. */
  readonly code: string
  /** `llama.cpp`: its header is in order, and only opening it shows that it is of no use. */
  readonly foundBy?: 'llama.cpp'
  readonly bytes: () => Uint8Array
}

/** As short as a template can be that llama.cpp accepts. */
export const CHAT_TEMPLATE =
  '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}'

/** The whole file that everything here is broken out of: the smallest random model, with a chat template. */
export const soundBytes = randomModel({ ...smallestShape, chatTemplate: CHAT_TEMPLATE })
const header = readGguf(soundBytes)

/** Bytes before the tensor data. */
export const soundHeaderBytes = header.dataStart
export const soundSettings: GgufSettings = header.settings
export const soundTensors: readonly GgufTensor[] = header.tensors.map(
  ({ name, dimensions, type, offset, size }) => ({
    name,
    dimensions,
    type,
    data: soundBytes.subarray(header.dataStart + offset, header.dataStart + offset + size),
  }),
)

/** The sound model with settings changed, added, or (null) left out. */
export function withSettings(changes: Readonly<Record<string, GgufValue | null>>): Uint8Array {
  const settings = new Map(soundSettings)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) settings.delete(key)
    else settings.set(key, value)
  }
  return writeGguf(settings, soundTensors)
}

/** The sound model with other tensors. */
export function withTensors(change: (tensors: readonly GgufTensor[]) => readonly GgufTensor[]): Uint8Array {
  return writeGguf(soundSettings, change(soundTensors))
}

/** The sound model as a forgery, to be changed where no honest writer could. */
export function forged(change: (sound: Forgery) => Partial<Forgery>): Uint8Array {
  const settings = [...soundSettings].map(([key, value]) => trueSetting(key, value))
  const sound = { settings, ...placed(soundTensors) }
  return forgeGguf({ ...sound, ...change(sound) })
}

export const whole = (value: number): GgufValue => ({ kind: 'uint32', value })
export const word = (value: string): GgufValue => ({ kind: 'string', value })
export const real = (value: number): GgufValue => ({ kind: 'float32', value })
