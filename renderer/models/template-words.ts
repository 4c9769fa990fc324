import type { BuiltInTemplate, ShownTemplate } from '../../electron/contract/models.ts'

export const builtInTemplates: readonly { readonly name: BuiltInTemplate; readonly title: string }[] = [
  { name: 'chatml', title: 'ChatML' },
  { name: 'llama3', title: 'Llama 3' },
  { name: 'mistral', title: 'Mistral' },
  { name: 'gemma', title: 'Gemma' },
]

/** Whose template a model's prompts follow. */
export function templateName(from: ShownTemplate['from']): string {
  switch (from) {
    case 'own':
      return 'its own'
    case 'none':
      return 'none of its own; what its architecture suggests'
    case 'given':
      return 'your text'
    default:
      return `${builtInTemplates.find(({ name }) => name === from)?.title ?? from}, from Ponder`
  }
}

/** True for a problem that another template may solve. */
export function isTemplateProblem(code: string): boolean {
  return code.startsWith('template-')
}
