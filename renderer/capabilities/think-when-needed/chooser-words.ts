import type { Chooser } from '../../../electron/contract/learning.ts'

export const chooserNames: Readonly<Record<Chooser, string>> = {
  router: 'Auto, as learned',
  'own-choice': 'The model’s own choice',
  'always-think': 'Always think',
  'always-quick': 'Always quick',
  random: 'A coin',
}
