/** A family of templates: the texts that give one away, and the efforts that node-llama-cpp's wrapper of it knows. */
export type KnownFamily = { readonly marks: readonly string[]; readonly efforts: readonly string[] }

/** Thoughts and answers are messages of their own here, which is more than turns and marks can tell. */
export const CHANNEL_FAMILIES = {
  muse: { marks: ['<|start|>', '<|message|>', '<|eom|>'], efforts: ['low', 'medium', 'high', 'xhigh'] },
  harmony: { marks: ['<|start|>', '<|channel|>', '<|message|>'], efforts: ['low', 'medium', 'high'] },
  gemma4: { marks: ['<|turn>', '<|channel>'], efforts: [] },
} as const satisfies Record<string, KnownFamily>

/** For templates of known families that cannot be carried out here. */
export const TURN_FAMILIES = {
  qwen: { marks: ['<|im_start|>', '</think>'], efforts: [] },
  deepSeek: { marks: ['<｜User｜>', '</think>'], efforts: [] },
  seed: { marks: ['<seed:think>'], efforts: [] },
} as const satisfies Record<string, KnownFamily>

/** The first of `families` whose marks all stand in a template. */
export function familyOf<Name extends string>(
  template: string,
  families: Readonly<Record<Name, KnownFamily>>,
): Name | undefined {
  // Keys of a record written above: nothing else is among them.
  const names = Object.keys(families) as Name[]
  return names.find((name) => families[name].marks.every((mark) => template.includes(mark)))
}
