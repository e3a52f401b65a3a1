// What attention_forward and attention_prefill share: sizes, mask and method.
// Method and grid: lib/attention_forward_direct.wgsl or lib/attention_forward_tiled.wgsl, as the launch chooses
//#include "lib/attention_forward_{METHOD}.wgsl"
//#include "lib/attention_mask.wgsl"
override ROWS: u32;
override SEQ: u32;
override KEYS: u32;
override HEADS: u32;
override GROUP: u32;
override Q_STRIDE4: u32;
override K_STRIDE4: u32;
override V_STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;

// Below every score: exp of its distance to one is 0, and so is that to LEAST, from which the largest is sought.
const LOWEST = -1e30;
const LEAST = -1e29;
