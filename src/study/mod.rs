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
pub mod change;
pub mod code;
pub mod coding;
pub mod column;
pub mod command;
pub mod configuration;
pub mod content;
pub mod dataset;
mod decide;
pub mod derivation;
pub mod document;
pub mod erasure;
pub mod erasure_matcher;
pub mod event;
pub mod filter;
pub mod finding;
pub mod guide;
pub mod history;
pub mod id;
pub mod inference;
pub mod informant;
pub mod leftovers;
pub mod lineage;
pub mod location;
pub mod lookup;
pub mod memo_target;
mod mention;
pub mod node;
pub mod origin;
pub mod palette;
pub mod parsed_column;
pub mod plan;
pub mod progress;
pub mod quote;
pub mod record;
pub mod refusal;
pub mod reported;
pub mod revision;
pub mod saved_search;
pub mod scale;
pub mod sentence;
pub mod smallest_effects;
pub mod soft_delete_map;
pub mod speaker_label;
pub mod state;
pub mod theory;
pub mod thing;
pub mod upgrade;
pub mod variable_text;
pub mod version;
pub mod weighting;

pub use basis::Basis;
pub use change::Change;
pub use code::{BilingualText, Code, CodeBody, CodeKind};
pub use coding::{Coding, Condensation, CondensationFact};
pub use column::Column;
pub use command::Command;
pub use configuration::{Configuration, ConfigurationBody};
pub use content::{Content, ContentId};
pub use dataset::{Dataset, DatasetBody, Variable};
pub use decide::Decision;
pub use document::{Document, DocumentBody};
pub use event::{Addition, Amendment, Assignment, Erasing, Event, Ref};
pub use guide::{GuideItem, GuideItemBody};
pub use history::History;
pub use id::Id;
pub use inference::Inference;
pub use informant::{Informant, InformantBody, InformantFact};
pub use location::StudyLocation;
pub use plan::AnalysisPlan;
pub use progress::{Cancelled, ProgressMonitor, ProgressUpdate};
pub use quote::{Quote, QuoteSpeaker};
pub use record::{Act, Record, Time};
pub use refusal::Refusal;
pub use reported::{Reported, ReportedBody};
pub use saved_search::SavedSearch;
pub use state::Study;
pub use theory::{Link, Polarity, Theory, Verdict};
