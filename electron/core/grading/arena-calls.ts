import type { arenaCalls } from '../../contract/arena.ts'
import type { Implementation } from '../../contract/define.ts'
import type { Store } from '../../store/store.ts'
import type { ArenaRoom } from './arena-room.ts'

/** What a window can ask of the arena. */
export function createArenaCalls(store: Store, arena: ArenaRoom): Implementation<typeof arenaCalls> {
  return {
    watchArena: (_input, signal) => arena.watch(signal),
    startRound: ({ prompt, contenders }) => arena.start(prompt, contenders),
    stopRound: async ({ roundId }) => {
      await arena.stop(roundId)
      return {}
    },
    resumeRound: async ({ roundId }) => {
      await arena.resume(roundId)
      return {}
    },
    showRound: ({ roundId }) => {
      arena.show(roundId)
      return {}
    },
    voteInArena: ({ roundId, vote }) => {
      arena.vote(roundId, vote)
      return {}
    },
    pastQuestions: () => store.pastQuestions(),
    forgetArena: async () => {
      await arena.forget()
      return {}
    },
  }
}
