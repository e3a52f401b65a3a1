// Epilogue: out[m, n] (+)= value
//   out  out  [M, N]  = or += (ACCUMULATE)
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;

override ACCUMULATE: u32;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  var total = value;
  if (ACCUMULATE == 1u) {
    total += load_out(out[at]);
  }
  out[at] = store_out(total);
}
