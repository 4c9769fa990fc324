import { useEffect, useState } from 'react'
import type { CalibrationReport, Learning, LearningPage } from '../../../electron/contract/learning.ts'
import type { Problem } from '../../../electron/contract/ponder-error.ts'
import type { Ponder } from '../../ponder.ts'
import type { Notices } from '../../state/use-notices.ts'

export type LearningView = {
  /** null until core has told. */
  readonly learning: Learning | null
  readonly problem: Problem | null
  /** Counts what was heard of, progress of a calibration aside. */
  readonly news: number
  /** Of the open model; null until it came, and while no model is open that can think. */
  readonly page: LearningPage | null
  /** Newest first, of every model. */
  readonly reports: readonly CalibrationReport[]
}

type Heard = { readonly learning: Learning | null; readonly news: number }

/** The router of the open model, everything learned for it, and every calibration, kept up to date. */
export function useLearning(ponder: Ponder, { attempt }: Pick<Notices, 'attempt'>): LearningView {
  const [{ learning, news }, setHeard] = useState<Heard>({ learning: null, news: 0 })
  const [problem, setProblem] = useState<Problem | null>(null)
  const [page, setPage] = useState<LearningPage | null>(null)
  const [reports, setReports] = useState<readonly CalibrationReport[]>([])
  useEffect(() => {
    const stop = new AbortController()
    void ponder.follow(
      (calls, signal) => calls.watchLearning({}, signal),
      { item: (next) => setHeard((heard) => hear(heard, next)), problem: setProblem },
      stop.signal,
    )
    return () => stop.abort()
  }, [ponder])

  const modelKey = learning?.modelKey ?? null
  useEffect(() => {
    if (news === 0) return undefined
    const stop = new AbortController()
    const { signal } = stop
    attempt(async () => {
      try {
        const calls = await ponder.callsSoon()
        const [found, all] = await Promise.all([
          modelKey === null ? null : calls.learningPage({ modelKey }, signal),
          calls.calibrationReports({}, signal),
        ])
        if (signal.aborted) return
        setPage(found)
        setReports(all)
      } catch (thrown) {
        // There is newer news, and with it another look.
        if (!signal.aborted) throw thrown
      }
    })
    return () => stop.abort()
  }, [ponder, attempt, news, modelKey])
  return { learning, problem, news, page: page?.modelKey === modelKey ? page : null, reports }
}

/** While a calibration only gets further there is nothing new to fetch. */
function hear({ learning, news }: Heard, next: Learning): Heard {
  const isProgress = learning !== null && next.calibration !== null && alike(learning, next)
  return { learning: next, news: isProgress ? news : news + 1 }
}

function alike(one: Learning, other: Learning): boolean {
  const still = ({ calibration, ...rest }: Learning) => JSON.stringify([rest, calibration?.state ?? null])
  return other.calibration?.state === 'running' && still(one) === still(other)
}
