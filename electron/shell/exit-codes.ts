/** The desktop app ends with this after a dialog that said what was wrong. Chromium's own failures end with others. */
export const SAID_WHY = 78
