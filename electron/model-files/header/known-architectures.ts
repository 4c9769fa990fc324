/**
 * What the llama.cpp that Ponder brings (v0.5.0) can open, asked of that very library: known-architectures.models.test.ts
 * asks it again. A file of another kind is refused before llama.cpp sees it.
 */
const CHAT = `
  afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bailingmoe3 bitnet bloom chameleon chatglm
  codeshell cogvlm cohere2 cohere2moe command-r dbrx deci deepseek deepseek2 deepseek2-ocr deepseek32 deepseek4 dots1
  dots3note ernie4_5 ernie4_5-moe exaone exaone-moe exaone4 falcon falcon-h1 gemma gemma2 gemma3 gemma3n gemma4
  glm-dsa glm4 glm4moe gpt-oss gpt2 gptj gptneox granite granite_swa granitehybrid granitemoe graniteswitch grok
  grovemoe hrm_text hunyuan-dense hunyuan-moe hunyuan_vl hy_v3 hy_v4 internlm2 jais jais2 jamba kimi-k3 kimi-linear
  laguna lfm2 lfm2moe llama llama4 maincoder mamba mamba2 maple mellum mimo2 minicpm minicpm3 minimax-01 minimax-m2
  minimax-m3 mistral3 mistral4 mpt muse-glimmer nanbeige nemotron nemotron_h nemotron_h_moe olmo olmo2 olmoe openelm
  orion paddleocr pangu-embedded phi2 phi3 phimoe plamo plamo2 plamo3 plm qwen qwen2 qwen2moe qwen2vl qwen3 qwen35
  qwen35moe qwen3moe qwen3next qwen3vl qwen3vlmoe qwen4exp refact rwkv6 rwkv6qwen2 rwkv7 seed_oss smallthinker smollm3
  spark2_5 stablelm starcoder starcoder2 step35 talkie xverse`
const EMBEDDING = `
  bert eurobert gemma-embedding jina-bert-v2 jina-bert-v3 llama-embed modern-bert neo-bert nomic-bert nomic-bert-moe
  t5encoder`
const DIFFUSION = 'dream llada llada-moe rnd1'
const DRAFT = 'dflash eagle3 gemma4-assistant'
const SPEECH = 'pockettts qwen3tts wavtokenizer-dec'
const TRANSLATION = 't5'

/** In whose layers llama.cpp insists that positions turn the whole of an attention head; at others a part will do. */
const WHOLE_HEADS = `
  apertus arcee arctic baichuan chameleon codeshell cogvlm cohere2moe dbrx deci deepseek dots1 dream ernie4_5 ernie4_5-moe
  exaone exaone-moe exaone4 falcon granite granite_swa granitemoe graniteswitch grok grovemoe hunyuan-dense hunyuan-moe
  hunyuan_vl hy_v3 internlm2 jais2 llada llada-moe llama llama-embed llama4 maincoder mellum minicpm mistral3 nanbeige
  olmo olmo2 olmoe orion paddleocr pangu-embedded plamo qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3vl qwen3vlmoe rnd1
  seed_oss smallthinker smollm3 starcoder2 talkie xverse`

export type ArchitectureUse = 'chat' | 'embedding' | 'diffusion' | 'draft' | 'speech' | 'translation'

/** What models of each architecture are for. */
export const ARCHITECTURES: ReadonlyMap<string, ArchitectureUse> = new Map([
  ...listed('chat', CHAT),
  ...listed('embedding', EMBEDDING),
  ...listed('diffusion', DIFFUSION),
  ...listed('draft', DRAFT),
  ...listed('speech', SPEECH),
  ...listed('translation', TRANSLATION),
])

export const TOKENIZERS: readonly string[] = [
  'llama',
  'gpt2',
  'bert',
  't5',
  'rwkv',
  'plamo2',
  'gemma4',
  'hybriddna',
  'whitespace',
]

export const turnsWholeHeads: ReadonlySet<string> = new Set(words(WHOLE_HEADS))

function listed(use: ArchitectureUse, names: string): (readonly [string, ArchitectureUse])[] {
  return words(names).map((name) => [name, use] as const)
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
