//! The terminal UI, by marks and keys.

mod before;
mod codebook;
mod coding;
mod condensations;
mod data;
mod effort;
mod evidence;
mod finder;
mod frame;
mod gathering;
mod importing;
mod informants;
mod lint;
mod matrix;
mod moving;
mod personal;
mod random;
mod screen;
mod search;
mod settings;
mod start;
mod studied;
mod theory;
