// Epilogue: out[m, n] = VALUE_WEIGHT · value + OTHER_WEIGHT · other[m, n]
//   out    out  [M, N]  =
//   other  in   [M, N]
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read> other: array<other_vec4>;

override VALUE_WEIGHT: f32;
override OTHER_WEIGHT: f32;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  out[at] = store_out(fma(vec4<f32>(VALUE_WEIGHT), value, OTHER_WEIGHT * load_other(other[at])));
}
