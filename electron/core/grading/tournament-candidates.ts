import { sameWords } from '../../capabilities/grade-answers/index.ts'
import type { Tournament } from '../../contract/tournaments.ts'
import type { Answer } from '../../contract/turns.ts'
import type { Store } from '../../store/store.ts'
import { workingMode, type Bench } from './bench.ts'
import type { Sample } from './sample-step.ts'

/** Where an answer has gone on since, its matches are played again; what was judged of the others is kept and found. */
export function asItStands(store: Store, tournament: Tournament): Tournament {
  const candidates = tournament.candidates.map((candidate) => {
    const now = store.turn(candidate.answerId)
    const isSame = now?.kind !== 'answer' || sameWords(now.text, candidate.text)
    return isSame ? candidate : { ...candidate, text: now.text }
  })
  const hasChanged = candidates.some((candidate, at) => candidate !== tournament.candidates[at])
  return hasChanged ? { ...tournament, candidates, matches: [], ratings: null, best: null } : tournament
}

/** Who writes sample number `seed`: each model its share, one after the other, so that they change as seldom as they can. */
export function answererOf({ count, modelIds = [] }: Tournament, seed: number): string | null {
  const models = [null, ...modelIds]
  return models[Math.floor(((seed - 1) * models.length) / (count - 1))] ?? null
}

/** Those that the same model draws next. The first candidate was there, so candidate i is drawn with seed i. */
export function nextSeeds(tournament: Tournament): number[] {
  const { candidates, count } = tournament
  const rest = Array.from({ length: count - candidates.length }, (_, at) => candidates.length + at)
  const [first = 0] = rest
  return rest.filter((seed) => answererOf(tournament, seed) === answererOf(tournament, first))
}

/** A sampled answer as another version beside the one that is shown, which stays shown. */
export function keepSample(store: Store, beside: Answer, { model }: Bench, sample: Sample): string {
  return store.transaction(() => {
    const shown = store.shownPath(beside.conversationId, { beforeId: null, limit: 1 }).turns[0]?.turn.id
    const { conversationId, parentId } = beside
    const { id } = store.saveAnswer({
      conversationId,
      parentId,
      modelName: model.name,
      modeAsked: beside.modeAsked,
    })
    const { read, reused, thought, answer } = sample.tokens
    store.writeAnswer(id, {
      status: sample.wasCut ? 'cut' : 'complete',
      route: { mode: workingMode(model), by: 'person', pThink: null, ms: null },
      thought: sample.thought,
      thoughtEnd: sample.thought === '' ? null : 'model',
      text: sample.text,
      tokens: { prompt: read + reused, reused, thought, answer },
      ms: sample.ms,
    })
    if (shown !== undefined) store.showBranch(conversationId, shown)
    return id
  })
}
