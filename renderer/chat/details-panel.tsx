import type { ReactNode } from 'react'
import type { LoadedModel } from '../../electron/contract/models.ts'
import type { Answer } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { seconds } from '../parts/amounts.ts'
import { deviceNames, modelFacts } from '../models/model-words.ts'
import { timeFacts, tokenFacts, type Fact } from './answer-facts.ts'
import { effortName } from './effort-words.ts'
import { modes, plainModes } from './mode-control.tsx'
import { thoughtEndWords } from './progress-words.ts'
import { RouteWhy } from './route-why.tsx'

type DetailsPanelProps = {
  readonly answer: Answer | null
  readonly model: LoadedModel | null
  /** What is to be known of the whole conversation. */
  readonly children?: ReactNode
  readonly onClose: () => void
}

/** How an answer came about: route and why, tokens, time, and the model that wrote it. */
export function DetailsPanel({ answer, model, children, onClose }: DetailsPanelProps): ReactNode {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center justify-between pr-2 pl-4">
        <h2 className="text-sm font-semibold">About this answer</h2>
        <button type="button" className="icon-button" aria-label="Close details" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* Focusable, because its content may be longer than the window. */}
      <div
        tabIndex={0}
        role="region"
        aria-label="Details"
        className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 text-sm focus-visible:-outline-offset-2"
      >
        {answer === null ? (
          <p className="text-muted">Ask something, and see here how the answer came about.</p>
        ) : (
          <AnswerDetails answer={answer} />
        )}
        {children}
        {model !== null && <ModelDetails model={model} />}
      </div>
    </div>
  )
}

function AnswerDetails({ answer }: { readonly answer: Answer }): ReactNode {
  const ending = answer.thoughtEnd === null ? null : thoughtEndWords(answer.thoughtEnd)
  return (
    <>
      <Section name="Route">
        <p className="font-medium">{routePath(answer)}</p>
        {answer.route !== null && (
          <div className="mt-1 text-muted">
            <RouteWhy route={answer.route} />
          </div>
        )}
        {answer.route?.ms != null && (
          <p className="mt-1 text-muted">Deciding took {seconds(answer.route.ms)}.</p>
        )}
        {answer.route?.effort !== undefined && answer.route.mode === 'think' && (
          <p className="mt-1 text-muted">{effortName(answer.route.effort)}, as you chose.</p>
        )}
        {ending !== null && <p className="mt-1 text-muted">The thought: {ending}</p>}
      </Section>
      <Section name="Tokens">
        <Facts facts={tokenFacts(answer)} />
      </Section>
      <Section name="Time">
        <Facts facts={timeFacts(answer)} />
      </Section>
      <Section name="Written by">
        <p>{answer.modelName === '' ? 'not known yet' : answer.modelName}</p>
      </Section>
    </>
  )
}

function ModelDetails({ model }: { readonly model: LoadedModel }): ReactNode {
  return (
    <>
      <Section name="Model now open">
        <Facts facts={modelFacts(model).map((fact) => ({ ...fact, why: '' }))} />
      </Section>
      <Section name="Runs on">
        <p className="font-medium">{deviceNames[model.device.kind]}</p>
        <p className="mt-1 text-muted">{model.device.reason}</p>
        <p className="mt-1 text-muted">
          {model.threads} {model.threads === 1 ? 'thread' : 'threads'} · opened in {seconds(model.loadMs)}
        </p>
      </Section>
    </>
  )
}

function Section({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="border-t border-line py-3 first:border-t-0 first:pt-1">
      <h3 className="mb-1 text-xs text-muted">{name}</h3>
      {children}
    </section>
  )
}

function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
      {facts.map(({ name, value, why }) => (
        <div key={name} className="contents">
          <dt className="text-muted" title={why === '' ? undefined : why}>
            {name}
          </dt>
          {/* Named, so that a value can be found and heard on its own. */}
          <dd aria-label={name} className="min-w-0 text-right break-words tabular-nums">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function routePath({ modeAsked, route }: Answer): string {
  const choices = route?.inSteps === true ? plainModes : modes
  const asked = choices.find(({ mode }) => mode === modeAsked)?.name ?? modeAsked
  if (route === null) return asked
  if (route.by === 'person') return asked
  return `${asked} → ${{ think: 'thought', quick: 'quick answer', plain: 'plain answer' }[route.mode]}`
}
