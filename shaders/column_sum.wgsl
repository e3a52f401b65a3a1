// Adds the rows of a matrix of partial sums onto a vector: total[:] += Σ over rows of parts[row, :]
//   total  out  [cols] f32        +=
//   parts  in   [rows, cols] f32
// Grid: one invocation a vec4 of columns; rows are added in order, so the result is the same every time.
@group(0) @binding(0) var<storage, read_write> total: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> parts: array<vec4<f32>>;

override ROWS: u32;
override STRIDE4: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  if (column >= STRIDE4) {
    return;
  }
  var sum = total[column];
  for (var row = 0u; row < ROWS; row++) {
    sum += parts[row * STRIDE4 + column];
  }
  total[column] = sum;
}
