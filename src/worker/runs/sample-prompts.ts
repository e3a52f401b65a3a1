/** The prompts that a run continues at every sample: the lines of a text, without empty ones, and not too many. */

/** Every sample stops the training for a while. */
const MOST_PROMPTS = 5;

export function promptsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, MOST_PROMPTS);
}
