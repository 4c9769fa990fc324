import type { Judged, TemplateReading, ThoughtTexts, TurnTexts } from './understand-template.ts'
import { firstMark } from './thought-marks.ts'

/** What a template writes when it is asked for this effort. */
export type Effort = { readonly name: string } & Pick<TemplateReading, 'think' | 'quick' | 'thought'>

/** Words that switch thinking on and off: the mode does that. */
const SWITCHES = ['off', 'none', 'disabled', 'on', 'enabled']

/**
 * Efforts that change the prompt and still leave the thought to the model, in rising order. Where the mode is told at the
 * end of the prompt alone, an effort is told in both modes, so that the one can be changed without reading the other again.
 *
 * Example: a template that prints "Effort: high" before the conversation prints it for Quick too; one that begins the
 * thought with "Briefly: " for low has a longer `open` there.
 */
export function readEfforts(
  all: readonly Judged[],
  base: Pick<TemplateReading, 'style' | 'think' | 'quick'> & { readonly thought: ThoughtTexts },
): readonly Effort[] {
  const named = all.flatMap((each) => {
    const name = each.setting.variable?.value
    return typeof name === 'string' && !SWITCHES.includes(name) && each.ending !== 'closed'
      ? [{ ...each, name }]
      : []
  })
  const different = new Set(named.map(({ texts }) => texts.system ?? texts.question))
  if (different.size < 2) return []
  return named.map(({ name, turns }) => {
    const { think, open } = thinkTexts(turns, base)
    const quick = base.style === 'option' ? base.quick : think
    return { name, think, quick, thought: { ...base.thought, open } }
  })
}

/** Where answers begin with this effort, and what opens a thought there. */
function thinkTexts(
  turns: TurnTexts,
  { think, thought }: { readonly think: TurnTexts; readonly thought: ThoughtTexts },
): { readonly think: TurnTexts; readonly open: string } {
  const own = turns.opening.slice(0, firstMark(turns.opening, thought.marks))
  const opening = own.trimEnd() === think.opening.trimEnd() ? think.opening : own
  const tail = turns.opening.slice(opening.length)
  return {
    think: { ...turns, opening },
    open: tail.includes(thought.marks.open) ? tail : thought.open,
  }
}
