//! From files to commands, one file per format.
