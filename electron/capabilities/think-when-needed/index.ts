import type { Capability } from '../capability.ts'
import { chooseMode } from './choose-mode.ts'

export const thinkWhenNeeded: Capability = {
  name: 'think-when-needed',
  title: 'Thinks when needed',
  paper: 'Think Only When You Need with Large Hybrid-Reasoning Models, arXiv 2505.14631',
  before: async (draft, tools) => {
    const { modeAsked } = draft.question
    const { thinking } = draft.model
    const decision =
      modeAsked === 'auto' && thinking.canThink
        ? await tools.engine.decideThinking(draft.messages, tools.signal, draft.effort)
        : null
    return {
      ...draft,
      route: chooseMode(modeAsked, thinking.canThink, decision),
      readTokens: draft.readTokens + (decision?.readTokens ?? 0),
    }
  },
}
