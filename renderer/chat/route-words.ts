import type { Mode, Route } from '../../electron/contract/turns.ts'
import { percent } from '../parts/amounts.ts'

const modeNames: Readonly<Record<Mode, string>> = { think: 'Thought', quick: 'Quick', plain: 'Plain' }

/** The few words at the right end of the line under an answer, for example "Quick · 96 % sure". */
export function routeWords(route: Route, thoughtTokens: number): string {
  if (route.by === 'only-choice') return 'Plain answer'
  if (route.inSteps === true) return 'Step by step · chosen by you'
  // One that was stopped before its first token has not thought yet.
  const name = route.mode === 'think' && thoughtTokens === 0 ? 'Think' : modeNames[route.mode]
  if (route.by === 'person') return `${name} · chosen by you`
  if (route.unsure !== undefined) return `${name} · a quick answer was unsure`
  if (route.explored === true) return `${name} · tried, to learn`
  const sure = sureness(route)
  return sure === null ? name : `${name} · ${percent(sure)} sure`
}

/** Why, for hovering: the reason and what counted most for it. */
export function routeHover(route: Route): string {
  const signals = (route.signals ?? []).map(
    ({ says, weight }) => `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}  ${says}`,
  )
  if (signals.length === 0) return routeReason(route)
  return [routeReason(route), 'What counted, + for thinking:', ...signals].join('\n')
}

/** The same as a sentence with its number, for the details. */
export function routeReason(route: Route): string {
  if (route.unsure !== undefined) {
    const { confidence, threshold } = route.unsure
    return `The model answered at once, but was unsure of its words (${confidence.toFixed(2)}, where ${threshold.toFixed(2)} is needed), so it thought after all.`
  }
  if (route.explored === true)
    return `Auto tried the less likely way here, to learn from it: thinking had a probability ${probability(route)}.`
  if (route.inSteps === true)
    return 'You asked for the steps: this model has no thoughts of its own, so they stand in the answer.'
  const did = route.mode === 'think' ? 'thought first' : 'answered at once'
  switch (route.by) {
    case 'person':
      return `You chose it: the model ${did}.`
    case 'only-choice':
      return 'This model has no way to think before it answers, so there was nothing to choose.'
    case 'own-decision':
      return `The model ${did}: it would open a thought here with a probability ${probability(route)}.`
    case 'router':
      return `The model ${did}: by what was learned on it, thinking pays off here with a probability ${probability(route)}.`
    case 'yes-no':
      return `The model ${did}: asked whether this needs thought, it says yes with a probability ${probability(route)}.`
  }
  return route.by satisfies never
}

function sureness(route: Route): number | null {
  if (route.pThink === null) return null
  return route.mode === 'think' ? route.pThink : 1 - route.pThink
}

function probability(route: Route): string {
  if (route.pThink === null) return 'that is not known'
  // Rounding must not turn nearly sure into sure.
  if (route.pThink > 0.99 && route.pThink < 1) return 'above 0.99'
  if (route.pThink < 0.01 && route.pThink > 0) return 'below 0.01'
  return `of ${route.pThink.toFixed(2)}`
}
