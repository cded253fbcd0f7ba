//! From a study to files for others, one file per format.
