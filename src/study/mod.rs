//! What is known: the study, and the only way it changes.
//!
//! ```text
//! Command ──decide──▶ Decision { events, contents } ──(the log makes them durable)──▶ Record ──apply──▶ Study
//! ```
//!
//! [`Study::decide`] judges an intention against what is known and refuses
//! with a sentence, or answers with the facts that would make it so.
//! [`Study::apply`] takes a stored fact into account and never fails: what is
//! written has happened. Nothing here touches a file, a terminal or a clock;
//! identities and times come from outside.

#![warn(missing_docs)]

pub mod adopted_theory;
pub mod answer;
mod apply;
pub mod assignment;
pub mod basis;
pub mod coding;
pub mod column;
pub mod command;
mod command_parts;
pub mod configuration;
pub mod conflict;
pub mod content;
pub mod dataset;
mod decide;
pub mod derivation;
mod derivation_text;
pub mod document;
pub mod erasure;
pub mod erasure_matcher;
pub mod event;
pub mod filter;
pub mod history;
pub mod id;
pub mod inference;
pub mod informant;
mod leftover_places;
pub mod leftovers;
pub mod lineage;
pub mod location;
pub mod lookup;
mod mention;
mod name_lookup;
pub mod origin;
pub mod palette;
pub mod parsed_column;
pub mod plan;
pub mod quote;
pub mod refusal;
pub mod reported;
pub mod revision;
pub mod scale;
pub mod sentence;
pub mod soft_delete_map;
pub mod speaker_label;
pub mod state;
pub mod theory;
pub mod thing;
pub mod upgrade;
mod variable;
pub mod version;
mod word_runs;

pub use basis::Basis;
pub use coding::{BilingualText, Code, CodeBody, CodeKind};
pub use coding::{Coding, Condensation, CondensationFact};
pub use column::Column;
pub use command::Command;
pub use configuration::{Configuration, ConfigurationBody};
pub use conflict::{Conflict, ConflictKind, Kept, LeftOut, Settlement};
pub use content::{Content, ContentId};
pub use dataset::{Dataset, DatasetBody, Variable};
pub use decide::Decision;
pub use document::{Document, DocumentBody};
pub use event::{Act, Record, Time};
pub use event::{Addition, Amendment, Assignment, Erasing, Event, Ref};
pub use history::History;
pub use id::Id;
pub use inference::Inference;
pub use inference::SavedSearch;
pub use inference::{GuideItem, GuideItemBody};
pub use informant::{Informant, InformantBody, InformantFact};
pub use location::StudyLocation;
pub use plan::AnalysisPlan;
pub use quote::{Quote, QuoteSpeaker};
pub use refusal::Refusal;
pub use refusal::{Cancelled, ProgressMonitor, ProgressUpdate};
pub use reported::{Reported, ReportedBody};
pub use revision::Change;
pub use state::Study;
pub use theory::{Link, Polarity, Theory, Verdict};
