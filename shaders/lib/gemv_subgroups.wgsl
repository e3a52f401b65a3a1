// What invocations that run together have summed of a product of one row. See lib/gemv_by_subgroups.wgsl
//#include "lib/gemv_by_subgroups.wgsl"
fn subgroup_sums(sums: Sums) -> Sums {
  return subgroupAdd(sums);
}
