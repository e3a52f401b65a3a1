/** Models on the Hugging Face Hub, or on a mirror of it, as a person names them; remote/hub/ asks for them. */

export interface HubModel {
  /** As the Hub shows it: owner/name. */
  readonly id: string;
  /** A branch, a tag or a commit; empty: the main branch. */
  readonly revision: string;
  /** Of the Hub or its mirror. */
  readonly address: string;
}

export const HUB_ADDRESS = 'https://huggingface.co';
/**
 * Where the Hub sends whoever asks it for a large file: hosts that it changes at will, all under one name
 * (https://huggingface.co/.well-known/meta.json).
 */
export const HUB_FILES = 'https://*.hf.co';

/** Where the Hub has large files sent that do not come as Xet. */
export const HUB_UPLOADS = 'https://hf-hub-lfs-us-east-1.s3-accelerate.amazonaws.com';

export const isModelId = (id: string): boolean => /^\w[\w.-]*\/\w[\w.-]*$/.test(id);
