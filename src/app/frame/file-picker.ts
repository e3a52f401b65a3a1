/** Opens the browser's file dialog without a visible input; for menus and the command palette, where no button is at hand. */
import { ACCEPTED_FILES } from '../../data/readers/table.ts';

export const pickSources = (onFiles: (files: File[]) => void): void =>
  openFilePicker({ accept: ACCEPTED_FILES, multiple: true }, onFiles);

export const pickProject = (onFile: (file: File) => void): void =>
  openFilePicker({ accept: '.zip,application/zip', multiple: false }, ([file]) => file && onFile(file));

function openFilePicker(chosen: Pick<HTMLInputElement, 'accept' | 'multiple'>, onFiles: (files: File[]) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', ...chosen });
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]));
  input.click();
}
