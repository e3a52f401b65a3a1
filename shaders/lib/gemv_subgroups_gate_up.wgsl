// What invocations that run together have summed of the two products of one row. See lib/gemv_by_subgroups.wgsl
//#include "lib/gemv_by_subgroups.wgsl"
fn subgroup_sums(sums: Sums) -> Sums {
  return Sums(subgroupAdd(sums[0]), subgroupAdd(sums[1]));
}
