/** Which Ocaq a report is of. */
import { version } from '../../../package.json';
import { KERNELS_VERSION } from '../../tuning/stored.ts';

export const OCAQ_VERSION = `${version}, kernels ${KERNELS_VERSION}`;
