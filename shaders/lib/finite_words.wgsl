// Whether a workgroup has loaded what is not finite, by the bits of words that were loaded as integers. Of a float that was
// computed a compiler may assume that it is finite and leave such a test out (Metal before macOS 15 does).
const EXPONENT = 0x7f800000u;  // all ones in NaN and infinities only; by itself it is the infinity
const LARGEST_SUM = 3.0e38;    // of finite numbers: a range, and no test for an infinity

var<workgroup> overflows: atomic<u32>;

fn is_finite(word: u32) -> bool {
  return (word & EXPONENT) != EXPONENT;
}

fn are_finite(words: vec4<u32>) -> bool {
  return all((words & vec4<u32>(EXPONENT)) != vec4<u32>(EXPONENT));
}

// What an invocation has found; `workgroup_overflows` knows after the next barrier.
fn note_finite(finite: bool) {
  if (!finite) {
    atomicStore(&overflows, 1u);
  }
}

fn workgroup_overflows() -> bool {
  return atomicLoad(&overflows) != 0u;
}
