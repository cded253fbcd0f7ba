//! Links joined with quotes and tests: evidence, matrix, checks on the reasoning.
