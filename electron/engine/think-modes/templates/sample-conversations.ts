/**
 * What is said in the sample conversations: words of letters alone, so that no filter of a template changes them, and
 * such as stand in no template. Everything around them in a rendering is the template's own.
 */
export const SAID = {
  system: 'zqsystemqz',
  question: 'zqquestionqz',
  thought: 'zqthoughtqz',
  answer: 'zqanswerqz',
  next: 'zqnextqz',
} as const

/** A function a model might be offered, as Transformers passes it. */
export const SAMPLE_TOOL = {
  type: 'function',
  function: {
    name: 'zqtoolqz',
    description: 'zqtells',
    parameters: {
      type: 'object',
      properties: { place: { type: 'string', description: 'where' } },
      required: ['place'],
    },
  },
} as const

/** One way of asking a template for a thought or for none. The first of all sets nothing. */
export type Setting = {
  /** A variable and its value; null: none is set. */
  readonly variable: { readonly name: string; readonly value: string | number | boolean } | null
  /** A word that is written behind the messages; null: none is. */
  readonly flag: string | null
}

export type Shape =
  /** A question; `system`: behind a system text; `bare`: without the prompt for an answer. */
  | 'question'
  | 'system'
  | 'bare'
  /** Question, answer, next question. `old-thought`: with the thought beside the answer; `-part`: as a part of it. */
  | 'follow-up'
  | 'old-thought'
  | 'old-thought-part'
  /** Question and answer, likewise. */
  | 'answered'
  | 'thought'
  | 'thought-part'
export const SHAPES: readonly Shape[] = [
  'question',
  'system',
  'bare',
  'follow-up',
  'old-thought',
  'old-thought-part',
  'answered',
  'thought',
  'thought-part',
]

/** Those that ask for an answer. */
const GENERATING: readonly Shape[] = ['question', 'system', 'follow-up', 'old-thought', 'old-thought-part']

/** How messages hold their text: as it is, or as a list of one part, which some templates insist on. */
export type Form = 'text' | 'parts'

export type Specials = { readonly bos: string; readonly eos: string }

/** More would be a template that asks for nonsense. */
const MOST_NAMES = 6
const FLAGS = ['/no_think', '/nothink', '/think', 'detailed thinking off', 'detailed thinking on']
const EFFORT_NAME = /effort|level|strength|mode/i
const BUDGET_NAME = /budget|tokens/i
const EFFORT_WORDS = [
  'off',
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'max',
  'xhigh',
  'on',
  'disabled',
  'enabled',
]
const USUAL_EFFORTS = ['low', 'medium', 'high']

/** Every way this template might be asked for a thought or for none, found by the names it uses. */
export function settingsOf(template: string): readonly Setting[] {
  const variables = thinkingNames(template).flatMap((name) =>
    valuesFor(name, template).map((value): Setting => ({ variable: { name, value }, flag: null })),
  )
  const flags = FLAGS.filter((flag) => template.includes(flag))
  return [
    { variable: null, flag: null },
    ...variables,
    ...flags.map((flag): Setting => ({ variable: null, flag })),
  ]
}

/**
 * Variables of a template that have to do with thinking.
 * Example: "{% if enable_thinking and message.reasoning %}<think>{% endif %}" has one, enable_thinking.
 */
function thinkingNames(template: string): readonly string[] {
  const code = [...template.matchAll(/\{[{%]([\s\S]*?)[}%]\}/g)].map((match) => match[1]).join('\n')
  const unquoted = code.replaceAll(/'[^']*'|"[^"]*"/g, "''")
  const names = unquoted.matchAll(/(?<![.\w])\w*(?:think|thought|reason)\w*/gi)
  return [...new Set([...names].map((match) => match[0]))].slice(0, MOST_NAMES)
}

function valuesFor(name: string, template: string): readonly (string | number | boolean)[] {
  if (BUDGET_NAME.test(name)) return [0]
  if (!EFFORT_NAME.test(name)) return [true, false]
  const named = EFFORT_WORDS.filter(
    (word) => template.includes(`'${word}'`) || template.includes(`"${word}"`),
  )
  return named.length > 0 ? named : USUAL_EFFORTS
}

/** The variables to render one sample conversation with, as Transformers passes them. */
export function sampleVariables(
  shape: Shape,
  setting: Setting,
  form: Form,
  specials: Specials,
): Record<string, unknown> {
  return {
    messages: messagesOf(shape, setting.flag, form),
    add_generation_prompt: GENERATING.includes(shape),
    bos_token: specials.bos,
    eos_token: specials.eos,
    documents: null,
    ...(setting.variable === null ? {} : { [setting.variable.name]: setting.variable.value }),
  }
}

function messagesOf(shape: Shape, flag: string | null, form: Form): readonly object[] {
  const said = (role: string, text: string): object => {
    const flagged = flag === null ? text : `${text} ${flag}`
    return { role, content: form === 'text' ? flagged : [{ type: 'text', text: flagged }] }
  }
  const question = said('user', SAID.question)
  const next = said('user', SAID.next)
  const content = form === 'text' ? SAID.answer : [{ type: 'text', text: SAID.answer }]
  const answer = { role: 'assistant', content }
  // Each family has its own name for it.
  const beside = { reasoning_content: SAID.thought, reasoning: SAID.thought, thinking: SAID.thought }
  const part = { type: 'thinking', thinking: SAID.thought }
  const parts = { ...answer, content: [part, { type: 'text', text: SAID.answer }] }
  switch (shape) {
    case 'question':
    case 'bare':
      return [question]
    case 'system':
      return [said('system', SAID.system), question]
    case 'follow-up':
      return [question, answer, next]
    case 'old-thought':
      return [question, { ...answer, ...beside }, next]
    case 'old-thought-part':
      return [question, parts, next]
    case 'answered':
      return [question, answer]
    case 'thought':
      return [question, { ...answer, ...beside }]
    case 'thought-part':
      return [question, parts]
  }
  return shape satisfies never
}
