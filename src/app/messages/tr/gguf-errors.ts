/** Errors of GGUF files. */
import type { ErrorTexts } from '../language.ts';

const instead = 'Bunun yerine Hugging Face klasörü olarak dışa aktarın.';

export const ggufErrors = {
  'gguf-begin-tokens': (d) =>
    `Belirteçleyici metnin başına ${d.number('count')} belirteç koyuyor, GGUF’ta ise yalnızca bir tanesine yer var. ${instead}`,
  'gguf-damaged': (d) => `“${d.text('file')}” geçerli bir GGUF dosyası değil ya da bozulmuş. Yeniden yazın.`,
  'gguf-modelfile-text': (d) =>
    `Yanıtı bitiren ${d.text('text')} belirteci bir Modelfile’a yazılamaz: Ollama başka bir metin okurdu. config.json dosyasında başka bir eos_token_id belirtin ya da Hugging Face klasörü olarak dışa aktarın.`,
  'gguf-no-end-token': () =>
    'Modelin metni bitiren bir belirteci yok; başka programlar onun yerine 11 numaralı belirteci alırdı. config.json dosyasında eos_token_id belirtin.',
  'gguf-rope-scaling': (d) =>
    `“${d.text('architecture')}” türündeki bir GGUF’ta “${d.text('scaling')}” RoPE ölçeklemesine yer yok; o olmadan model yanlış yanıt verir. ${instead}`,
  'gguf-split-rule': () =>
    `Belirteçleyicinin metni sözcüklere bölme kuralının GGUF’ta adı yok. Başka bir ad yazılırsa programlar metni başka türlü böler ve model daha kötü yanıt verir. ${instead}`,
  'gguf-tokenizer-kind': () =>
    `Belirteçleyici GPT-2, Llama 3 ve Qwen’deki gibi bayt düzeyinde BPE değil; GGUF’a yalnızca böyleleri yazılır. ${instead}`,
  'weights-beyond-f16': (d) =>
    `“${d.text('tensor')}” tensöründe f16’ya sığmayan bir sayı var: ${d.figures('value')}. f32 türünü seçin.`,
} satisfies Partial<ErrorTexts>;
