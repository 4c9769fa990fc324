import { openCore } from './core/core.ts'
import { ASK_USAGE, readAskFlags, type AskFlags } from './shell/ask-flags.ts'
import { askOnce, type AskEnd, type AskListener } from './shell/ask-once.ts'
import { dataFolder, makeDataFolder } from './shell/data-folder.ts'
import { forkChild } from './shell/fork-child.ts'
import { demoFolder, ponderVersion } from './shell/program-files.ts'
import { printError } from './shell/terminal-error.ts'

/** The terminal shell: one question through the same core as the window, and nothing of it is kept. */
const STOPPED = 130 // what a shell reports for Ctrl+C

const silent: AskListener = { onThought: () => {}, onAnswer: () => {}, onAnswerWasThought: () => {} }

try {
  if (process.argv.includes('--help')) console.log(ASK_USAGE)
  else process.exitCode = await ask(readAskFlags(process.argv.slice(2)))
} catch (thrown) {
  printError(thrown)
  process.exitCode = 1
}

async function ask(flags: AskFlags): Promise<number> {
  const stop = new AbortController()
  process.on('SIGINT', () => stop.abort())
  process.on('SIGTERM', () => stop.abort())
  const core = openCore({
    dataFolder: makeDataFolder(dataFolder()),
    demoFolder,
    spawn: forkChild,
    shell: 'browser',
    version: ponderVersion(),
    givenModel: flags.givenModel,
    storeFile: ':memory:',
  })
  try {
    const listener = flags.json ? silent : printing()
    const end = await askOnce(core.calls, flags, listener, stop.signal)
    return report(end, flags.json)
  } finally {
    await core.close()
  }
}

function report(end: AskEnd, json: boolean): number {
  if (end.kind === 'stopped') return STOPPED
  if (json) console.log(JSON.stringify(end.result))
  else if (process.stdout.isTTY) console.log()
  else console.log(end.result.answer)
  if (end.cut)
    console.error('The answer was cut here: it reached the limit for one answer, or the context is full.')
  return 0
}

/** The thought goes dim to stderr, the answer to stdout; live where a person watches, the answer whole elsewhere. */
function printing(): AskListener {
  const dim = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\x1b[2m${text}\x1b[0m`)
  }
  let thinking = false
  return {
    onThought: (text) => {
      thinking = true
      dim(text)
    },
    onAnswer: (text) => {
      if (thinking) dim('\n\n')
      thinking = false
      // What was printed cannot be taken back when it turns out to have been thought, so a pipe gets it at the end.
      if (process.stdout.isTTY) process.stdout.write(text)
    },
    onAnswerWasThought: () => {
      if (process.stdout.isTTY) process.stdout.write('\n')
      dim('(All of this was thought.)\n\n')
    },
  }
}
