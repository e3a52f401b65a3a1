/** The dedicated worker's entry: exposes the contract to the page. */
import { expose } from 'comlink';
import { carryErrors } from './errors.ts';
import { StudioWorker } from './studio-worker.ts';

carryErrors();
expose(new StudioWorker());
