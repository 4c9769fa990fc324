import type { Download, DownloadPlan } from '../../electron/contract/downloads.ts'
import { bytes, percent, seconds } from '../parts/amounts.ts'

/** What stands under a download's bar: how it is doing, in one line. */
export function stateLine({ state, arrivedBytes, sizeBytes }: Download): string {
  const sofar = `${bytes(arrivedBytes)} of ${bytes(sizeBytes)}`
  switch (state.kind) {
    case 'waiting':
      return `Waits for the one before it · ${sofar}`
    case 'running':
      return state.pause === null
        ? [sofar, speedWords(state.bytesPerSecond), leftWords(state.msLeft)]
            .filter((part) => part !== null)
            .join(' · ')
        : `${sofar} · ${state.pause.message} Trying again${state.pause.ms < 1000 ? '' : ` in ${seconds(state.pause.ms)}`}.`
    case 'checking':
      return `Checking what is there · ${share({ arrivedBytes, sizeBytes })}`
    case 'paused':
      return `Paused · ${sofar}`
    case 'done':
      return `Complete and checked · ${bytes(sizeBytes)}`
    case 'failed':
      return `Stopped · ${sofar}`
  }
  return state satisfies never
}

/** 0.42 → "42 %" of the whole. */
export function share({ arrivedBytes, sizeBytes }: Pick<Download, 'arrivedBytes' | 'sizeBytes'>): string {
  return percent(sizeBytes === 0 ? 0 : arrivedBytes / sizeBytes)
}

function speedWords(bytesPerSecond: number | null): string | null {
  return bytesPerSecond === null ? null : `${bytes(bytesPerSecond)}/s`
}

function leftWords(msLeft: number | null): string | null {
  if (msLeft === null) return null
  const minutes = Math.round(msLeft / 60_000)
  if (minutes < 60) return `${seconds(Math.max(1000, msLeft))} left`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`
}

type PlanChoice = DownloadPlan['choices'][number]

/** One line of the list to choose from: "Q4_K_M · 2.5 GB · with its image half". */
export function choiceLine({ name, sizeBytes, seesImages, fits }: PlanChoice): string {
  const parts = [
    name,
    bytes(sizeBytes),
    seesImages ? 'with its image half' : null,
    fits ? null : 'too big for this computer',
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
