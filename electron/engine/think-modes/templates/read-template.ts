import { renderTemplate } from './render-template.ts'
import type { Rendering } from './render-template.ts'
import { SAMPLE_TOOL, SHAPES, sampleVariables, settingsOf } from './sample-conversations.ts'
import type { Form, Shape, Specials } from './sample-conversations.ts'
import type { TemplateProblem } from './template-problem.ts'
import { understandTemplate } from './understand-template.ts'
import type { Sample, TemplateReading } from './understand-template.ts'

export type ReadResult =
  /** `takesTools`: it tells the model of functions that it may call. */
  | { readonly kind: 'read'; readonly reading: TemplateReading; readonly takesTools: boolean }
  | { readonly kind: 'problem'; readonly problem: TemplateProblem }

/** How conversations are told, one after the other until one is understood. */
const TELLINGS: readonly { readonly form: Form; readonly tools: readonly never[] | null }[] = [
  { form: 'text', tools: null },
  { form: 'parts', tools: null },
  // Some go through the list of functions without asking whether there is one.
  { form: 'text', tools: [] },
]

/** Has a template write the sample conversations with every setting it knows, and reads its ways off them. */
export async function readTemplate(
  template: string,
  specials: Specials,
  signal?: AbortSignal,
): Promise<ReadResult> {
  const settings = settingsOf(template)
  let first: TemplateProblem | null = null
  for (const { form, tools } of TELLINGS) {
    const asked = settings.flatMap((setting) => SHAPES.map((shape) => ({ setting, shape })))
    const variables = asked.map(({ setting, shape }) => ({
      ...sampleVariables(shape, setting, form, specials),
      tools,
    }))
    const withTools = { ...sampleVariables('question', settings[0]!, form, specials), tools: [SAMPLE_TOOL] }
    const result = await renderTemplate(template, [...variables, withTools], undefined, signal)
    if (result.kind === 'problem') return result
    const samples = settings.map((setting, index): Sample => {
      const renderings = result.renderings.slice(index * SHAPES.length, (index + 1) * SHAPES.length)
      return { setting, texts: textsOf(renderings, template) }
    })
    const reading = understandTemplate(template, samples)
    if (reading !== null) return { kind: 'read', reading, takesTools: namesTool(result.renderings.at(-1)) }
    first ??= whyNot(result.renderings)
  }
  // TELLINGS is not empty, so one of them has failed.
  return { kind: 'problem', problem: first! }
}

/** A text with the sample tool in it came of offering it. */
function namesTool(rendering: Rendering | undefined): boolean {
  return rendering?.kind === 'text' && rendering.text.includes(SAMPLE_TOOL.function.name)
}

function textsOf(renderings: readonly Rendering[], template: string): Readonly<Record<Shape, string | null>> {
  // Written by a template that knows no parts, a list of them comes out as JSON.
  const knowsParts = /['"]thinking['"]/.test(template)
  const texts = SHAPES.map((shape, index) => {
    const rendering = renderings[index]
    const isKnown = knowsParts || !shape.endsWith('part')
    return [shape, rendering?.kind === 'text' && isKnown ? rendering.text : null] as const
  })
  // One entry for each shape, by construction.
  return Object.fromEntries(texts) as Record<Shape, string | null>
}

/** What kept the simplest conversations from being understood. */
function whyNot(renderings: readonly Rendering[]): TemplateProblem {
  for (const shape of ['question', 'follow-up'] as const) {
    const rendering = renderings[SHAPES.indexOf(shape)]
    if (rendering?.kind === 'refused') return { kind: 'broken', why: rendering.why }
  }
  return { kind: 'hides-text' }
}
