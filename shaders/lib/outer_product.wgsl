// sum + rows ⊗ columns: four rows × four columns, row i in column [i], since WGSL keeps matrices by columns. With fma(), because
// Direct3D never fuses a multiplication and an addition that are written apart.
fn add_outer_product(sum: mat4x4<f32>, rows: vec4<f32>, columns: vec4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(
    fma(vec4<f32>(rows.x), columns, sum[0]),
    fma(vec4<f32>(rows.y), columns, sum[1]),
    fma(vec4<f32>(rows.z), columns, sum[2]),
    fma(vec4<f32>(rows.w), columns, sum[3]),
  );
}
