//! Query language → tantivy → passages.
