import { useId, useState, type ReactNode } from 'react'
import type { CalibrationProgress, Learning } from '../../../electron/contract/learning.ts'
import { lengthWords, ownWords, progressWords } from './learning-words.ts'
import type { CalibrationSize, CalibrationWish, LearningActions } from './use-learning-actions.ts'

const sizes = [
  { name: 'Short', size: { questions: 39, answersPerMode: 2 } },
  { name: 'Usual', size: { questions: 78, answersPerMode: 3 } },
  { name: 'Long', size: { questions: 195, answersPerMode: 4 } },
] as const satisfies readonly { name: string; size: CalibrationSize }[]

type CalibrationProps = { readonly learning: Learning; readonly actions: LearningActions }

/** Teaching the router on questions with known answers: what it does before it begins, how far it is, stop and resume. */
export function Calibration({ learning, actions }: CalibrationProps): ReactNode {
  const { calibration, modelName } = learning
  const isOver = calibration === null || calibration.state === 'done'
  return (
    <section aria-label="Calibration" className="mt-8 border-t border-line pt-5">
      <h2 className="text-base font-semibold">Calibrate</h2>
      <p className="mt-1 text-sm text-muted">
        Ponder makes up questions whose answers it knows, asks {modelName} each of them with and without a
        thought, and learns from what comes out when thinking pays off.
      </p>
      {isOver ? (
        <Start learning={learning} onStart={actions.calibrate} />
      ) : (
        <UnderWay calibration={calibration} actions={actions} />
      )}
    </section>
  )
}

type StartProps = { readonly learning: Learning; readonly onStart: (wish: CalibrationWish) => void }

function Start({ learning, onStart }: StartProps): ReactNode {
  const group = useId()
  const { isCalibrated, ownQuestions, msPerAnswer, modelName } = learning
  const [asksOwn, setAsksOwn] = useState(false)
  const own = asksOwn ? ownQuestions : 0
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
            <span className="text-sm text-muted tabular-nums">
              {lengthWords(each.size, own, msPerAnswer)}
            </span>
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        className="button button-main"
        onClick={() => onStart({ ...chosen.size, ownQuestions: own > 0 })}
      >
        {isCalibrated ? 'Calibrate again' : 'Calibrate'}
      </button>
      <div className="flex basis-full items-start gap-2.5">
        <input
          id={`${group}-own`}
          type="checkbox"
          checked={own > 0}
          disabled={ownQuestions === 0}
          aria-describedby={`${group}-own-hint`}
          className="mt-1 accent-(--accent)"
          onChange={(event) => setAsksOwn(event.currentTarget.checked)}
        />
        <div className="min-w-0">
          <label htmlFor={`${group}-own`}>Ask my own past questions too</label>
          <p id={`${group}-own-hint`} className="text-sm text-muted">
            {ownWords(ownQuestions, modelName)}
          </p>
        </div>
      </div>
      <p className="basis-full text-sm text-muted">
        {msPerAnswer === null
          ? 'It takes as long as the model needs for so many answers: minutes on a small one, hours on a large one; the time left is shown from the first answers on.'
          : 'The times are reckoned from the last answers of this model on this computer.'}{' '}
        It goes on in the background, lets your chat go first, and can be stopped and resumed, even after
        Ponder was closed.
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
              onClick={() => actions.calibrate({ ...sizes[1].size, ownQuestions: false })}
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
