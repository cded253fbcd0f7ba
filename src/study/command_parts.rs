//! What commands add: speakers, codes, links and questions of a guide.

use super::theory::ExpectedDirection;
use super::{Code, CodeBody, Coding, Id, InformantBody};

/// A label of a new document, and who it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSpeaker {
    /// The label as it stands in the text.
    pub label: String,
    /// The informant, known by name or new; `None` for the interviewer.
    pub informant: Option<InformantBody>,
    /// Whether the informant is the one of this name, whatever the label. Otherwise a label that
    /// names nobody, such as `R`, stands for somebody else in every document.
    pub by_name: bool,
}

/// A code of a codebook to import; its parent by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCode {
    /// The code; its `parent` is ignored.
    pub body: CodeBody,
    /// The key of its parent.
    pub parent: Option<String>,
}

/// Under what codings are put: a code of the codebook, or one that joins it with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeTarget {
    /// A code there is.
    Existing(Id<Code>),
    /// A code to add.
    New(Box<NewCode>),
}

/// Codings of a code that is split, and what they are put under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitPart {
    /// Under what.
    pub to: CodeTarget,
    /// Which codings; all of them are under the code that is split.
    pub codings: Vec<Id<Coding>>,
}

/// A link of a theory to import or to draw; its ends are codes of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// Where it begins.
    pub from: Id<Code>,
    /// Where it leads.
    pub to: Id<Code>,
    /// The claim in words.
    pub statement: String,
    /// Where the claim comes from.
    pub basis: String,
    /// The direction it expects.
    pub expected: ExpectedDirection,
}

impl NewLink {
    /// A bare link from one code to another.
    pub fn between(from: Id<Code>, to: Id<Code>) -> NewLink {
        NewLink {
            from,
            to,
            statement: String::new(),
            basis: String::new(),
            expected: ExpectedDirection::Unstated,
        }
    }
}

/// A question of an interview guide to import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewGuideItem {
    /// Its number in the guide, as written there.
    pub number: String,
    /// Its words.
    pub question: String,
    /// The codes it asks about.
    pub about: Vec<Id<Code>>,
}
