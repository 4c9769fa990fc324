import type { Implementation } from '../../contract/define.ts'
import type { imageCalls } from '../../contract/images.ts'
import type { ImageRoom } from './image-room.ts'

/** What a window can ask about images. */
export function createImageCalls(images: ImageRoom): Implementation<typeof imageCalls> {
  return {
    addImage: images.add,
    cropImage: ({ imageId, box, name }, signal) => images.crop(imageId, box, name, signal),
    readImageText: images.readText,
    imageLanguages: () => images.languages(),
  }
}
