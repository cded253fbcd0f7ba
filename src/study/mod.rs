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

pub mod adopted;
pub mod answer;
mod apply;
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
pub mod document;
pub mod erasure;
pub mod event;
pub mod filter;
pub mod finding;
pub mod guide;
pub mod history;
pub mod id;
pub mod inference;
pub mod informant;
pub mod known;
pub mod label;
pub mod lineage;
pub mod lookup;
pub mod made;
pub mod node;
pub mod origin;
pub mod palette;
pub mod plan;
pub mod quote;
pub mod reading;
pub mod record;
pub mod refusal;
pub mod reported;
pub mod revision;
pub mod saved;
pub mod scale;
pub mod sentence;
pub mod shelf;
pub mod smallest;
pub mod target;
pub mod theory;
pub mod told;
pub mod traces;
pub mod upgrade;
pub mod version;
pub mod watch;
pub mod weighting;
pub mod wording;

pub use basis::Basis;
pub use change::Change;
pub use code::{Code, CodeBody, Kind, Words};
pub use coding::{Coding, Condensation};
pub use column::Column;
pub use command::Command;
pub use configuration::{Configuration, ConfigurationBody};
pub use content::{Content, ContentId};
pub use dataset::{Dataset, DatasetBody, Variable};
pub use decide::Decision;
pub use document::{Document, DocumentBody};
pub use event::Event;
pub use guide::{GuideItem, GuideItemBody};
pub use history::History;
pub use id::Id;
pub use inference::Inference;
pub use informant::{Informant, InformantBody};
pub use known::Study;
pub use plan::Plan;
pub use quote::{Quote, Voice};
pub use record::{Act, Record, Time};
pub use refusal::Refusal;
pub use reported::{Reported, ReportedBody};
pub use saved::SavedSearch;
pub use theory::{Link, Polarity, Theory, Verdict};
pub use watch::{Reached, Stopped, Watch};
