/** Errors of GGUF files. */
import type { ErrorTexts } from '../language.ts';

const instead = 'Bunun əvəzinə Hugging Face qovluğu kimi ixrac edin.';

export const ggufErrors = {
  'gguf-begin-tokens': (d) =>
    `Tokenizator mətnin əvvəlinə ${d.number('count')} token qoyur, GGUF-da isə yalnız biri üçün yer var. ${instead}`,
  'gguf-damaged': (d) => `“${d.text('file')}” düzgün GGUF faylı deyil və ya zədələnib. Onu yenidən yazın.`,
  'gguf-modelfile-text': (d) =>
    `Cavabı bitirən ${d.text('text')} tokeni Modelfile-a yazıla bilmir: Ollama başqa mətn oxuyardı. config.json faylında başqa eos_token_id göstərin və ya Hugging Face qovluğu kimi ixrac edin.`,
  'gguf-no-end-token': () =>
    'Modelin mətni bitirən tokeni yoxdur, ona görə başqa proqramlar onun yerinə 11 nömrəli tokeni götürərdi. config.json faylında eos_token_id göstərin.',
  'gguf-rope-scaling': (d) =>
    `“${d.text('architecture')}” tipli GGUF-da “${d.text('scaling')}” RoPE miqyaslaması üçün yer yoxdur, onsuz isə model səhv cavab verər. ${instead}`,
  'gguf-split-rule': () =>
    `Tokenizatornin mətni sözlərə bölmə qaydasının GGUF-da adı yoxdur. Başqa ad yazılsa, proqramlar mətni başqa cür bölər və model pis cavab verər. ${instead}`,
  'gguf-tokenizer-kind': () =>
    `Tokenizator GPT-2, Llama 3 və Qwen-dəki kimi bayt səviyyəli BPE deyil; GGUF-a yalnız belələri yazılır. ${instead}`,
  'weights-beyond-f16': (d) =>
    `“${d.text('tensor')}” tenzorunda f16-ya sığmayan ədəd var: ${d.figures('value')}. f32 tipini seçin.`,
} satisfies Partial<ErrorTexts>;
