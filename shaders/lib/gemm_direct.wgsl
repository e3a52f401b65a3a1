// Matrix product straight from storage, without workgroup memory or barriers: what software adapters want.
// Per step of four k: 16 loads of vec4, 256 multiply-adds.
// Grid: one workgroup a tile of GROUP_ROWS × GROUP_COLUMNS (const) blocks of 8×8 outputs, tiles row by row, part by part, folded.
const HALF4 = 1u;

@compute @workgroup_size(GROUP_COLUMNS, GROUP_ROWS)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let group = id.x + id.y * groups.x;
  let groups_across = (N + 8u * GROUP_COLUMNS - 1u) / (8u * GROUP_COLUMNS);
  let groups_a_part = (M + 8u * GROUP_ROWS - 1u) / (8u * GROUP_ROWS) * groups_across;
  let part = group / groups_a_part;
  let row4 = 2u * (group % groups_a_part / groups_across * GROUP_ROWS + local.y);
  let column4 = 2u * (group % groups_across * GROUP_COLUMNS + local.x);
  if (part * PART >= K || 4u * row4 >= M || 4u * column4 >= N) {
    return;
  }
  var block: Block;
  for (var k4 = part * PART / 4u; 4u * k4 < min(K, (part + 1u) * PART); k4++) {
    let top = a_block(row4, k4);
    let bottom = a_block(row4 + 1u, k4);
    let left = b_block(column4, k4);
    let right = b_block(column4 + HALF4, k4);
    block.top_left = add_products(block.top_left, top, left);
    block.top_right = add_products(block.top_right, top, right);
    block.bottom_left = add_products(block.bottom_left, bottom, left);
    block.bottom_right = add_products(block.bottom_right, bottom, right);
  }
  finish_pair(part * M, 4u * row4, column4, block.top_left, block.top_right);
  finish_pair(part * M, 4u * row4 + 4u, column4, block.bottom_left, block.bottom_right);
}

// sum + Σj (four rows of a)ⱼ ⊗ (four columns of b)ⱼ
fn add_products(sum: mat4x4<f32>, rows: mat4x4<f32>, columns: mat4x4<f32>) -> mat4x4<f32> {
  let first = add_outer_product(add_outer_product(sum, rows[0], columns[0]), rows[1], columns[1]);
  return add_outer_product(add_outer_product(first, rows[2], columns[2]), rows[3], columns[3]);
}
