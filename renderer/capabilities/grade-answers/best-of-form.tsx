import { useId, useState, type ReactNode } from 'react'
import { MOST_CANDIDATES } from '../../../electron/contract/tournaments.ts'
import type { Answer } from '../../../electron/contract/turns.ts'
import { useModels } from '../../state/use-models.ts'
import { useGrades } from './use-grades.ts'

type Kind = 'knockout' | 'round-robin'

/** How many answers, how they meet, and which other version to compare with. */
export function BestOfForm({
  answer,
  siblingIds,
}: {
  readonly answer: Answer
  readonly siblingIds: readonly string[]
}): ReactNode {
  const { findBest, compare } = useGrades()
  const [count, setCount] = useState(4)
  const [kind, setKind] = useState<Kind>('knockout')
  const [otherId, setOtherId] = useState<string | null>(null)
  const [helpers, setHelpers] = useState<readonly string[]>([])
  const id = useId()
  const models = useModels().filter(({ problem, name }) => problem === null && name !== answer.modelName)
  const others = siblingIds.filter((sibling) => sibling !== answer.id)
  const chosen = otherId !== null && others.includes(otherId) ? otherId : others.at(-1)
  return (
    <div className="mt-3 flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={`${id}-count`}>Best of</label>
        <select
          id={`${id}-count`}
          className="field !w-auto"
          value={count}
          onChange={(event) => setCount(Number(event.currentTarget.value))}
        >
          {Array.from({ length: MOST_CANDIDATES - 1 }, (_, index) => index + 2).map((number) => (
            <option key={number}>{number}</option>
          ))}
        </select>
        <select
          aria-label="How they meet"
          className="field !w-auto max-w-full"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === 'knockout' ? 'knockout' : 'round-robin')}
        >
          <option value="knockout">Knockout, {count - 1} pairs</option>
          <option value="round-robin">Everyone with everyone, {(count * (count - 1)) / 2} pairs</option>
        </select>
        <button type="button" className="button" onClick={() => findBest(answer, count, kind, helpers)}>
          Find the best
        </button>
      </div>
      {models.length > 0 && (
        <details>
          <summary className="text-muted">
            {helpers.length === 0
              ? 'All answers by the open model'
              : `Answers by the open model and ${helpers.length} more, which take turns`}
          </summary>
          <fieldset className="mt-1 flex flex-col gap-1">
            <legend className="sr-only">Models that answer too</legend>
            {models.map((model) => (
              <label key={model.id} className="flex min-w-0 items-center gap-2 break-words">
                <input
                  type="checkbox"
                  className="accent-(--accent)"
                  checked={helpers.includes(model.id)}
                  onChange={({ currentTarget: { checked } }) =>
                    setHelpers(
                      checked ? [...helpers, model.id] : helpers.filter((helper) => helper !== model.id),
                    )
                  }
                />
                {model.name}
              </label>
            ))}
          </fieldset>
        </details>
      )}
      {chosen !== undefined && (
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={`${id}-other`}>Compare with version</label>
          <select
            id={`${id}-other`}
            className="field !w-auto"
            value={chosen}
            onChange={(event) => setOtherId(event.currentTarget.value)}
          >
            {others.map((other) => (
              <option key={other} value={other}>
                {siblingIds.indexOf(other) + 1}
              </option>
            ))}
          </select>
          <button type="button" className="button" onClick={() => compare(answer, chosen)}>
            Compare
          </button>
        </div>
      )}
    </div>
  )
}
