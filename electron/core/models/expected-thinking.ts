import type { ModelFacts } from '../../contract/model-facts.ts'
import type { TemplateChoice, TemplateThinking } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { HeaderChecker } from '../../engine/header-check/header-checker.ts'
import { probeKey, readProbe } from '../../engine/think-modes/probe-cache.ts'
import { chooseTemplate } from '../../engine/think-modes/templates/choose-template.ts'
import type { ModelFile } from '../../model-files/list-models.ts'

/** Templates are few and their reading takes a fifth of a second. */
const MOST_KEPT = 100

type Parts = {
  readonly checker: Pick<HeaderChecker, 'expectThinking'>
  readonly chosenTemplate: (path: string) => Promise<TemplateChoice | undefined>
  /** Where it stands what opening models has shown of them. */
  readonly probeFolder: string
}

export type ExpectedThinking = Pick<ModelFacts, 'thinking' | 'templateProblem'>

/** How models will think that are not open: by the template they would be opened with, which a child reads. */
export function createExpectedThinking({ checker, chosenTemplate, probeFolder }: Parts) {
  const kept = new Map<string, TemplateThinking>()

  async function thinkingOf(
    text: string | null,
    name: string,
    signal: AbortSignal,
  ): Promise<TemplateThinking> {
    const known = kept.get(text ?? '')
    if (known !== undefined) return known
    const thinking = await checker.expectThinking(text, name, signal)
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(text ?? '', thinking)
    return thinking
  }

  /** Null = it has not been opened with this template yet, or its file is gone. */
  async function decidesItself(path: string, template: TemplateChoice | undefined): Promise<boolean | null> {
    try {
      return (await readProbe(probeFolder, await probeKey(path, template)))?.decidesItself ?? null
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown) return null
      throw thrown
    }
  }

  return async (
    { path, name }: ModelFile,
    own: string | null,
    signal: AbortSignal,
  ): Promise<ExpectedThinking> => {
    const choice = await chosenTemplate(path)
    try {
      const thinking = await thinkingOf(chooseTemplate(own, choice).text, name, signal)
      return {
        thinking: { ...thinking, decidesItself: await decidesItself(path, choice) },
        templateProblem: null,
      }
    } catch (thrown) {
      if (!(thrown instanceof PonderError)) throw thrown
      return { thinking: null, templateProblem: thrown.toProblem() }
    }
  }
}
