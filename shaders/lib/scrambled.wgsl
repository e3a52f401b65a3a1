// A hash whose bits look random: the output permutation of PCG (Jarzynski & Olano 2020).
fn scrambled(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}
