import type { Mode, Route } from '../../electron/contract/turns.ts'
import { percent } from '../parts/amounts.ts'

const modeNames: Readonly<Record<Mode, string>> = { think: 'Thought', quick: 'Quick', plain: 'Plain' }

type Seen = {
  readonly thoughtTokens: number
  /** The answer is still being written. */
  readonly isRunning: boolean
}

/** The one line on how an answer came about, for example "Quick: 96 % sure no thinking is needed". */
export function routeWords(route: Route, { thoughtTokens, isRunning }: Seen): string {
  if (route.by === 'only-choice') return 'Plain answer'
  if (route.inSteps === true) return 'Step by step · chosen by you'
  const isThought = route.mode === 'think'
  // One that was stopped before its first token has not thought yet.
  const name = !isThought
    ? modeNames[route.mode]
    : isRunning
      ? 'Thinking'
      : thoughtTokens === 0
        ? 'Think'
        : modeNames.think
  if (route.by === 'person') return `${name} · chosen by you`
  if (route.unsure !== undefined) return `${name} after all: the quick answer came out unsure`
  if (route.explored === true) return `${name}: a try, to learn how it goes`
  const sure = sureness(route)
  if (sure === null) return name
  if (!isThought) return `${name}: ${percent(sure)} sure no thinking is needed`
  return `${name}: ${claimFor(route) ?? 'it helps here'}, ${percent(sure)} sure`
}

/** The same as sentences with their numbers, for the hint and the details. */
export function routeReason(route: Route): string {
  if (route.inSteps === true)
    return 'You asked for the steps: this model has no thoughts of its own, so they stand in the answer.'
  if (route.by === 'person')
    return `You chose it: the model ${route.mode === 'think' ? 'thought first' : 'answered at once'}.`
  if (route.by === 'only-choice')
    return 'This model has no way to think before it answers, so there was nothing to choose.'
  return [view(route), explored(route), unsure(route)].filter((sentence) => sentence !== null).join(' ')
}

function view(route: Route): string {
  const { by } = route
  const chance = `a probability ${probability(route)}`
  // What was done may differ from what was leant to; then the sentences after this one say why.
  const did =
    route.explored === true || route.unsure !== undefined
      ? 'Auto decided'
      : route.mode === 'think'
        ? 'The model thought first'
        : 'The model answered at once'
  if (by === 'router')
    return `${did}: by what was learned on this model${version(route)}, thinking pays off here with ${chance}.`
  if (by === 'yes-no') return `${did}: asked whether this needs thought, the model says yes with ${chance}.`
  return `${did}: the model would open a thought here with ${chance}.`
}

function explored(route: Route): string | null {
  if (route.explored !== true) return null
  const [likelier, tried] =
    route.mode === 'think' ? ['a quick answer', 'a thought'] : ['a thought', 'a quick answer']
  return `Auto leant to ${likelier} and tried ${tried}, to learn how that goes. It does so now and then; the page Learning has the switch.`
}

function unsure({ unsure: found }: Route): string | null {
  if (found === undefined) return null
  return `It answered at once first. That came out unsure (mean token probability ${found.confidence.toFixed(2)}, at least ${found.threshold.toFixed(2)} was wanted), so it thought after all.`
}

function version(route: Route): string {
  return route.version === undefined ? '' : ` (version ${route.version})`
}

/** The strongest signal for thinking, where it is a claim about the question: "it calculates". */
function claimFor({ signals }: Route): string | null {
  return signals?.find(({ says, weight }) => weight > 0 && says.startsWith('it '))?.says ?? null
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
