//! Reported results: what a report prints of its tests, and what it says of
//! them, when the data itself is not at hand.
//!
//! They are facts about a text, written down in the reader's own words: which
//! two variables were tested in which section, what p was printed, which words
//! were used of it. They are no evidence of a link, and never counted as such;
//! they are there so that the reasoning of a report can be checked.

use super::{CodeKind, ContentId, Id, document::Provenance};
use serde::{Deserialize, Deserializer, Serialize};

/// What a report says of a pair of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// That they are related.
    Related,
    /// That they are not.
    NotRelated,
}

impl Relation {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Related => "related",
            Relation::NotRelated => "not related",
        }
    }
}

/// How two variables were tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// One against the other, by a test without direction (chi-square).
    #[default]
    Association,
    /// One against the other, by a test or measure with a direction (gamma, tau-b,
    /// linear-by-linear).
    Directed,
    /// One against the other within the groups of a third.
    Stratified,
    /// As an interaction.
    Moderation,
}

/// A test as a report prints it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedTest {
    /// What it is called here, e.g. `T100`; unique among the results.
    pub id: String,
    /// The section of the report.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// The line or page of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// One variable.
    pub a: String,
    /// The other.
    pub b: String,
    /// What the two measure in this section, as `FROM->TO`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// The p-value as printed; `None` when none is.
    #[serde(
        default,
        alias = "p",
        rename = "reported_p",
        deserialize_with = "printed",
        skip_serializing_if = "Option::is_none"
    )]
    pub p: Option<String>,
    /// What the report says of the pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Relation>,
    /// How it was tested.
    #[serde(default)]
    pub design: Design,
    /// What the conclusion calls the first variable, where that is told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub called_a: String,
    /// What the conclusion calls the second variable.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub called_b: String,
}

/// A p-value as printed: a text, or a number in a file that has it as one.
fn printed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrNumber {
        Text(String),
        Number(f64),
    }
    Ok(
        Option::<TextOrNumber>::deserialize(deserializer)?.map(|printed| match printed {
            TextOrNumber::Text(text) => text.trim().to_owned(),
            TextOrNumber::Number(number) => number.to_string(),
        }),
    )
}

impl ReportedTest {
    /// What the first and the second variable measure; empty when that is not told.
    pub fn ends(&self) -> (&str, &str) {
        let (from, to) = self
            .link
            .split_once("->")
            .or_else(|| self.link.split_once('→'))
            .unwrap_or_default();
        (from.trim(), to.trim())
    }

    /// Both variables, whichever way round they are tested.
    pub fn pair(&self) -> (&str, &str) {
        if self.a <= self.b {
            (&self.a, &self.b)
        } else {
            (&self.b, &self.a)
        }
    }
}

/// What a sentence of a report says beyond a single test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// The two are related.
    Related,
    /// The two, in all their forms, are not related.
    NotRelated,
    /// The more of one, the more of the other.
    Positive,
    /// The more of one, the less of the other.
    Negative,
    /// This relation is stronger than others.
    Strongest,
    /// The p-value is low, or near the level.
    Low,
    /// With more answers it would have been significant.
    NearMiss,
    /// There is no reason to expect anything, however many answer.
    NoReason,
    /// The relation is not valid.
    NotValid,
    /// It should be done so.
    Recommended,
    /// Most of those who answered say so.
    Majority,
    /// It is rejected altogether.
    RuledOut,
    /// It is confirmed.
    Confirmed,
    /// The programme works.
    Works,
    /// The two were tested against each other.
    Tested,
    /// The element stays in the theory.
    Kept,
    /// The element leaves the theory.
    Removed,
}

/// A count out of all: 12 of 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedShare {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
}

/// A claim of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedClaim {
    /// What it is called here, e.g. `C3`; unique among the results.
    pub id: String,
    /// The section of the report.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// The line or page of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What it says.
    pub says: ClaimKind,
    /// What it is about: one element or variable, or two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// The tests it speaks of, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<String>,
    /// For a majority: how many of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<ReportedShare>,
    /// The claim in the reader's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An element of the theory as the report names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedElement {
    /// Its name in the links of the tests.
    pub key: String,
    /// Its part.
    #[serde(default)]
    pub kind: CodeKind,
    /// Whether the same data suggested it.
    #[serde(default)]
    pub post_hoc: bool,
}

/// A variable's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its name in the tests.
    pub name: String,
    /// What was asked.
    pub label: String,
}

/// One category of a printed distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedCategory {
    /// What the sentence calls it.
    pub category: String,
    /// In hundredths of all, as printed.
    pub percent: f64,
    /// Whether it means that what was asked for did happen.
    #[serde(default)]
    pub favourable: bool,
}

/// A printed distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// The variable.
    pub variable: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The categories the sentence names.
    pub parts: Vec<ReportedCategory>,
}

/// A number that the report gives of something: how many persons, how many answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What is counted.
    pub of: String,
    /// How many.
    pub value: i64,
    /// The numbers it is the sum of, where the report says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sum_of: Vec<i64>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// Who stands in an appendix, or is quoted from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// The number, as printed; empty when none is.
    #[serde(default)]
    pub number: String,
    /// Who or what.
    pub holds: String,
    /// Where it is cited; nowhere in the list of appendices itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A reference of the report to one of its sections, tables or figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// What is referred to, e.g. `9.1.1`.
    pub to: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A technical term of the report, and what it is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedTerm {
    /// The term.
    pub term: String,
    /// What is meant by it.
    pub means: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// All that is written down of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportedResults {
    /// The level of significance it declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// The answers its percentages are said to be of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Whether it compares with people outside the programme.
    pub comparison: bool,
    /// Its tests, in the order of the report.
    pub tests: Vec<ReportedTest>,
    /// Its claims.
    pub claims: Vec<ReportedClaim>,
    /// The elements of its theory.
    pub elements: Vec<ReportedElement>,
    /// The wording of its variables.
    pub variables: Vec<Wording>,
    /// Distributions it prints.
    pub distributions: Vec<Distribution>,
    /// Numbers it gives.
    pub figures: Vec<Figure>,
    /// Its appendices, and who is quoted from which.
    pub appendices: Vec<Appendix>,
    /// Its sections, by number.
    pub sections: Vec<String>,
    /// Its references to sections.
    pub references: Vec<Reference>,
    /// Technical terms it uses.
    pub terms: Vec<ReportedTerm>,
}

/// Everything about reported results but the results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedBody {
    /// What the report is called; unique among live ones.
    pub name: String,
    /// The results as JSON, of the shape of [`ReportedResults`].
    pub content: ContentId,
    /// How many tests it has.
    pub tests: u32,
    /// Where they came from.
    pub source: Provenance,
}

/// The reported results of one report.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Their identity.
    pub id: Id<Reported>,
    /// What is known of them.
    pub body: ReportedBody,
    /// The results; empty when erased.
    pub results: ReportedResults,
}

impl ReportedResults {
    /// The test called so.
    pub fn test(&self, id: &str) -> Option<&ReportedTest> {
        self.tests.iter().find(|test| test.id == id)
    }

    /// Adds what another file tells of the same report.
    pub fn join(&mut self, other: ReportedResults) {
        self.alpha = self.alpha.or(other.alpha);
        self.n = self.n.or(other.n);
        self.comparison |= other.comparison;
        self.tests.extend(other.tests);
        self.claims.extend(other.claims);
        self.elements.extend(other.elements);
        self.variables.extend(other.variables);
        self.distributions.extend(other.distributions);
        self.figures.extend(other.figures);
        self.appendices.extend(other.appendices);
        self.sections.extend(other.sections);
        self.references.extend(other.references);
        self.terms.extend(other.terms);
    }
}
