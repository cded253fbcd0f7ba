//! One study in many hands.

mod copies;
mod crash;
mod large;
mod people;
mod scenarios;
mod union;
