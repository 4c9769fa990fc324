import { useId, useState, type ReactNode } from 'react'
import type { CalibrationProgress, Learning } from '../../../electron/contract/learning.ts'
import { count } from '../../parts/amounts.ts'
import { progressWords } from './learning-words.ts'
import type { CalibrationSize, LearningActions } from './use-learning-actions.ts'

const sizes = [
  { name: 'Short', size: { questions: 39, answersPerMode: 2 } },
  { name: 'Usual', size: { questions: 78, answersPerMode: 3 } },
  { name: 'Long', size: { questions: 195, answersPerMode: 4 } },
] as const satisfies readonly { name: string; size: CalibrationSize }[]

type CalibrationProps = { readonly learning: Learning; readonly actions: LearningActions }

/** Teaching the router on questions with known answers: what it does before it begins, how far it is, stop and resume. */
export function Calibration({ learning, actions }: CalibrationProps): ReactNode {
  const { calibration, isCalibrated, modelName } = learning
  const isOver = calibration === null || calibration.state === 'done'
  return (
    <section aria-label="Calibration" className="mt-8 border-t border-line pt-5">
      <h2 className="text-base font-semibold">Calibrate</h2>
      <p className="mt-1 text-sm text-muted">
        Ponder makes up questions whose answers it knows, asks {modelName} each of them with and without a
        thought, and learns from what comes out when thinking pays off.
      </p>
      {isOver ? (
        <Start isAgain={isCalibrated} onStart={actions.calibrate} />
      ) : (
        <UnderWay calibration={calibration} actions={actions} />
      )}
    </section>
  )
}

type StartProps = { readonly isAgain: boolean; readonly onStart: (size: CalibrationSize) => void }

function Start({ isAgain, onStart }: StartProps): ReactNode {
  const group = useId()
  const [chosen, setChosen] = useState<(typeof sizes)[number]>(sizes[1])
  return (
    <div className="mt-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">How long</legend>
        {sizes.map((each) => (
          <label key={each.name} className="flex items-center gap-2.5">
            <input
              type="radio"
              name={group}
              checked={each === chosen}
              className="accent-(--accent)"
              onChange={() => setChosen(each)}
            />
            {each.name}
            <span className="text-sm text-muted tabular-nums">{lengthWords(each.size)}</span>
          </label>
        ))}
      </fieldset>
      <button type="button" className="button button-main" onClick={() => onStart(chosen.size)}>
        {isAgain ? 'Calibrate again' : 'Calibrate'}
      </button>
      <p className="basis-full text-sm text-muted">
        It takes as long as the model needs for so many answers: minutes on a small one, hours on a large one;
        the time left is shown from the first answers on. It goes on in the background, lets your chat go
        first, and can be stopped and resumed, even after Ponder was closed.
      </p>
    </div>
  )
}

type UnderWayProps = { readonly calibration: CalibrationProgress; readonly actions: LearningActions }

function UnderWay({ calibration, actions }: UnderWayProps): ReactNode {
  const { state, done, total, problem } = calibration
  const isGoing = state === 'running' || state === 'waiting'
  const words = progressWords(calibration)
  return (
    <div className="mt-3">
      <progress
        className="progress block w-full"
        aria-label="Calibration"
        aria-valuetext={words}
        max={Math.max(1, total)}
        value={done}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-56 text-sm text-muted tabular-nums">{words}</p>
        {isGoing ? (
          <button type="button" className="button" onClick={actions.stop}>
            Stop
          </button>
        ) : (
          <>
            <button type="button" className="button" onClick={actions.discard}>
              Give it up
            </button>
            {/* The size is the one it began with. */}
            <button
              type="button"
              className="button button-main"
              onClick={() => actions.calibrate(sizes[1].size)}
            >
              {state === 'failed' ? 'Try again' : 'Resume'}
            </button>
          </>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="mt-2 text-sm">
          <span className="text-loss">{problem.message}</span>{' '}
          <span className="text-muted">{problem.remedy}</span>
        </p>
      )}
    </div>
  )
}

function lengthWords({ questions, answersPerMode }: CalibrationSize): string {
  return `${count(questions)} questions, ${count(2 * questions * answersPerMode)} answers`
}
