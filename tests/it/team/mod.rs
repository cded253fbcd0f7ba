//! One study in many hands.

mod people;
mod union;
