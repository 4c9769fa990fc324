import { describe, expect, test } from 'vitest'
import { RED, disc } from '../../engine/vision/fixtures/write-png.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { never, openCoreThatSees, picture, words, type SeeingCore } from '../fixtures/core-that-sees.ts'

// The demo model behind templates of other kinds of models: real answers, real probing.

const TURNS =
  '{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}'
const ALWAYS = `${TURNS}{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}`
// Not the turns it was trained on: behind those it opens a thought by itself, and is found to.
const NEVER =
  '{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}'
const PLAN = { questions: 10, answersPerMode: 1, seed: 4, ownQuestions: false }

async function openWith(template: string): Promise<SeeingCore> {
  const opened = openCoreThatSees({ spawn: forkChild })
  const { core } = opened
  const modelId = await ready(opened, () => true)
  await core.calls.chooseTemplate({ modelId, template: { kind: 'text', text: template } }, never)
  await ready(opened, (from) => from === 'given')
  return opened
}

async function ready({ core }: SeeingCore, isIt: (template: string) => boolean): Promise<string> {
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === 'ready' && isIt(update.engine.model.template))
      return update.engine.model.id
  throw new Error('The stream ended.')
}

async function calibrate({ core }: SeeingCore) {
  let last = null
  for await (const progress of core.calls.calibrate(PLAN, never)) last = progress
  return last
}

describe('calibrating and choosing', { timeout: 180_000 }, () => {
  test('a model that always thinks learns where it need not, and answers in Auto by what was learned', async () => {
    const opened = await openWith(ALWAYS)
    expect(await calibrate(opened)).toMatchObject({ state: 'done', done: 20 })
    const [report] = await opened.core.calls.calibrationReports({}, never)
    expect(
      report?.choosers.find(({ chooser }) => chooser === 'always-think')?.accuracy.value,
    ).toBeGreaterThan(0.5)
    const { answer } = await opened.ask([words('What is 47 + 85?')])
    expect(answer).toMatchObject({ status: 'complete', route: { by: 'router', version: 1 } })
    expect(answer.route?.signals?.length).toBeGreaterThan(0)
    expect(answer.text).not.toContain('<think>')
  })

  test('a model that never thinks has nothing to decide, and says so when it is to be calibrated', async () => {
    const opened = await openWith(NEVER)
    await expect(calibrate(opened)).rejects.toMatchObject({
      code: 'cannot-calibrate',
      message: 'There is nothing to calibrate: no model is open that can think.',
    })
    const { answer } = await opened.ask([words('What is the capital of France?')])
    expect(answer).toMatchObject({ status: 'complete', route: { mode: 'plain', by: 'only-choice' } })
    const page = opened.core.calls.learningPage({ modelKey: null }, never)
    await expect(page).rejects.toMatchObject({ code: 'nothing-learns' })
  })

  test('an image in the question is seen before the mode is chosen, counted once, and learned from', async () => {
    const opened = openCoreThatSees({ spawn: forkChild })
    await ready(opened, () => true)
    const image = await opened.add('red.png', disc(RED))
    const { answer, updates } = await opened.ask([picture(image), words('What colour is it?')])
    expect(answer).toMatchObject({ status: 'complete', route: { by: 'own-decision' } })
    expect(['think', 'quick']).toContain(answer.route?.mode)
    expect(answer.tokens).toMatchObject({ reused: 0 })
    expect(updates.findIndex(({ kind }) => kind === 'route')).toBeLessThan(
      updates.findIndex(({ kind }) => kind === 'answer'),
    )
    const { samples } = await opened.core.calls.learningPage({ modelKey: null }, never)
    expect(samples).toMatchObject([{ answerId: answer.id, mode: answer.route?.mode }])
  })
})
