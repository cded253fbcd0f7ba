//! The status of an element of the theory, summarised from the proposals for its links. For a
//! mechanism only the links to what it produces count.
//!
//! Splits the tests of a link by subcode: those of a code's own indicators, and those of each code
//! under it. A code may fail as a whole while a part of it shows something; such a part was found
//! by looking, and the same answers cannot confirm it.

use super::assessment::{AssessedTest, LinkAssessment};
use super::pairs::TestTally;
use super::proposal::Proposal;
use super::{NumericStatus, tests};
use crate::study::theory::Origin;
use crate::study::{Code, CodeKind, Id, Link, Study, Theory};
use crate::text::number;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr)]
pub enum SupportLevel {
    /// All links that were tested are shown.
    #[strum(to_string = "supported")]
    Supported,
    /// Some are shown.
    #[strum(to_string = "partly supported")]
    Partly,
    /// None is shown, which is no evidence of absence.
    #[strum(to_string = "not shown")]
    NotShown,
    /// The links that are shown go against the expected direction.
    #[strum(to_string = "contrary")]
    Contrary,
    /// No link was tested.
    #[strum(to_string = "untested")]
    Untested,
}

impl SupportLevel {
    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug)]
pub struct ElementStatus<'a> {
    pub code: Id<Code>,
    /// By the plan.
    pub level: SupportLevel,
    /// Whether every link depends on a single answer, a reading or an adjustment.
    pub fragile: bool,
    /// Its tests combined.
    pub tally: TestTally,
    /// Subcodes that show something where the element itself does not.
    pub surviving_subcodes: Vec<SubcodeResult>,
    /// Proposals for its links.
    pub links: Vec<Proposal<'a>>,
    /// The reasons, in sentences.
    pub reasons: Vec<String>,
}

/// The links that decide the status of an element: for a mechanism those to what it produces, for
/// an outcome those leading to it, for anything else those leading from it.
pub fn links_of<'a>(study: &'a Study, theory: &'a Theory, code: Id<Code>) -> Vec<&'a Link> {
    let produced = |link: &&Link| {
        matches!(
            study.kind_in(theory, link.to),
            CodeKind::Output | CodeKind::Outcome
        )
    };
    let out: Vec<&Link> = study
        .links_of(theory)
        .filter(|link| link.from == code && link.on.is_none())
        .collect();
    match study.kind_in(theory, code) {
        CodeKind::Mechanism if out.iter().any(produced) => {
            out.into_iter().filter(produced).collect()
        }
        CodeKind::Outcome => study
            .links_of(theory)
            .filter(|link| link.to == code)
            .collect(),
        _ => out,
    }
}

/// Status of an element from the proposals of its links ([`links_of`]); other proposals are
/// ignored.
pub fn element_status<'a>(
    study: &'a Study,
    theory: &'a Theory,
    code: Id<Code>,
    proposals: &[Proposal<'a>],
) -> ElementStatus<'a> {
    let links = links_of(study, theory, code);
    let of = |link: &&Link| {
        proposals
            .iter()
            .find(|proposal| proposal.evidence.link.id == link.id)
            .cloned()
    };
    ElementStatus::new(study, code, links.iter().filter_map(of).collect())
}

/// Status of a goal of the theory, from the proposals of the links leading to it.
pub fn goal_status<'a>(
    study: &'a Study,
    code: Id<Code>,
    proposals: &[Proposal<'a>],
) -> ElementStatus<'a> {
    ElementStatus::new(
        study,
        code,
        proposals
            .iter()
            .filter(|proposal| proposal.evidence.link.to == code)
            .cloned()
            .collect(),
    )
}

impl<'a> ElementStatus<'a> {
    fn new(study: &Study, code: Id<Code>, links: Vec<Proposal<'a>>) -> ElementStatus<'a> {
        let tested: Vec<&Proposal<'_>> = links
            .iter()
            .filter(|proposal| {
                !matches!(
                    proposal.numbers,
                    NumericStatus::Untested | NumericStatus::NotTestable
                )
            })
            .collect();
        let having = |wanted: &[NumericStatus]| {
            tested
                .iter()
                .filter(|proposal| wanted.contains(&proposal.numbers))
                .count()
        };
        let shown = having(&[NumericStatus::Supported, NumericStatus::Fragile]);
        let contrary = having(&[NumericStatus::Contrary]);
        let word = match tested.len() {
            0 => SupportLevel::Untested,
            all if shown == all => SupportLevel::Supported,
            _ if shown > 0 => SupportLevel::Partly,
            _ if contrary > 0 => SupportLevel::Contrary,
            _ => SupportLevel::NotShown,
        };
        let tally = links
            .iter()
            .map(|proposal| proposal.tally)
            .fold(TestTally::default(), TestTally::with);
        let mut except: Vec<SubcodeResult> = Vec::new();
        for part in links
            .iter()
            .flat_map(|proposal| &proposal.surviving_subcodes)
        {
            match except.iter_mut().find(|known| known.code == part.code) {
                Some(known) => {
                    known.tally = known.tally.with(part.tally);
                    known.others = known.others.with(part.others);
                }
                None => except.push(part.clone()),
            }
        }
        let fragile = shown > 0 && having(&[NumericStatus::Supported]) == 0;
        let mut standing = ElementStatus {
            code,
            level: word,
            fragile,
            tally,
            surviving_subcodes: except,
            reasons: Vec::new(),
            links,
        };
        standing.reasons = standing.describe(study);
        standing
    }

    /// "not shown except Praise and recognition, post hoc".
    pub fn in_words(&self, study: &Study) -> String {
        let mut words = self.level.to_string();
        let fragile = self
            .links
            .iter()
            .filter(|proposal| proposal.numbers == NumericStatus::Fragile)
            .count();
        let untested = self
            .links
            .iter()
            .filter(|proposal| proposal.tally.run == 0)
            .count();
        if self.level == SupportLevel::Supported {
            let mut but = Vec::new();
            but.extend((fragile > 0).then(|| format!("{fragile} fragile")));
            but.extend((untested > 0).then(|| format!("{untested} untested")));
            if !but.is_empty() {
                words += &format!(
                    " ({} of {})",
                    but.join(", "),
                    number::count_noun(self.links.len(), "link")
                );
            }
        }
        for part in &self.surviving_subcodes {
            words += &part.exception(study);
        }
        words
    }

    fn describe(&self, study: &Study) -> Vec<String> {
        let TestTally {
            run,
            shown,
            fitting,
            adjusted,
            robust,
            ..
        } = self.tally;
        let mut sentences = Vec::new();
        for proposal in &self.links {
            let link = proposal.evidence.link;
            let tests = if proposal.tally.run == 0 {
                String::new()
            } else {
                format!(
                    " ({} of {})",
                    proposal.tally.shown,
                    number::count_noun(proposal.tally.run, "test")
                )
            };
            sentences.push(format!(
                "{}: {}{tests}.",
                study.link_name(link),
                proposal.numbers_in_words(study)
            ));
        }
        for part in &self.surviving_subcodes {
            sentences.push(format!(
                "{}: {} of {}, everything else {} of {}.{}",
                study.code_name(part.code),
                part.tally.shown,
                number::count_noun(part.tally.run, "test"),
                part.others.shown,
                part.others.run,
                if part.post_hoc {
                    " Post hoc: found in these answers, which cannot confirm it."
                } else {
                    ""
                }
            ));
        }
        if run > 0 {
            let tests = number::count_noun(run, "test");
            sentences.push(format!("Of {tests} {shown} are shown by the plan; the test that fits shows {fitting}, {adjusted} after Benjamini–Hochberg, and {robust} that no single answer or reading undoes."));
        }
        if self.fragile {
            sentences.push("Fragile: by the stricter readings little of it is left.".into());
        }
        sentences
    }
}

/// A subcode of one end of a link, with what its own indicators show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubcodeResult {
    pub code: Id<Code>,
    /// Tests of its own indicators.
    pub tally: TestTally,
    /// The remaining tests of the link.
    pub others: TestTally,
    /// Whether it is not a node of the theory, or was added after the data were known.
    pub post_hoc: bool,
}

impl SubcodeResult {
    /// " except Praise and recognition, post hoc".
    pub(super) fn exception(&self, study: &Study) -> String {
        let post_hoc = if self.post_hoc { ", post hoc" } else { "" };
        format!(" except {}{post_hoc}", study.code_name(self.code))
    }
}

/// Subcodes whose own indicators show something where the remaining tests show no more than
/// expected by chance.
pub fn exceptions(
    study: &Study,
    theory: &Theory,
    weighing: &LinkAssessment<'_>,
) -> Vec<SubcodeResult> {
    let Link {
        from, to, expected, ..
    } = weighing.link;
    let level = study.alpha;
    let mut found = Vec::new();
    for end in [*from, *to] {
        for code in study.codes().filter(|code| code.body.parent == Some(end)) {
            let own = tests::variables(study, code.id);
            let is_own = |test: &&AssessedTest<'_>| {
                let of = |name: &str| test.test.dataset.variable_index(name);
                let places = [
                    of(&test.test.crosstab.row.name),
                    of(&test.test.crosstab.column.name),
                ];
                own.iter().any(|(dataset, at)| {
                    dataset.id == test.test.dataset.id && places.contains(&Some(*at))
                })
            };
            let tally = TestTally::of(weighing.tests.iter().filter(is_own), *expected);
            let others = TestTally::of(
                weighing.tests.iter().filter(|test| !is_own(test)),
                *expected,
            );
            if tally.shown > 0
                && others.run > 0
                && tally.shows(&weighing.plan, level)
                && !others.shows(&weighing.plan, level)
            {
                found.push(SubcodeResult {
                    code: code.id,
                    tally,
                    others,
                    post_hoc: post_hoc(study, theory, code.id),
                });
            }
        }
    }
    found
}

/// Returns whether a code is not a node of this version, or is declared to come from the data in
/// this or a later version.
pub fn post_hoc(study: &Study, theory: &Theory, code: Id<Code>) -> bool {
    let from_data = |theory: &Theory| study.node_in(theory, code).origin == Some(Origin::PostHoc);
    !theory.nodes.contains(&code)
        || study
            .theories()
            .skip_while(|known| known.id != theory.id)
            .any(from_data)
}
