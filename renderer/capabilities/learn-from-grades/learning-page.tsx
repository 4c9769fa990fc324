import type { ReactNode } from 'react'
import type { EngineState } from '../../../electron/contract/models.ts'
import type { Settings } from '../../../electron/contract/settings.ts'
import { DocumentPage } from '../../parts/document-page.tsx'
import { useNotices } from '../../state/use-notices.ts'
import { usePonder } from '../../state/use-ponder.ts'
import { CalibrationReports } from '../think-when-needed/index.ts'
import { Calibration } from './calibration.tsx'
import { LearnedFrom } from './learned-from.tsx'
import { NothingLearns } from './nothing-learns.tsx'
import { RouterSection } from './router-section.tsx'
import { useLearningActions } from './use-learning-actions.ts'
import { useLearning } from './use-learning.ts'
import { VersionHistory } from './version-history.tsx'

type LearningPageProps = {
  readonly header: ReactNode
  readonly engine: EngineState | null
  readonly settings: Settings | null
  readonly onChange: (change: Partial<Settings>) => void
}

/** What Auto has learned about when the open model should think, how well it does, and the way back from all of it. */
export function LearningPage({ header, engine, settings, onChange }: LearningPageProps): ReactNode {
  const ponder = usePonder()
  const notices = useNotices()
  const { learning, problem, news, page, reports } = useLearning(ponder, notices)
  const actions = useLearningActions(ponder, notices)
  const own = reports.find(({ modelKey }) => modelKey === learning?.modelKey) ?? null
  return (
    <DocumentPage
      header={header}
      title="Learning"
      sentence="In Auto, Ponder decides for each message whether the model thinks first. Here it learns when that pays off, for each model and on this computer alone."
    >
      {problem !== null && (
        <p role="alert" className="mt-6">
          {problem.message} <span className="text-muted">{problem.remedy}</span>
        </p>
      )}
      {settings !== null && learning !== null && (
        <>
          {learning.notice !== null && (
            <div
              role="alert"
              className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control border border-line bg-raised p-3"
            >
              <div className="min-w-0 flex-1 basis-64">
                <p>{learning.notice.message}</p>
                <p className="text-sm text-muted">{learning.notice.remedy}</p>
              </div>
              <button type="button" className="button" onClick={actions.dismissNotice}>
                Understood
              </button>
            </div>
          )}
          {learning.modelKey === null ? (
            <NothingLearns engine={engine} />
          ) : (
            <>
              <RouterSection
                learning={learning}
                decisionShare={page?.decisionShare ?? null}
                settings={settings}
                report={own}
                news={news}
                onChange={onChange}
              />
              <Calibration learning={learning} actions={actions} />
            </>
          )}
          <CalibrationReports reports={reports} modelKey={learning.modelKey} margin={settings.margin} />
          {page !== null && (
            <>
              <LearnedFrom page={page} learns={settings.learns} />
              <VersionHistory page={page} actions={actions} />
            </>
          )}
        </>
      )}
    </DocumentPage>
  )
}
