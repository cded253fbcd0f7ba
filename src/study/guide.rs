//! Interview guides: what is asked, and which parts of the theory it is about.

use super::{Code, ContentId, Id};
use serde::{Deserialize, Serialize};

/// Everything about a question of an interview guide but its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideItemBody {
    /// The guide it belongs to, e.g. `mentors`.
    pub guide: String,
    /// Its number in the guide, as written there; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Its words.
    pub content: ContentId,
    /// The codes it asks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Id<Code>>,
}

/// A question of an interview guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideItem {
    /// Its identity.
    pub id: Id<GuideItem>,
    /// What is known of it.
    pub body: GuideItemBody,
}
