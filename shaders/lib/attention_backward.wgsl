// Sizes and mask of both backward kernels.
//#include "lib/attention_mask.wgsl"
//#include "lib/documents_packed.wgsl"
override ROWS: u32;
override SEQ: u32;
override HEADS: u32;
override GROUP: u32;
override STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;
