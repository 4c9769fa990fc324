import type { TemplateThinking } from '../../../contract/models.ts'
import { CHANNEL_FAMILIES, TURN_FAMILIES, familyOf } from './known-families.ts'
import { readTemplate } from './read-template.ts'
import { templateProblem } from './template-problem.ts'

/** How its vocabulary spells these is not needed to see how a template switches. */
const SPECIALS = { bos: '<s>', eos: '</s>' }

const noThoughts: TemplateThinking = { canThink: false, style: 'none', efforts: [] }

/**
 * How a model with this template will think, known before it is opened: what choose-wrapper.ts will find, but for what
 * only the model itself can tell. Throws a PonderError about a template that cannot be used. `name`: the model's.
 */
export async function expectThinking(template: string | null, name: string): Promise<TemplateThinking> {
  if (template === null || template.trim() === '') return noThoughts
  const channels = familyOf(template, CHANNEL_FAMILIES)
  if (channels !== undefined)
    return { canThink: true, style: 'tail', efforts: [...CHANNEL_FAMILIES[channels].efforts] }
  const result = await readTemplate(template, SPECIALS)
  if (result.kind === 'read') {
    const { style, thought, efforts } = result.reading
    return { canThink: thought !== null, style, efforts: efforts.map((effort) => effort.name) }
  }
  const isKnown = result.problem.kind === 'broken' && familyOf(template, TURN_FAMILIES) !== undefined
  if (!isKnown) throw templateProblem(name, result.problem)
  return { canThink: true, style: 'tail', efforts: [] }
}
