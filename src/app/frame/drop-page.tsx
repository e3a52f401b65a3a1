/**
 * The whole page takes files: that of a project opens it; others become instruction sets on Instruct, a set to measure on
 * Evaluate, a model on Model, and go to the corpus anywhere else.
 */
import { FileDown } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { isProjectFile } from '../../formats/project-mark.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { droppedFolder } from '../model/picked-folder.ts';
import { screenOf } from '../screens.ts';
import { droppedSources } from './dropped-sources.ts';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
type DragType = 'dragenter' | 'dragleave' | 'dragover' | 'drop';

/** True while files are held over the page; `onDrop` takes them. */
function useFileDrop(onDrop: (dropped: DataTransfer) => Promise<void>): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0; // enter and leave fire for every element that is crossed
    const listeners = new AbortController();
    const on = (type: DragType, listener: (event: DragEvent) => void) =>
      window.addEventListener(type, (event) => hasFiles(event) && listener(event), { signal: listeners.signal });
    on('dragenter', () => {
      depth++;
      setOver(true);
    });
    on('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    });
    on('dragover', (event) => event.preventDefault());
    on('drop', (event) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer) void onDrop(event.dataTransfer);
    });
    return () => listeners.abort();
  }, [onDrop]);
  return over;
}

export function DropPage() {
  const m = useMessages();
  const { corpus, instruct, evaluating, importing, projectFiles } = useStores();
  const [path, navigate] = useLocation();
  const screen = screenOf(path);
  const onInstruct = screen === 'instruct';
  const onEvaluate = screen === 'evaluate';
  const onModel = screen === 'model';
  const takeFiles = useCallback(
    async (dropped: DataTransfer) => {
      // All at once: the browser forgets what was dropped afterwards.
      const [files, folder, sources] = [
        [...dropped.files],
        droppedFolder(dropped.items),
        droppedSources(dropped.items),
      ];
      const first = files[0];
      if (first && files.length === 1 && (await isProjectFile(first))) return projectFiles.open(first);
      if (onModel) return importing.addDropped(folder);
      if (onInstruct) return instruct.addFiles(files);
      if (onEvaluate) return evaluating.takeFiles(files);
      navigate('/corpus');
      return corpus.addDropped(sources);
    },
    [onInstruct, onEvaluate, onModel, corpus, instruct, evaluating, importing, projectFiles, navigate],
  );
  const over = useFileDrop(takeFiles);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-50 flex items-center justify-center rounded-lg border-2 border-ember border-dashed bg-paper/90">
      <div className="flex items-center gap-4">
        <FileDown className="size-8 text-ember-ink" aria-hidden="true" />
        <div>
          <p className="font-semibold text-lg">{m.dropTitle}</p>
          <p className="text-soft">
            {onModel ? m.model.imports.dropLead : onEvaluate ? m.evaluating.dropLead : m.dropLead}
          </p>
        </div>
      </div>
    </div>
  );
}
