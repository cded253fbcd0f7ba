//! virk is killed: at random moments, and at every system call that changes something on the disk.

#[cfg(target_os = "linux")]
mod erasures;
#[cfg(target_os = "linux")]
mod failures;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod points;
mod writer;
