/** Where a large file is to be written: asked by the browser's own dialog, where it has one. */

/** Of the File System Access API, which not every browser has. */
interface SavePicker {
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

/** @returns null: no place can be chosen here; undefined: the person has closed the dialog */
export async function chooseSavePlace(
  suggestedName: string,
  description: string,
): Promise<FileSystemFileHandle | null | undefined> {
  const page = window as SavePicker;
  if (!page.showSaveFilePicker) return null;
  try {
    const types = [{ description, accept: { 'application/zip': ['.zip'] } }];
    return await page.showSaveFilePicker({ suggestedName, types });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
