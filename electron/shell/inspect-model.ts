import type { CacheType } from '../contract/context-choice.ts'
import type { Fit } from '../contract/model-facts.ts'
import type { TemplateThinking } from '../contract/models.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { HeaderChecker } from '../engine/header-check/header-checker.ts'
import { estimateFit } from '../model-files/fit/estimate-fit.ts'
import type { ModelHeader, ModelUse } from '../model-files/header/model-header.ts'

/** What `npm run inspect -- --json` prints. Fields may be added, never renamed: other programs read them. */
export type Inspection = ModelHeader & {
  readonly file: string
  /** Of the whole first file; null when it was not asked for. */
  readonly sha256: string | null
  /** As its template tells it; null for what is no chat model, and where the template cannot be used. */
  readonly thinking: TemplateThinking | null
  /** Null for what is no chat model. */
  readonly fit: (Readonly<Record<CacheType, Fit>> & { readonly contextSize: number }) | null
}

export type InspectOptions = {
  readonly path: string
  readonly file: string
  /** Tokens; null = as many as it was trained for, at most 8192. */
  readonly contextSize: number | null
  readonly hash: boolean
  readonly freeBytes: number
}

const USUAL_CONTEXT = 8192

/** What is known of a model file without loading it. */
export async function inspectModel(
  checker: Pick<HeaderChecker, 'read' | 'expectThinking' | 'hash'>,
  { path, file, contextSize, hash, freeBytes }: InspectOptions,
): Promise<Inspection> {
  const header = await checker.read(path, file)
  const sha256 = hash ? await checker.hash(path, file, new AbortController().signal) : null
  const thinking = header.use === 'chat' ? await thinkingOf(checker, header, file) : null
  return { file, ...header, sha256, thinking, fit: fitOf(header, contextSize, freeBytes) }
}

async function thinkingOf(
  checker: Pick<HeaderChecker, 'expectThinking'>,
  { chatTemplate }: ModelHeader,
  file: string,
): Promise<TemplateThinking | null> {
  try {
    return await checker.expectThinking(chatTemplate, file)
  } catch (thrown) {
    // Opening the model says what is wrong, and offers another template.
    if (thrown instanceof PonderError) return null
    throw thrown
  }
}

function fitOf(header: ModelHeader, asked: number | null, freeBytes: number): Inspection['fit'] {
  if (header.use !== 'chat') return null
  const contextSize = asked ?? Math.min(USUAL_CONTEXT, header.trainedContext ?? USUAL_CONTEXT)
  const fit = (cacheType: CacheType) => estimateFit({ model: header, contextSize, cacheType, freeBytes })
  return { contextSize, f16: fit('f16'), q8_0: fit('q8_0'), q4_0: fit('q4_0') }
}

const USES: Readonly<Record<ModelUse, string>> = {
  chat: 'a chat model',
  'image-half': 'the image half of a model',
  ranking: 'a ranking model, which scores answers and can be a judge',
  embedding: 'an embedding model',
  diffusion: 'a diffusion model',
  draft: 'a draft model',
  speech: 'a speech model',
  translation: 'an encoder and decoder',
  adapter: 'an adapter',
  measurements: 'measurements for quantising',
  vocabulary: 'a vocabulary without a model',
  'later-part': 'a later part of a split model',
}

/** The same for a person to read. */
export function inspectionText(found: Inspection): string {
  const rows: [name: string, value: string | null][] = [
    ['Kind', `${USES[found.use]} (${found.architecture || 'not stated'})`],
    ['Name', found.title],
    ['Quantisation', found.quantisation],
    ['Parameters', number(found.parameters)],
    ['Size', `${bytes(found.fileBytes)}${found.part === null ? '' : ` in ${found.part.count} files`}`],
    ['Trained context', found.trainedContext === null ? null : `${number(found.trainedContext)} tokens`],
    ['Vocabulary', found.vocabulary === 0 ? null : `${number(found.vocabulary)} tokens (${found.tokenizer})`],
    ['Layers', found.layers === 0 ? null : `${found.layers}, ${found.width} wide, ${found.heads} heads`],
    ['Takes in', found.projector === null ? null : takesIn(found.projector)],
    ['Licence', found.licence ?? 'not stated'],
    ['Chat template', found.chatTemplate === null ? 'none' : `${number(found.chatTemplate.length)} letters`],
    ['Thinking', found.use === 'chat' ? thinkingText(found.thinking) : null],
    ['SHA-256', found.sha256],
    ...fitRows(found.fit),
  ]
  const lines = rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${name.padEnd(16)} ${value}`)
  return [found.file, ...lines].join('\n')
}

const SWITCHES = {
  tail: 'switched at the end of the prompt',
  option: 'switched before the conversation',
  always: 'cannot be switched by its template',
  none: 'none',
} as const

function thinkingText(thinking: TemplateThinking | null): string {
  if (thinking === null) return 'its template cannot be used'
  const { style, efforts } = thinking
  return `${SWITCHES[style]}${efforts.length === 0 ? '' : `; efforts: ${efforts.join(', ')}`}`
}

function takesIn({ images, sound }: NonNullable<ModelHeader['projector']>): string {
  return [...(images ? ['images'] : []), ...(sound ? ['sound'] : [])].join(' and ') || 'nothing'
}

function fitRows(fit: Inspection['fit']): [string, string][] {
  if (fit === null) return []
  const row = (name: string, { kind, needBytes, haveBytes, largestContext }: Fit): [string, string] => {
    const words = { fits: 'fits', tight: 'fits, but only just', 'too-big': 'does not fit' }[kind]
    const longest = largestContext === null ? 'no context would' : `${number(largestContext)} tokens would`
    return [name, `${words}: needs ${bytes(needBytes)}, ${bytes(haveBytes)} are free; ${longest}`]
  }
  return [
    ['Memory', `for a context of ${number(fit.contextSize)} tokens on the processor, estimated:`],
    row('  cache f16', fit.f16),
    row('  cache q8_0', fit.q8_0),
    row('  cache q4_0', fit.q4_0),
  ]
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

function number(value: number): string {
  return plain.format(value)
}

/** 1 MB = 1,000,000 bytes, as file managers count. */
function bytes(value: number): string {
  if (value < 1e6) return `${plain.format(value / 1e3)} kB`
  return value < 1e9 ? `${plain.format(value / 1e6)} MB` : `${plain.format(value / 1e9)} GB`
}
