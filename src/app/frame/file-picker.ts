/** Opens the browser's file dialog without a visible input; for the command palette, where no button is at hand. */

export const corpusFileTypes = '.txt,.md,.markdown,.jsonl,.json,text/plain,text/markdown,application/json';

export function openFilePicker(onFiles: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = corpusFileTypes;
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]));
  input.click();
}
