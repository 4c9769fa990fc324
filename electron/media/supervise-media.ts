import type { Client } from '../contract/define.ts'
import type { Spawn } from '../engine/child.ts'
import { supervise } from '../engine/supervisor.ts'
import type { Limits, Supervisor } from '../engine/supervisor.ts'
import { connect } from '../wire/connect.ts'
import { mediaContract } from './contract.ts'
import type { MediaContract } from './contract.ts'
import { removeLeftOvers } from './heic.ts'

export type MediaClient = Client<MediaContract>

/** A media worker of one's own. Its end is told to whoever is waiting for it; there is nothing else to tell. */
export function superviseMedia(spawn: Spawn, limits: Limits): Supervisor<MediaClient> {
  return supervise(
    () => {
      const child = spawn('media')
      child.onExit(() => void removeLeftOvers())
      return child
    },
    (port) => connect(mediaContract, port),
    limits,
    () => {},
  )
}
