/** The window's own scheme: files and http pages would share an origin with others, this one is Ponder's alone. */
export const PAGE_SCHEME = 'app'
export const PAGE_HOST = 'ponder'
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/`

/** From the page's preload to main: "send me a port to core". */
export const REQUEST_PORT = 'ponder-request-port'
/** From the page's preload to main: "open this link in the system's browser". */
export const OPEN_EXTERNAL = 'ponder-open-external'
/** From the page's preload to main, answered: "let the person choose a model file", "add the file at this path". */
export const CHOOSE_MODEL = 'ponder-choose-model'
export const ADD_MODEL = 'ponder-add-model'
