import { imageAddress } from '../../electron/contract/images.ts'
import type { Conversation, Turn } from '../../electron/contract/turns.ts'
import { saveFile } from '../parts/save-file.ts'
import type { Calls } from '../ponder.ts'
import { conversationMarkdown, imageIdsOf } from './conversation-markdown.ts'

/** As many turns as one call tells. */
const AT_ONCE = 400

/** Hands the shown path of a conversation to the person as one file, its images in it. */
export async function exportConversation(calls: Calls, { id, title }: Conversation): Promise<void> {
  const turns = await turnsOf(calls, id)
  const source = new Map<string, string>()
  for (const imageId of imageIdsOf(turns)) source.set(imageId, await dataAddress(imageId))
  const name = title === '' ? 'New chat' : title
  const text = conversationMarkdown(name, turns, source)
  saveFile(`${fileName(name)}.md`, new Blob([text], { type: 'text/markdown' }))
}

async function turnsOf(calls: Calls, conversationId: string): Promise<readonly Turn[]> {
  for await (const update of calls.followConversation({ conversationId, limit: AT_ONCE })) {
    if (update.kind !== 'snapshot') break
    let { turns, hasOlder } = update
    while (hasOlder) {
      const beforeId = turns[0]?.turn.id ?? ''
      const older = await calls.readOlder({ conversationId, beforeId, limit: AT_ONCE })
      turns = [...older.turns, ...turns]
      hasOlder = older.hasOlder
    }
    return turns.map(({ turn }) => turn)
  }
  return []
}

/** The PNG itself, so that the file needs no other. */
async function dataAddress(imageId: string): Promise<string> {
  const response = await fetch(imageAddress(imageId, 'whole'))
  if (!response.ok) return ''
  const bytes = await response.blob()
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('an image could not be read')))
    reader.readAsDataURL(bytes)
  })
}

/** Without what some system would not have in a file's name. */
function fileName(title: string): string {
  return (
    title
      .replaceAll(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
      .trim()
      .slice(0, 100) || 'Chat'
  )
}
