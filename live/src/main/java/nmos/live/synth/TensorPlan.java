package nmos.live.synth;

import nmos.scenarios.shape.TensorType;

/// A tensor to be made up; `dims[0]` is the length of a row.
record TensorPlan(String name, TensorType type, long... dims) {}
