//! A proposal for a link: what the evidence suggests by the declared plan, with
//! the sentences why. Nothing is decided here: the researcher takes it over,
//! changes it or does not.

use super::fit::{self, Voices};
use super::part::{self, Part};
use super::weighing::{Tally, Weighing, weigh};
use super::{Balance, Evidence};
use crate::stats::advice::Status;
use crate::study::{
    Basis, Link, Stopped, Study, Theory, Watch,
    basis::{DatasetBasis, TestBasis},
    inference::{Confidence, Fit, Inferred},
    theory::{Conclusion, Expected, Fixed},
};
use crate::text::number;

/// The largest relation (of τ-b, 0 to 1) that is not worth the name.
const SLIGHT: f64 = 0.2;

/// What is proposed of a link.
#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    /// The quotes and tests.
    pub evidence: Evidence<'a>,
    /// The tests, weighed.
    pub weighing: Weighing<'a>,
    /// What they come to.
    pub tally: Tally,
    /// What the numbers say.
    pub numbers: Status,
    /// What the quotes say.
    pub voices: Voices,
    /// Codes under an end that live on where the end itself is not shown.
    pub except: Vec<Part>,
    /// Whether the link, or an end of it, came when the data were known.
    pub post_hoc: bool,
    /// How numbers and quotes fit.
    pub fit: Fit,
    /// What that suggests.
    pub conclusion: Conclusion,
    /// How sure one may be.
    pub confidence: Confidence,
    /// What the numbers say, in sentences.
    pub quantitative: Vec<String>,
    /// What the quotes say, in sentences.
    pub qualitative: Vec<String>,
    /// Why the conclusion, in sentences.
    pub because: Vec<String>,
    /// What to beware of.
    pub caveats: Vec<String>,
}

/// Proposals for `links`, which are links of `theory`; the work is shared by
/// `threads`, and `watch` hears how far it has come.
///
/// # Errors
/// When it is stopped.
pub fn propose<'a>(
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: Watch<'_>,
) -> Result<Vec<Proposal<'a>>, Stopped> {
    let weighings = weigh(study, theory, links, threads, watch)?;
    let all = weighings.len();
    let proposals = weighings.into_iter().enumerate().map(|(done, weighing)| {
        watch.step(done, all, "proposal")?;
        Ok(Proposal::new(study, theory, weighing))
    });
    proposals.collect()
}

impl<'a> Proposal<'a> {
    /// The proposal for a link whose tests have been weighed.
    #[must_use]
    pub fn new(study: &'a Study, theory: &'a Theory, weighing: Weighing<'a>) -> Proposal<'a> {
        let link = weighing.link;
        let evidence = Evidence::new(study, link);
        let tally = Tally::of(&weighing.tests, link.expected);
        let except = part::exceptions(study, theory, &weighing);
        let post_hoc = study.fixed(link) == Fixed::PostHoc;
        let numbers = match status(&weighing, tally, study.alpha) {
            Status::Supported | Status::Fragile if !except.is_empty() => Status::NotShown,
            Status::Supported if post_hoc => Status::Fragile,
            status => status,
        };
        let balance = evidence.balance();
        let voices = Voices::of(balance);
        let mut reading = fit::read(numbers, voices, balance.supports >= 2 * balance.contradicts.max(1), excluded(&weighing));
        if !except.is_empty() {
            reading.conclusion = Conclusion::Replace;
            reading.because = "As a whole it is not shown, a part of it is: the part may take its place, and needs new data.";
        } else if post_hoc && reading.fit == Fit::Confirm {
            reading.fit = Fit::Complement;
            reading.conclusion = Conclusion::Open;
            reading.because = "It was found in these data, which therefore cannot confirm it.";
        }
        let confidence = confidence(numbers, voices, tally, evidence.informants().len(), post_hoc || !except.is_empty());
        let mut proposal = Proposal {
            evidence,
            tally,
            numbers,
            voices,
            except,
            post_hoc,
            fit: reading.fit,
            conclusion: reading.conclusion,
            confidence,
            quantitative: Vec::new(),
            qualitative: Vec::new(),
            because: vec![reading.because.to_owned()],
            caveats: Vec::new(),
            weighing,
        };
        proposal.quantitative = proposal.say_numbers(study);
        proposal.qualitative = proposal.say_voices();
        proposal.caveats = proposal.beware(study);
        proposal
    }

    /// The numbers' word with what it leaves out: "not shown except Praise and recognition, post hoc".
    #[must_use]
    pub fn numbers_in_words(&self, study: &Study) -> String {
        let mut words = self.numbers.to_string();
        for part in &self.except {
            words += &format!(" except {}{}", study.code_name(part.code), if part.post_hoc { ", post hoc" } else { "" });
        }
        words
    }

    /// The sentences as one reads them to a verdict.
    #[must_use]
    pub fn reason(&self) -> String {
        let first = self.quantitative.first().into_iter().chain(self.qualitative.first());
        first.chain(&self.because).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The proposal as an inference to be edited.
    #[must_use]
    pub fn inferred(&self) -> Inferred {
        let explanation = if self.fit == Fit::Discord { self.because.join(" ") } else { String::new() };
        Inferred {
            quantitative: self.quantitative.join(" "),
            qualitative: self.qualitative.join(" "),
            fit: Some(self.fit),
            explanation,
            caveats: self.caveats.join(" "),
            confidence: Some(self.confidence),
        }
    }

    fn say_numbers(&self, study: &Study) -> Vec<String> {
        let Tally { run, shown, contrary, fitting, adjusted, robust } = self.tally;
        let (plan, level) = (&self.weighing.plan, study.alpha);
        let mut said = Vec::new();
        if run == 0 {
            said.extend(self.weighing.notes.iter().map(|note| format!("{note}.")));
            if said.is_empty() && self.numbers == Status::Untested {
                said.push("No indicators in a common dataset: untested.".into());
            }
        } else {
            said.push(format!("{shown} of {} shown by the plan ({plan}, p < {level}).", number::some(run, "test")));
        }
        if shown > 0 && !self.tally.beats_chance(level) {
            let percent = number::decimals(self.tally.by_chance(level) * 100.0, 0);
            said.push(format!("That is no more than chance brings: so many or more in {percent} % of cases (a rough guide, as tests of one questionnaire are not independent)."));
        }
        let measured = self.weighing.tests.iter().filter_map(|test| test.circular.as_deref());
        let mut circular: Vec<&str> = measured.collect();
        circular.sort_unstable();
        circular.dedup();
        if !circular.is_empty() {
            said.push(format!(
                "Tests with {} are not counted: {} both ends.",
                circular.join(", "),
                if circular.len() == 1 { "it measures" } else { "they measure" }
            ));
        }
        if shown + fitting > 0 {
            said.push(format!(
                "With the test that fits {fitting} of {run}; after Benjamini–Hochberg among {} {adjusted}; {robust} that no single answer or reading undoes.",
                number::some(self.weighing.family, "test")
            ));
        }
        if self.weighing.link.expected != Expected::Unstated && shown > 0 {
            let direction = self.weighing.link.expected.name();
            said.push(match contrary {
                0 => format!("None of those shown goes against the {direction} direction expected."),
                some => format!("{some} of those shown go against the {direction} direction expected."),
            });
        }
        for part in &self.except {
            said.push(format!(
                "{} under it: {} of {}; everything else: {} of {}.",
                study.code_name(part.code),
                part.tally.shown,
                part.tally.run,
                part.others.shown,
                part.others.run
            ));
        }
        said
    }

    fn say_voices(&self) -> Vec<String> {
        let Balance { supports, contradicts, nuances, unjudged } = self.evidence.balance();
        let informants = self.evidence.informants();
        let mut said = Vec::new();
        if self.voices == Voices::None {
            said.push(match unjudged {
                0 => "Nobody speaks of it.".to_owned(),
                some => format!("{} not judged yet.", number::some(some, "quote")),
            });
            return said;
        }
        let departments = self.evidence.departments();
        said.push(format!(
            "{} for it, {contradicts} against, {nuances} saying when; {} quoted{}.",
            number::some(supports, "quote"),
            number::some(informants.len(), "informant"),
            if departments.len() > 1 { format!(" in {} departments", departments.len()) } else { String::new() }
        ));
        if contradicts == 0 && supports > 0 {
            said.push("Nothing speaks against it: has anybody searched for counter-examples?".into());
        }
        if unjudged > 0 {
            said.push(format!("{} not judged yet.", number::some(unjudged, "quote")));
        }
        said
    }

    fn beware(&self, study: &Study) -> Vec<String> {
        let mut said = Vec::new();
        let tests = &self.weighing.tests;
        if let Some(n) = tests.iter().map(|test| test.test.crosstab.n()).min().filter(|n| *n < 100) {
            said.push(format!("Few answers (N = {n}): “not shown” is not “no relation”."));
        }
        if self.weighing.in_theory > 1 && !tests.is_empty() {
            said.push(format!("One of {} different tests of the theory.", self.weighing.in_theory));
        }
        let declared = |test: &super::Weighed<'_>| {
            [&test.test.crosstab.row, &test.test.crosstab.column].iter().any(|side| side.middle.is_some())
        };
        if tests.iter().any(declared) {
            said.push("The middle category may hide those who do not know.".into());
        }
        if self.post_hoc {
            said.push("Post hoc: the same data cannot confirm it.".into());
        }
        for part in self.except.iter().filter(|part| part.post_hoc) {
            said.push(format!(
                "{} is post hoc: it was chosen after the answers were seen and needs new data.",
                study.code_name(part.code)
            ));
        }
        let informants = self.evidence.informants();
        if let [(only, quotes)] = informants.as_slice()
            && *quotes > 1
        {
            said.push(format!("All {quotes} quotes are by {}.", only.body.name));
        }
        if study.relation_of(self.weighing.link) == "moderates" && !tests.is_empty() {
            said.push("Tested as a plain relation, not as a moderation; see the stratified tests.".into());
        }
        said
    }
}

/// The numbers' word for a link.
fn status(weighing: &Weighing<'_>, tally: Tally, level: f64) -> Status {
    match tally.run {
        0 if weighing.tests.is_empty() => Status::Untested,
        0 => Status::NotTestable,
        _ if !tally.beats_chance(level) => Status::NotShown,
        _ if 2 * tally.contrary > tally.shown => Status::Contrary,
        run if 2 * tally.shown > run && tally.robust > 0 => Status::Supported,
        _ => Status::Fragile,
    }
}

/// Whether the intervals of all tests leave no room for more than a slight relation.
fn excluded(weighing: &Weighing<'_>) -> bool {
    let reach = |test: &super::Weighed<'_>| {
        let tau = crate::stats::ordinal::tau_b(&test.test.crosstab.table).ok()?;
        tau.interval.map(|interval| interval.low.abs().max(interval.high.abs()))
    };
    !weighing.tests.is_empty() && weighing.tests.iter().all(|test| reach(test).is_some_and(|most| most < SLIGHT))
}

fn confidence(numbers: Status, voices: Voices, tally: Tally, informants: usize, post_hoc: bool) -> Confidence {
    match (numbers, voices) {
        _ if post_hoc => Confidence::Low,
        (Status::Supported, Voices::Support) if 2 * tally.robust > tally.run && informants >= 3 => Confidence::High,
        (Status::Supported, Voices::Support | Voices::Mixed) if informants >= 2 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// What a verdict on a link would rest on now.
#[must_use]
pub fn basis(study: &Study, evidence: &Evidence<'_>) -> Basis {
    let Balance { supports, contradicts, nuances, unjudged } = evidence.balance();
    let version = study.theory_at(evidence.link.theory).map(|theory| theory.version.clone()).unwrap_or_default();
    let mut datasets: Vec<DatasetBasis> = Vec::new();
    for test in &evidence.tests.tests {
        let body = &test.dataset.body;
        if !datasets.iter().any(|known| known.name == body.name) {
            let (name, digest) = (body.name.clone(), body.source.sha256.clone());
            datasets.push(DatasetBasis { name, digest, rows: test.dataset.kept.len() });
        }
    }
    let tests = evidence.tests.tests.iter().map(|test| {
        let done = test.pearson.as_ref().ok();
        TestBasis {
            a: test.crosstab.row.name.clone(),
            b: test.crosstab.column.name.clone(),
            n: test.crosstab.n(),
            p: done.map(|test| test.p),
            method: done.map(|_| "Pearson chi-square".to_owned()).unwrap_or_default(),
        }
    });
    let tests = tests.collect();
    Basis { theory: version, supports, contradicts, nuances, unjudged, informants: evidence.informants().len(), tests, datasets }
}
