/** One sentence for every term; shown on hover, focus or tap. */

export const terms = {
  token: 'A token is a piece of text, from a single byte to a whole word, that the model reads and writes as one unit.',
  document:
    'A document is one text with a beginning and an end, such as an article or a story; the model learns where texts end.',
  vocabulary:
    'The vocabulary is the list of all tokens that the tokenizer knows; a larger one needs fewer tokens per text but more parameters.',
  fertility:
    'Fertility is how many tokens one word takes on average; good tokenizers for Azerbaijani reach 1.6 to 1.75.',
  bytesPerToken:
    'How many bytes of text one token covers on average; more is better, because the model then sees more text at once.',
  parameter:
    'A parameter is one number of the model that training adjusts; more of them can learn more, and need more memory and time.',
  layer: 'A layer is one round of attention and computation; text passes through all layers, one after another.',
  width: 'The width is how many numbers describe each token inside the model.',
  heads: 'Attention heads look back at earlier tokens in parallel, each for something else.',
  kvHeads: 'Key and value heads can be shared by several attention heads, which saves memory when the model writes.',
  feedForward: 'The feed-forward width is the size of the inner computation that follows attention in every layer.',
  context: 'The context is how many tokens the model can look back at.',
  tied: 'A tied model uses one table both for reading and for writing tokens, which saves parameters.',
  rope: 'Rotary position embeddings (RoPE) rotate queries and keys by their positions; the base sets how far apart two tokens can be before their positions look alike.',
  batch: 'A batch is how many rows of text are computed at the same time; more is faster until the memory is full.',
  accumulate:
    'Accumulation adds up the gradients of several batches before each step, as if the batch were larger. With one batch per step, no memory is set aside for the sum.',
  precision:
    'How many bits a number has. In 16 bits, activations and the copy of the weights that kernels read take half the memory; sums, and the weights themselves, keep 32 bits.',
  step: 'A step is one adjustment of all parameters, after seeing one batch (or several, with accumulation).',
  epoch: 'An epoch is one pass over the whole corpus.',
  loss: 'The loss says how surprised the model is by the next token, in nats; lower is better.',
  heldOut:
    'Held-out text is never used for learning, so its loss shows what the model understands rather than remembers.',
  perplexity: 'A perplexity of 20 means that the model is as unsure as if it chose among 20 equally likely tokens.',
  bitsPerByte:
    'Bits per byte is the loss counted per byte of text, so that models with different tokenizers can be compared.',
  unigram: 'The loss of a model that knows only how often each token occurs, and nothing about order.',
  learningRate:
    'The learning rate is how far each step moves the parameters: too small is slow, too large breaks the model.',
  optimizerChoice:
    'What updates the matrices of the layers: AdamW number by number; Muon turns each step into an orthogonal matrix, so that all directions move alike. It learns more per token and holds one number per parameter in place of two, but costs arithmetic in every step: worth it in steps of many tokens.',
  momentum: 'The share of its movement so far that Muon keeps from step to step; 0.9 is usual.',
  iterations: 'How often Muon goes over a matrix to make it orthogonal: 5 is usual; 3 cost less and are hardly worse.',
  warmup: 'During warm-up the learning rate rises from zero, because the first steps are the wildest.',
  weightDecay:
    'Weight decay pulls parameters towards zero a little in every step, which keeps the model from relying on a few large ones.',
  divergence:
    'A run diverges where its loss stops being a number, or jumps up and stays there. It can then go back to a checkpoint from before that, with half the learning rate and without the texts of those steps, up to three times; or pause until you have decided; or end.',
  schedule:
    'The schedule sets how the learning rate falls from its peak to its final value: along a cosine, in a straight line, or in a straight line after being held at the peak.',
  holdShare: 'The learning rate stays at its peak until this share of all steps, from 0 to 1, is done; then it falls.',
  tableRate: 'Multiplies the learning rate for the tables that turn tokens into vectors and back.',
  tableDecay: 'Multiplies the weight decay for the token tables; 0 turns it off for them.',
  matrixRate: 'Multiplies the learning rate for the attention and feed-forward matrices.',
  matrixDecay: 'Multiplies the weight decay for the attention and feed-forward matrices; 0 turns it off for them.',
  vectorRate: 'Multiplies the learning rate for vectors: the weights of the norms and the biases.',
  vectorDecay:
    'Multiplies the weight decay for vectors; it is usually 0, because decaying norms and biases does not help.',
  averageWeights:
    'The finished model is the mean of its weights over the last third of the steps: often a little better, for 4 more bytes per parameter in video memory.',
  packing:
    'Text is read in rows of one length. Either the documents stand back to back and are cut wherever a row ends, so that most rows begin in the middle of one; or rows begin with a document: longer ones are cut into rows, shorter ones share a row. What stays empty of a row is padding: it takes time and teaches nothing.',
  documentMask:
    'A row may hold several documents. With this, no token looks at another document than its own, and the beginning of a document is not predicted from the end of the one before.',
  shiftWindows:
    'In each epoch the text is cut into rows from a different random starting point, so that a small corpus is not read in the same rows every time.',
  beta: 'The betas set how long the optimizer remembers earlier gradients (β1) and their sizes (β2).',
  clip: 'Gradients longer than this are shortened to it, so that one strange batch cannot throw the model off.',
  gradNorm: 'The gradient norm is how strongly the current batch pulls at the parameters; sudden peaks are a warning.',
  seed: 'The seed fixes everything that is random; the same seed on the same device gives the same run.',
  flops: 'Floating-point operations per token: the arithmetic that one token costs in training.',
  kernel:
    'A kernel is a small program that the graphics card runs on thousands of numbers at once; a step is a long row of kernels.',
  roof: 'The roof is the most that this device does, measured with kernels that only multiply or only read; near it, a kernel cannot get much faster. Above 100 % its numbers came from a cache.',
  vram: 'Video memory is the memory of the graphics card; the model, its gradients and its intermediate values must fit in there.',
  budget:
    'The memory budget is how much video memory the studio may plan for: what the card has, less what the desktop and other programs take. It is kept in this browser and holds for every project; a run that has begun keeps its plan.',
  weights: 'The parameters themselves.',
  gradients: 'For every parameter, the direction in which the loss falls.',
  optimizer:
    'Two running averages for every parameter, which AdamW needs for steady steps; Muon needs one for a matrix.',
  activations: 'Intermediate values of the forward pass, kept for computing the gradients.',
  workspace: 'Room for intermediate results of single operations.',
  staging: 'Small buffers that carry data between the processor and the graphics card.',
  checkpoint:
    'A checkpoint is the whole state of a run at one step, saved and verified; training resumes from it, and chat and export read it.',
  mask: 'The loss looks only at the answer; the prompt is read, but the model is not taught to repeat it.',
  template: 'A template is the fixed wording around instruction and answer that tells the model where each begins.',
  temperature:
    'The temperature sets how daring the choice of each token is: near 0 always the likeliest, above 1 more and more surprising.',
  topK: 'Only the k likeliest tokens may be chosen.',
  topP: 'Only the likeliest tokens that together reach this probability may be chosen.',
  minP: 'Tokens less likely than this share of the likeliest one may not be chosen.',
  noRepeatNgram: 'A sequence of so many tokens may come only once in prompt and answer together; 0 turns it off.',
  repetitionPenalty: 'Makes tokens that have already occurred less likely; 1 turns it off.',
  realWords:
    'How many words of the samples occur at least twice in the training documents. It rises as the model learns to spell; whether the words make sense together it does not say.',
};

export type Terms = typeof terms;
