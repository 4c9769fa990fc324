import { publicHub, type Hub } from '../model-files/download/hub-request.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where models are downloaded from, when a person asks: huggingface.co, with the access token that Hugging Face's own
 * tools read from HF_TOKEN. PONDER_HUB names a stand-in for the tests, on this machine only.
 */
export function downloadHub(environment: Environment = process.env): Hub {
  const hub = publicHub(tokenIn(environment['HF_TOKEN']))
  const standIn = environment['PONDER_HUB']
  if (standIn === undefined || !/^http:\/\/127\.0\.0\.1:\d{1,5}\/?$/.test(standIn)) return hub
  // Tests do not wait as long as people on a bad line do. The token is not for a stand-in.
  return { base: new URL(standIn), token: null, patience: { answerMs: 5000, stallMs: 1500, pauseMs: 300 } }
}

/** Anything else could not be sent in a header, and is no token. */
function tokenIn(text: string | undefined): string | null {
  const token = text?.trim() ?? ''
  return /^[\x21-\x7e]{1,500}$/.test(token) ? token : null
}
