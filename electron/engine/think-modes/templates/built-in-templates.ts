import type { BuiltInTemplate } from '../../../contract/models.ts'

/** Writes each message; `system` too, where a family has a place for it. */
const turn = (text: string): string => `{% for m in messages %}${text}{% endfor %}`
const prompt = (text: string): string => `{% if add_generation_prompt %}${text}{% endif %}`

/** Where a family has no place for a system text, it is said at the beginning of the first question. */
const FOLDED =
  "{% set first = '' %}{% if messages[0].role == 'system' %}{% set first = messages[0].content + '\\n\\n' %}{% set messages = messages[1:] %}{% endif %}"

/** The turns of the most common families, in our own words; none of them opens a thought. */
export const builtInTemplates: Readonly<Record<BuiltInTemplate, string>> = {
  chatml:
    turn("{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}") +
    prompt("{{ '<|im_start|>assistant\\n' }}"),
  llama3:
    '{{ bos_token }}' +
    turn("{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\\n\\n' + m.content + '<|eot_id|>' }}") +
    prompt("{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}"),
  mistral:
    `{{ bos_token }}${FOLDED}` +
    turn(
      "{% if m.role == 'user' %}{{ '[INST] ' + (first if loop.first else '') + m.content + ' [/INST]' }}{% else %}{{ ' ' + m.content + eos_token }}{% endif %}",
    ),
  gemma:
    `{{ bos_token }}${FOLDED}` +
    turn(
      "{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) + '\\n' + (first if loop.first else '') + m.content + '<end_of_turn>\\n' }}",
    ) +
    prompt("{{ '<start_of_turn>model\\n' }}"),
}
