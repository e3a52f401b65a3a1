/** Opens the browser's file dialog without a visible input; for the command palette, where no button is at hand. */
import { ACCEPTED_FILES } from '../../data/readers/table.ts';

export function openFilePicker(onFiles: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = ACCEPTED_FILES;
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]));
  input.click();
}
