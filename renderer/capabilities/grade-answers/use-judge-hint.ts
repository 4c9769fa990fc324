import { useEffect, useState } from 'react'
import { problemOf } from '../../../electron/contract/ponder-error.ts'
import { usePonder } from '../../state/use-ponder.ts'
import { judgeHint } from './judge-words.ts'

/** What is found in the file of the chosen judge; null for the open model, and until it is known. */
export function useJudgeHint(modelId: string | null, secondModel: string): string | null {
  const ponder = usePonder()
  const asked = `${modelId} ${secondModel}`
  const [found, setFound] = useState({ asked: '', hint: '' })
  useEffect(() => {
    if (modelId === null) return undefined
    const stop = new AbortController()
    const tell = (hint: string): void => {
      if (!stop.signal.aborted) setFound({ asked, hint })
    }
    const ask = async () => (await ponder.callsSoon()).describeJudge({ modelId }, stop.signal)
    ask().then(
      (judge) => tell(judgeHint(judge)),
      (thrown: unknown) => {
        const { message, remedy } = problemOf(thrown)
        tell(`${message} ${remedy}`)
      },
    )
    return () => stop.abort()
  }, [ponder, modelId, asked])
  return modelId !== null && found.asked === asked ? found.hint : null
}
