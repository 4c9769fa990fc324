import { expect, test } from 'vitest'
import type { Download, DownloadState } from '../../electron/contract/downloads.ts'
import { choiceLine, stateLine } from './download-words.ts'

const running = { kind: 'running', bytesPerSecond: 34_000_000, msLeft: 40_000, pause: null } as const
const problem = { code: 'x', message: 'It broke.', remedy: 'Resume.' }

test.each<[DownloadState, string]>([
  [{ kind: 'waiting' }, 'Waits for the one before it · 1.2 GB of 2.5 GB'],
  [running, '1.2 GB of 2.5 GB · 34 MB/s · 40 s left'],
  [{ ...running, bytesPerSecond: null, msLeft: null }, '1.2 GB of 2.5 GB'],
  [{ ...running, msLeft: 2 * 3600_000 + 5 * 60_000 }, '1.2 GB of 2.5 GB · 34 MB/s · 2 h 5 min left'],
  [{ ...running, msLeft: 10 }, '1.2 GB of 2.5 GB · 34 MB/s · 1 s left'],
  [
    { ...running, pause: { message: 'The connection broke off.', ms: 4000 } },
    '1.2 GB of 2.5 GB · The connection broke off. Trying again in 4 s.',
  ],
  [{ kind: 'checking' }, 'Checking what is there · 48 %'],
  [{ kind: 'paused' }, 'Paused · 1.2 GB of 2.5 GB'],
  [{ kind: 'failed', problem }, 'Stopped · 1.2 GB of 2.5 GB'],
  [{ kind: 'done', modelId: null }, 'Complete and checked · 2.5 GB'],
])('%j reads "%s"', (state, words) => {
  const download: Download = {
    id: '1',
    name: 'a.gguf',
    repository: 'o/r',
    host: 'h',
    sizeBytes: 2.5e9,
    arrivedBytes: 1.2e9,
    state,
  }
  expect(stateLine(download)).toBe(words)
})

test('a choice says what it weighs, whether it sees, and whether it is too big', () => {
  const choice = { id: '0', name: 'Q4_K_M', fileNames: [], sizeBytes: 2.5e9, seesImages: true, fits: true }
  expect(choiceLine(choice)).toBe('Q4_K_M · 2.5 GB · with its image half')
  expect(choiceLine({ ...choice, seesImages: false, fits: false })).toBe(
    'Q4_K_M · 2.5 GB · too big for this computer',
  )
})
