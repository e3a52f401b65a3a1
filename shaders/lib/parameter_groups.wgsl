// Groups of parameters with a learning rate and a weight decay of their own. In an arena they lie one after the other.
override TABLES_END: u32;    // elements before it are of tables; a multiple of 4
override MATRICES_END: u32;  // those from TABLES_END to here are of matrices, the rest of vectors; a multiple of 4

struct Group {
  learning_rate: f32,
  weight_decay: f32,
}

fn group_of(element: u32) -> Group {
  if (element < TABLES_END) {
    return Group(step_now.tables_learning_rate, step_now.tables_weight_decay);
  }
  if (element < MATRICES_END) {
    return Group(step_now.matrices_learning_rate, step_now.matrices_weight_decay);
  }
  return Group(step_now.vectors_learning_rate, step_now.vectors_weight_decay);
}
