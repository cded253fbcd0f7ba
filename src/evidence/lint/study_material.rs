//! Rules on the study's own material: its indicators, links and verdicts.

use super::{LintRule, RuleFinding, rule, unnamed_informants};
use crate::evidence::numeric_status::SignAgreement;
use crate::evidence::{Evidence, numeric_status, tests};
use crate::stats::phrase::SentenceLanguage::English;
use crate::study::dataset::MeasurementLevel;
use crate::study::inference::FindingSubject;
use crate::study::theory::{Conclusion, Origin};
use crate::study::{
    Cancelled, Code, CodeKind, Dataset, Id, Link, Polarity, ProgressMonitor, Study, Theory,
};
use crate::text::number;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(
    study: &Study,
    watch: ProgressMonitor<'_>,
    found: &mut Vec<RuleFinding>,
) -> Result<(), Cancelled> {
    two_constructs(study, found);
    shared_appendix(study, found);
    unnamed_informants::check(study, found);
    let Some(theory) = study.theory() else {
        return Ok(());
    };
    let links: Vec<&Link> = study.links_of(theory).collect();
    let mut gathered: Vec<Evidence<'_>> = Vec::new();
    for link in &links {
        watch.report(gathered.len(), links.len(), "link")?;
        gathered.push(Evidence::new(study, link));
    }
    for evidence in &gathered {
        against_evidence(study, evidence, found);
        did_not_occur(study, theory, evidence, found);
        untested(study, evidence, found);
        one_informant(study, evidence, found);
        signs_differ(study, evidence, found);
    }
    post_hoc(study, theory, &gathered, found);
    not_moderated(study, theory, &gathered, found);
    Ok(())
}

pub(super) fn at(
    rule: &'static LintRule,
    object: FindingSubject,
    place: String,
    message: String,
) -> RuleFinding {
    RuleFinding {
        rule,
        object,
        place,
        section: String::new(),
        line: None,
        tests: Vec::new(),
        message,
    }
}

fn at_link(study: &Study, rule: &'static LintRule, link: &Link, message: String) -> RuleFinding {
    at(
        rule,
        FindingSubject::Link(link.id),
        study.link_name(link),
        message,
    )
}

/// Returns whether the verdict upholds the link.
fn is_upheld(evidence: &Evidence<'_>) -> bool {
    evidence
        .verdict
        .is_some_and(|verdict| matches!(verdict.conclusion, Conclusion::Keep | Conclusion::Promote))
}

/// L10: a variable that measures two codes, neither of which is a subcode of the other.
fn two_constructs(study: &Study, found: &mut Vec<RuleFinding>) {
    let mut uses: BTreeMap<(Id<Dataset>, &str), Vec<Id<Code>>> = BTreeMap::new();
    for indicator in study.all_indicators() {
        if study.dataset(indicator.dataset).is_some() && study.code(indicator.code).is_some() {
            uses.entry((indicator.dataset, &indicator.variable))
                .or_default()
                .push(indicator.code);
        }
    }
    for ((dataset, variable), codes) in uses {
        let apart = |a: &Id<Code>, b: &Id<Code>| {
            !study.subtree(*a).contains(b) && !study.subtree(*b).contains(a)
        };
        if !codes
            .iter()
            .any(|a| codes.iter().any(|b| a != b && apart(a, b)))
        {
            continue;
        }
        let names: Vec<&str> = codes.iter().map(|code| study.code_name(*code)).collect();
        let message = format!(
            "{variable} is an indicator of {}: a relation between them is partly one of the answer with itself.",
            names.join(" and of ")
        );
        let object = FindingSubject::Variable {
            dataset,
            variable: variable.to_owned(),
        };
        found.push(at(
            &rule::TWO_CONSTRUCTS,
            object,
            variable.to_owned(),
            message,
        ));
    }
}

/// L24: two informants in one appendix.
fn shared_appendix(study: &Study, found: &mut Vec<RuleFinding>) {
    let appendix =
        |name: &str| name.eq_ignore_ascii_case("appendix") || name.eq_ignore_ascii_case("bilag");
    let mut holders: BTreeMap<&str, &str> = BTreeMap::new();
    for informant in study.informants() {
        let Some((_, number)) = informant
            .body
            .attributes
            .iter()
            .find(|(name, _)| appendix(name))
        else {
            continue;
        };
        if let Some(other) = holders.insert(number, &informant.body.name) {
            let message = format!("Appendix {number} is given for {other} too.");
            found.push(at(
                &rule::MISCITED,
                FindingSubject::Informant(informant.id),
                informant.body.name.clone(),
                message,
            ));
        }
    }
}

/// L1, L13, L20: a verdict contradicts the evidence it is based on.
fn against_evidence(study: &Study, evidence: &Evidence<'_>, found: &mut Vec<RuleFinding>) {
    let Some(verdict) = evidence.verdict else {
        return;
    };
    let (tests, shown, balance) = (
        evidence.tests.tests.len(),
        evidence.significant(study.alpha),
        evidence.balance(),
    );
    let against = |rule, message: String| at_link(study, rule, evidence.link, message);
    if is_upheld(evidence) && tests == 0 && evidence.quotes.is_empty() {
        found.push(against(
            &rule::NO_SUCH_TEST,
            format!(
                "The verdict is “{}”, but the link has no quote and no test.",
                verdict.conclusion
            ),
        ));
    } else if is_upheld(evidence)
        && shown == 0
        && balance.supports == 0
        && (tests > 0 || balance.contradicts > 0)
    {
        found.push(against(
            &rule::AGAINST_P,
            format!(
                "The verdict is “{}”, but no quote supports the link and {shown} of {} have p < {}.",
                verdict.conclusion,
                number::count_noun(tests, "test"),
                English.level(study.alpha)
            ),
        ));
    }
    if verdict.conclusion == Conclusion::Remove
        && tests > 0
        && shown == 0
        && balance.contradicts == 0
    {
        let n = evidence
            .tests
            .tests
            .iter()
            .map(|test| test.crosstab.n())
            .max()
            .unwrap_or(0);
        found.push(against(
            &rule::ABSENCE,
            format!(
                "The link is removed because none of {} shows it, at N = {n}, and no quote contradicts it: not shown is not absent.",
                number::count_noun(tests, "test")
            ),
        ));
    }
}

/// L23: a link supported by relations with an output that few affirm.
fn did_not_occur(
    study: &Study,
    theory: &Theory,
    evidence: &Evidence<'_>,
    found: &mut Vec<RuleFinding>,
) {
    if !is_upheld(evidence)
        || !matches!(
            study.kind_in(theory, evidence.link.to),
            CodeKind::Output | CodeKind::Outcome
        )
    {
        return;
    }
    let outputs = tests::variables(study, evidence.link.to);
    let related: BTreeSet<&str> = evidence
        .tests
        .tests
        .iter()
        .filter(|test| test.is_significant(study.alpha))
        .flat_map(|test| {
            [
                test.crosstab.row.name.as_str(),
                test.crosstab.column.name.as_str(),
            ]
        })
        .collect();
    let mut rare = Vec::new();
    for (dataset, place) in outputs {
        let variable = &dataset.body.variables[place];
        if !related.contains(variable.name.as_str()) {
            continue;
        }
        match above_middle(dataset, place) {
            Some((above, n)) if above * 2 < n => {
                rare.push(format!("{} ({} of {n})", variable.name, above))
            }
            _ => return,
        }
    }
    if !rare.is_empty() {
        let message = format!(
            "The link stands on {}, which fewer than half affirm: that they go together is not that it works.",
            rare.join(", ")
        );
        found.push(at_link(study, &rule::DID_NOT_OCCUR, evidence.link, message));
    }
}

/// Number of answers above the middle of an ordered scale, and number of answers.
fn above_middle(dataset: &Dataset, place: usize) -> Option<(usize, usize)> {
    let variable = dataset
        .body
        .variables
        .get(place)
        .filter(|variable| variable.level == MeasurementLevel::Ordinal)?;
    let codes = &variable.values;
    let middle = (codes.len() as f64 - 1.0) / 2.0;
    let places: Vec<usize> = dataset
        .answers(place)
        .flatten()
        .filter_map(|answer| codes.iter().position(|value| value.code == answer))
        .collect();
    (codes.len() >= 3).then(|| {
        (
            places.iter().filter(|at| **at as f64 > middle).count(),
            places.len(),
        )
    })
}

/// L27: a link without tests, in a study with survey data.
fn untested(study: &Study, evidence: &Evidence<'_>, found: &mut Vec<RuleFinding>) {
    if study.datasets().next().is_some() && evidence.tests.tests.is_empty() {
        let why = evidence
            .tests
            .notes
            .first()
            .map_or("its ends have no indicators in one dataset", String::as_str);
        found.push(at_link(
            study,
            &rule::UNTESTED,
            evidence.link,
            format!("No test: {why}."),
        ));
    }
}

/// L28: several quotes for a link, all by one of many informants.
fn one_informant(study: &Study, evidence: &Evidence<'_>, found: &mut Vec<RuleFinding>) {
    let supporting = evidence
        .quotes
        .iter()
        .filter(|quote| quote.polarity == Some(Polarity::Supports));
    let who: Vec<_> = supporting
        .filter_map(|quote| quote.quote.informant)
        .collect();
    let informants = study.informants().count();
    if let [first, rest @ ..] = who.as_slice()
        && !rest.is_empty()
        && informants > 2
        && rest.iter().all(|other| other.id == first.id)
    {
        let message = format!(
            "All {} quotes for it are by {}, one of {informants} informants.",
            who.len(),
            first.body.name
        );
        found.push(at_link(study, &rule::ONE_INFORMANT, evidence.link, message));
    }
}

/// L31: significant tests of opposite sign, or an item that falls where others of its end rise.
fn signs_differ(study: &Study, evidence: &Evidence<'_>, found: &mut Vec<RuleFinding>) {
    let shown = || {
        evidence
            .tests
            .tests
            .iter()
            .filter(|test| test.is_significant(study.alpha))
    };
    let signs = SignAgreement::of(shown());
    let all = SignAgreement::of_link(study, evidence.link, &evidence.tests.tests);
    let (up, down) = (signs.rising, signs.falling);
    let mut message = String::new();
    if up > 0 && down > 0 {
        let falls = |test: &&crate::evidence::IndicatorTest<'_>| {
            numeric_status::signed(test).is_some_and(|value| (value < 0.0) == (down <= up))
        };
        let few: Vec<String> = shown()
            .filter(falls)
            .map(|test| format!("{} × {}", test.crosstab.row.name, test.crosstab.column.name))
            .collect();
        message = format!(
            "Of the tests with p < {}, {} and {} ({}): together they do not support the link.",
            English.level(study.alpha),
            numeric_status::verb(up, "rise"),
            numeric_status::verb(down, "fall"),
            few.join(", ")
        );
    }
    if !all.items.is_empty() {
        let space = if message.is_empty() { "" } else { " " };
        message += &format!(
            "{space}{}: falls where the other indicators of its end rise. If it is reversed, make an indicator of it that is turned round (virk data index NAME VARIABLE --reverse VARIABLE, or a recode).",
            all.items.join(", ")
        );
    }
    if !message.is_empty() {
        found.push(at_link(study, &rule::SIGNS, evidence.link, message));
    }
}

/// L21: a link is upheld although it, or an end of it, was added because of the data that test it.
fn post_hoc(
    study: &Study,
    theory: &Theory,
    gathered: &[Evidence<'_>],
    found: &mut Vec<RuleFinding>,
) {
    for evidence in gathered
        .iter()
        .filter(|evidence| is_upheld(evidence) && !evidence.tests.tests.is_empty())
    {
        let ends = [evidence.link.from, evidence.link.to];
        let later = ends
            .into_iter()
            .find(|code| study.node_in(theory, *code).origin == Some(Origin::PostHoc));
        let what = match later {
            Some(code) => study.code_name(code).to_owned(),
            None if evidence.link.post_hoc => "The link".to_owned(),
            None => continue,
        };
        let message = format!(
            "{what} was taken up when the data were known, and the link stands on {} of the same data: it needs new data.",
            number::count_noun(evidence.tests.tests.len(), "test")
        );
        found.push(at_link(study, &rule::POST_HOC, evidence.link, message));
    }
}

/// L19: a circumstance that is only tested by itself.
fn not_moderated(
    study: &Study,
    theory: &Theory,
    gathered: &[Evidence<'_>],
    found: &mut Vec<RuleFinding>,
) {
    let mut tests: BTreeMap<Id<Code>, usize> = BTreeMap::new();
    for evidence in gathered {
        let Link { from, to, .. } = *evidence.link;
        if study.kind_in(theory, from) == CodeKind::Context
            && !matches!(
                study.kind_in(theory, to),
                CodeKind::Output | CodeKind::Outcome
            )
        {
            *tests.entry(from).or_default() += evidence.tests.tests.len();
        }
    }
    for (code, count) in tests.into_iter().filter(|(_, count)| *count > 0) {
        let message = format!(
            "{} is a circumstance, but its {} set it against what it moderates. See `virk crosstab A B --by C` for the relation within its groups.",
            study.code_name(code),
            number::count_noun(count, "test")
        );
        found.push(at(
            &rule::NOT_MODERATED,
            FindingSubject::Code(code),
            study.code_name(code).to_owned(),
            message,
        ));
    }
}
