import { PonderError } from '../../../contract/ponder-error.ts'

/** What a chat template, which came with a file from anywhere, may do wrong. */
export type TemplateProblem =
  /** It did not end in time. */
  | { readonly kind: 'endless' }
  /** What it writes, or what it needs for that, grows beyond all measure. */
  | { readonly kind: 'too-large' }
  /** It cannot be read or carried out; `why` is the engine's word for it. */
  | { readonly kind: 'broken'; readonly why: string }
  /** It drops, repeats or turns around what was said. */
  | { readonly kind: 'hides-text' }

const REMEDY = 'Open the model with another template, or choose another model.'

/** `name`: the model's, as it is shown. */
export function templateProblem(name: string, problem: TemplateProblem): PonderError {
  return new PonderError({
    code: `template-${problem.kind}`,
    message: sentence(name, problem),
    remedy: REMEDY,
  })
}

function sentence(name: string, problem: TemplateProblem): string {
  const template = `The chat template of ${name}`
  switch (problem.kind) {
    case 'endless':
      return `${template} does not come to an end, so it was cut off.`
    case 'too-large':
      return `${template} writes far more than a prompt can hold, so it was cut off.`
    case 'broken':
      return `${template} cannot be used: ${JSON.stringify(problem.why.slice(0, 200))}.`
    case 'hides-text':
      return `${template} leaves out or repeats what was said, so the model would not see the conversation.`
  }
  return problem satisfies never
}
