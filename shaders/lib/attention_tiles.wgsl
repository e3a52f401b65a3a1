// What the tiled methods of attention share: score tiles. A workgroup owns 64 rows of a head (queries, or keys with their values)
// and meets OTHERS rows of the other side at a time. Products of the two are summed over the head in chunks of CHUNK4 vec4s, and
// what is made of them then weighs rows of the other side, PIECE rows at a time; both pass through `staged`, 16 KiB at most.
//   - An invocation has rows down + 16·i of the own side, i = 0 … 3, and rows across + ACROSS·j of the other, j < SCORES: its scores
//     are SCORES vec4s over its four rows. Of sums of weighted rows it has vec4s across + ACROSS·n of its four rows, n < COLUMNS4.
//   - Neighbours read neighbouring rows, which lie PITCH vec4s apart, an odd number, so that no two of them meet in a bank.
//   - Indices of `staged` need no guard at run time, as bounds of constants say where an argument lies. Loops whose length is a
//     constant are unrolled, so that arrays stay in registers; those over a chunk and a piece are not, so that what they load does
//     not fill the registers beside them.
//   - What is read beyond the head or the sequence is never used.
// ACROSS, SCORES, PIECE (a power of two) and HEAD4 are constants of the launch; PAIRS of rows that are multiplied and BESIDE,
// vec4s of `staged` beside a chunk, those of the file that includes this.
const OWN = 64u;
const DOWN = 16u;
const OTHERS = SCORES * ACROSS;
const THREADS = DOWN * ACROSS;
const CHUNK4 = 4u;
const PITCH = CHUNK4 + 1u;
const OWN_CHUNK = OWN * PITCH;
const OTHER_CHUNK = OTHERS * PITCH;
// vec4s of a chunk that an invocation stages.
const OWN_LOADS = OWN * CHUNK4 / THREADS;
const OTHER_LOADS = (OTHERS * CHUNK4 + THREADS - 1u) / THREADS;
const COLUMNS4 = (HEAD4 + ACROSS - 1u) / ACROSS;
const TAKEN = PIECE / ACROSS;  // scores of an invocation that belong to a piece
const FACTORS = PIECE * DOWN;  // vec4s of what weighs the rows of a piece
const PIECE_ROWS = PIECE * HEAD4;
const PIECE_LOADS = (PIECE * HEAD4 + THREADS - 1u) / THREADS;
const STAGED4 = max(PAIRS * (OWN_CHUNK + OTHER_CHUNK) + BESIDE, FACTORS + PIECE_ROWS + COLUMNS4 * ACROSS - HEAD4);

alias Scores = array<vec4<f32>, SCORES>;
alias Sums = array<mat4x4<f32>, COLUMNS4>;

var<workgroup> staged: array<vec4<f32>, STAGED4>;

// scores[j] += the products of a chunk of the pair.
fn add_scores(scores: ptr<function, Scores>, pair: u32, columns: u32, across: u32, down: u32) {
  for (var c = 0u; c < columns; c++) {
    let i = c % CHUNK4;
    let at = pair % PAIRS * OWN_CHUNK + min(down, DOWN - 1u) * PITCH + i;
    let rows = transpose(mat4x4<f32>(staged[at], staged[at + 16u * PITCH], staged[at + 32u * PITCH], staged[at + 48u * PITCH]));
    for (var j = 0u; j < SCORES; j++) {
      let met = staged[PAIRS * OWN_CHUNK + pair % PAIRS * OTHER_CHUNK + (min(across, ACROSS - 1u) + ACROSS * j) * PITCH + i];
      let half = fma(rows[1], vec4<f32>(met.y), fma(rows[0], vec4<f32>(met.x), scores[j]));
      scores[j] = fma(rows[3], vec4<f32>(met.w), fma(rows[2], vec4<f32>(met.z), half));
    }
  }
}

// Stages the factors of a piece, the first of those that are left, and moves the others up.
fn stage_factors(left: ptr<function, Scores>, across: u32, down: u32) {
  for (var j = 0u; j < TAKEN; j++) {
    staged[(min(across, ACROSS - 1u) + ACROSS * j) * DOWN + min(down, DOWN - 1u)] = left[j];
  }
  for (var j = 0u; j < SCORES - TAKEN; j++) {
    left[j] = left[j + TAKEN];
  }
}

// sums += the rows of a piece by their factors.
fn add_weighted(sums: ptr<function, Sums>, rows: u32, across: u32, down: u32) {
  for (var row = 0u; row < rows; row++) {
    let j = row % PIECE;
    let factor = staged[j * DOWN + min(down, DOWN - 1u)];
    for (var n = 0u; n < COLUMNS4; n++) {
      let columns = staged[FACTORS + j * HEAD4 + min(across, ACROSS - 1u) + ACROSS * n];
      sums[n] = add_outer_product(sums[n], factor, columns);
    }
  }
}
