/**
 * Asks a GGUF the held-out questions of write_items.py through node-llama-cpp, as the app does: LlamaChat with an open
 * or a closed thought as the tail of the history, greedy, one thread.
 *
 *     node models/training/evaluate-gguf.ts models/training/runs/candidate.gguf models/training/runs/items.jsonl [--json]
 */
import { readFileSync } from 'node:fs'
import { getLlama, LlamaChat, resolveChatWrapper, TokenBias } from 'node-llama-cpp'
import type { ChatHistoryItem, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import { z } from 'zod'
import { readRows, type Outcome } from './result-rows.ts'

const itemSchema = z.object({
  ability: z.string(),
  hard: z.boolean(),
  prefix: z.string(),
  answers: z.array(z.string()),
  turns: z.array(z.tuple([z.enum(['system', 'user', 'assistant']), z.string()])),
  cut: z.string(),
})
type Item = z.infer<typeof itemSchema>
type Mode = 'auto' | 'think' | 'quick' | 'cut'

const MOST_TOKENS = 400
const CONTEXT = 2048

const [modelPath = '', itemsPath = ''] = process.argv.slice(2)
const llama = await getLlama({ gpu: false, maxThreads: 1, build: 'never' })
const model = await llama.loadModel({ modelPath })
const chatWrapper = resolveChatWrapper(model)
const context = await model.createContext({ contextSize: CONTEXT, threads: 1 })
const sequence = context.getSequence()
const chat = new LlamaChat({ contextSequence: sequence, chatWrapper })
const lineEnd = model.tokenize('\n')[0]

const items = readFileSync(itemsPath, 'utf8').trim().split('\n')
const outcomes: Outcome[] = []
for (const text of items) {
  const item = itemSchema.parse(JSON.parse(text))
  if (item.prefix !== '')
    outcomes.push({
      ...about(item),
      mode: 'quick',
      right: await decidesRight(item),
      tokens: 1,
      thinks: false,
      pThink: null,
      clean: true,
    })
  else for (const mode of modesOf(item)) outcomes.push(await ask(item, mode))
}
const rows = readRows(outcomes)
if (process.argv.includes('--json')) console.log(JSON.stringify({ rows }))
else
  for (const { name, n, value, low, high, unit } of rows)
    console.log(
      `${name.padEnd(28)} ${String(n).padStart(5)}  ${value.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}] ${unit}`,
    )
await llama.dispose()

function about(item: Item): { ability: string; hard: boolean } {
  return { ability: item.ability, hard: item.hard }
}

function modesOf(item: Item): Mode[] {
  return item.cut === '' ? ['auto', 'think', 'quick'] : ['auto', 'think', 'quick', 'cut']
}

async function ask(item: Item, mode: Mode): Promise<Outcome> {
  const pThink = mode === 'auto' ? await probabilityOfThinking(item) : null
  let first = mode === 'think'
  const { response, fullResponse, metadata } = await chat.generateResponse(
    [...history(item), { type: 'model', response: [tail(item, mode)] }],
    {
      temperature: 0,
      repeatPenalty: false,
      maxTokens: MOST_TOKENS,
      // the model may close an open thought at once; forbidding the line end as the first token makes it think
      tokenBias: () => {
        const bias = new TokenBias(model.tokenizer)
        if (first && lineEnd !== undefined) bias.set(lineEnd, 'never')
        first = false
        return bias
      },
    },
  )
  const thoughts = fullResponse.map((part) =>
    typeof part === 'object' && part.type === 'segment' ? part.text.trim() : '',
  )
  const answer = response.trim()
  return {
    ...about(item),
    mode,
    right: isRight(item, answer),
    tokens: model.tokenize(thoughts.join('') + answer).length,
    thinks: thoughts.some((text) => text !== ''),
    pThink,
    clean: metadata.stopReason === 'eogToken' && answer !== '' && !/[\n=+]|<\/?think>/.test(answer),
  }
}

function tail(
  item: Item,
  mode: Mode,
): { type: 'segment'; segmentType: 'thought'; text: string; ended: boolean } {
  const text = mode === 'cut' ? item.cut : ''
  return { type: 'segment', segmentType: 'thought', text, ended: mode === 'quick' || mode === 'cut' }
}

function history(item: Item): ChatHistoryItem[] {
  return item.turns.map(([role, text]) => {
    if (role === 'assistant') return { type: 'model', response: [text] }
    return { type: role, text }
  })
}

/** 1 − P(line end) where a thought would open. */
async function probabilityOfThinking(item: Item): Promise<number> {
  if (lineEnd === undefined) throw new Error('The tokenizer has no line end.')
  const state = chatWrapper.generateContextState({
    chatHistory: [...history(item), { type: 'model', response: [tail(item, 'auto')] }],
  })
  const probability = await nextProbability(
    model,
    sequence,
    state.contextText.tokenize(model.tokenizer),
    lineEnd,
  )
  return 1 - probability
}

async function nextProbability(
  _: LlamaModel,
  sequence: LlamaContextSequence,
  tokens: Token[],
  of: Token,
): Promise<number> {
  await sequence.adaptStateToTokens(tokens.slice(0, -1), false)
  const last = tokens.at(-1)
  if (last === undefined) throw new Error('An empty prompt.')
  const result = await sequence.controlledEvaluate([
    ...tokens.slice(sequence.nextTokenIndex, -1),
    [last, { generateNext: { probabilities: true } }],
  ])
  return result.at(-1)?.next?.probabilities?.get(of) ?? 0
}

/** Decision prompts go on after the closed thought with "Answer: "; the likeliest next token is the decision. */
async function decidesRight(item: Item): Promise<boolean> {
  const user = item.turns.at(-1)?.[1] ?? ''
  const prompt = `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>${item.prefix}`
  await sequence.clearHistory()
  for await (const token of sequence.evaluate(model.tokenize(prompt, true), { temperature: 0 })) {
    return isRight(item, model.detokenize([token]))
  }
  return false
}

function isRight(item: Item, answer: string): boolean {
  return item.answers.map(normalise).includes(normalise(answer))
}

/** As in tasks/item.py: case, spacing and sentence marks do not matter. */
function normalise(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s.,?!'"’“”:;()]+/g, ' ')
    .trim()
}
