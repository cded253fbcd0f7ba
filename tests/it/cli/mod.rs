//! The command line as a shell sees it: what is said, on which stream, with
//! which exit code. Every test has a folder, a home and a coder of its own.

mod before;
mod bring;
mod canary;
mod config;
mod crosstab;
mod data;
mod erase;
mod exchange;
mod files;
mod forty;
mod guide;
mod hand;
mod help;
mod informants;
mod json;
mod lint;
mod listing;
mod manual;
mod model;
mod paired;
mod personal;
mod pipe;
mod plain;
mod planted;
mod register;
mod sample;
mod search;
mod studies;
mod tables;
mod team;
mod theory;
mod verdict;
pub mod virk;
mod way;
mod weights;
mod wrong;
