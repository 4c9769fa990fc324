import type { ShownTemplate, TemplateChoice } from '../../../contract/models.ts'
import { builtInTemplates } from './built-in-templates.ts'

/** The template a model is opened with; `text` null: there is none. */
export type ChosenTemplate = { readonly from: ShownTemplate['from']; readonly text: string | null }

/** As much as anybody reads; real templates have a fifth of it. */
const LONGEST_SHOWN = 100_000

/** `own`: what stands in the model's file, of whatever type. */
export function chooseTemplate(own: unknown, choice: TemplateChoice | undefined): ChosenTemplate {
  if (choice?.kind === 'text') return { from: 'given', text: choice.text }
  if (choice?.kind === 'built-in') return { from: choice.name, text: builtInTemplates[choice.name] }
  return typeof own === 'string' && own.trim() !== ''
    ? { from: 'own', text: own }
    : { from: 'none', text: null }
}

export function shownTemplate({ from, text }: ChosenTemplate): ShownTemplate {
  return { from, text: (text ?? '').slice(0, LONGEST_SHOWN), length: text?.length ?? 0 }
}
