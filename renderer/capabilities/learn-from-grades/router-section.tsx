import type { ReactNode } from 'react'
import type { CalibrationReport, Learning, Measured } from '../../../electron/contract/learning.ts'
import type { Settings } from '../../../electron/contract/settings.ts'
import { percent } from '../../parts/amounts.ts'
import { MarginSlider } from '../think-when-needed/index.ts'
import { decisionWords, knowledgeWords, nextStepWords } from './learning-words.ts'
import { Switch } from './switch.tsx'

/** One in fifty: enough to keep hearing about the other way, seldom enough not to annoy. */
const USUAL_EXPLORATION = 0.02

type RouterSectionProps = {
  readonly learning: Learning
  readonly decisionShare: Measured | null
  readonly settings: Settings
  /** The last calibration of the open model. */
  readonly report: CalibrationReport | null
  readonly news: number
  readonly onChange: (change: Partial<Settings>) => void
}

/** The router of the open model as it is now, and the few things one can set. */
export function RouterSection(props: RouterSectionProps): ReactNode {
  const { learning, decisionShare, settings, report, news, onChange } = props
  const rate = settings.exploration === 0 ? USUAL_EXPLORATION : settings.exploration
  return (
    <section aria-label="Router" className="mt-8 flex flex-col gap-6">
      <div>
        <h2 className="text-base font-semibold break-words">{learning.modelName}</h2>
        {settings.learns ? (
          <>
            <p className="mt-1">{knowledgeWords(learning)}</p>
            <p className="mt-1 text-sm text-muted">{nextStepWords(learning)}</p>
          </>
        ) : (
          <p className="mt-1">
            Learning is off: Auto does what the model itself leans to, and nothing is kept. What was learned
            before stays.
          </p>
        )}
        {decisionShare !== null && <p className="mt-1 text-sm text-muted">{decisionWords(decisionShare)}</p>}
      </div>
      <MarginSlider
        margin={settings.margin}
        report={report}
        news={news}
        onChange={(margin) => onChange({ margin })}
      />
      <div className="flex flex-col gap-4">
        <Switch
          name="Learn from use"
          hint="From your thumbs, from grades, and from answers you ask for the other way. Off, nothing is kept."
          isOn={settings.learns}
          onChange={(learns) => onChange({ learns })}
        />
        <Switch
          name="Try the other way now and then"
          hint={`In ${percent(rate)} of the Auto answers, so that it hears how the other way would have gone. Never where you chose.`}
          isOn={settings.exploration > 0}
          onChange={(isOn) => onChange({ exploration: isOn ? USUAL_EXPLORATION : 0 })}
        />
      </div>
    </section>
  )
}
