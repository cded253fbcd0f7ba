//! The rules: what each one checks, and its source.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
pub enum LintSeverity {
    /// A conclusion does not follow, or two statements cannot both be true.
    #[strum(to_string = "error")]
    Error,
    /// The reader has to trust something that the evidence does not support.
    #[strum(to_string = "warning")]
    Warning,
    /// Worth knowing before writing.
    #[strum(to_string = "note")]
    Note,
}

impl LintSeverity {
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A one-cell symbol that distinguishes severities without colour.
    pub fn sign(self) -> char {
        match self {
            LintSeverity::Error => '✗',
            LintSeverity::Warning => '!',
            LintSeverity::Note => '·',
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct LintRule {
    /// Short name for scripts, e.g. `L5`. Never reused for another rule.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub name: &'static str,
    pub severity: LintSeverity,
    /// The reason for the rule, and its reference.
    pub source: &'static str,
}

impl LintRule {
    /// "L5 a near miss read as a result".
    pub fn in_words(&self) -> String {
        format!("{} {}", self.id, self.name)
    }
}

const fn rule(
    id: &'static str,
    severity: LintSeverity,
    name: &'static str,
    source: &'static str,
) -> LintRule {
    LintRule {
        id,
        name,
        severity,
        source,
    }
}

use LintSeverity::{Error, Note, Warning};
pub const AGAINST_P: LintRule = rule(
    "L1",
    Error,
    "a claim against its p",
    "A report judges its tests by the level of significance it declares (APA 2020, 6.43): what lies above is not shown, what lies below is.",
);
pub const TWO_VERDICTS: LintRule = rule(
    "L2",
    Error,
    "one pair, two verdicts",
    "Findings and conclusions must be consistent with each other (COREQ item 30, Tong et al. 2007).",
);
pub const CALLED_LOW: LintRule = rule(
    "L3",
    Error,
    "a p called low or near that is neither",
    "Beyond .10 no convention calls a p-value near the level (Pritschet, Powell & Horne 2016).",
);
pub const DECIMALS: LintRule = rule(
    "L4",
    Warning,
    "a p printed in another way than the others",
    "One number of decimals and one decimal sign throughout (APA 2020, 6.36): a value that differs is often a misprint.",
);
pub const NEAR_MISS: LintRule = rule(
    "L5",
    Warning,
    "a near miss read as a result",
    "“Marginally significant” is not a result, and more answers need not lower p (Pritschet, Powell & Horne 2016; Wood et al. 2014).",
);
pub const RECOMMENDED: LintRule = rule(
    "L6",
    Warning,
    "a recommendation without support",
    "Recommendations follow from findings (RAMESES II item 19, Wong et al. 2016).",
);
pub const ASYMMETRIC: LintRule = rule(
    "L7",
    Warning,
    "tests beyond the level treated in two ways",
    "One rule for all tests: choosing the reading after the result is a researcher degree of freedom (Simmons, Nelson & Simonsohn 2011).",
);
pub const SAME_P: LintRule = rule(
    "L8",
    Warning,
    "the same p in different tests",
    "Two tables seldom have one p to three decimals: look for a slip of copying (Nuijten et al. 2016).",
);
pub const OTHER_WORDING: LintRule = rule(
    "L9",
    Warning,
    "a conclusion about something else than was asked",
    "A claim reaches as far as the wording of its indicator (construct validity; Shadish, Cook & Campbell 2002, ch. 3).",
);
pub const TWO_CONSTRUCTS: LintRule = rule(
    "L10",
    Error,
    "one indicator for two constructs",
    "When one answer stands for both, their relation is partly a relation with itself (Campbell & Fiske 1959).",
);
pub const CHANGING_INDICATORS: LintRule = rule(
    "L11",
    Warning,
    "a construct whose indicators change",
    "Choosing among indicators by section can choose among results (Simmons, Nelson & Simonsohn 2011).",
);
pub const SELECTIVE: LintRule = rule(
    "L12",
    Warning,
    "tests reported without p",
    "All tests made are reported, with exact p (APA 2020, 6.43; John, Loewenstein & Prelec 2012).",
);
pub const NO_SUCH_TEST: LintRule = rule(
    "L13",
    Error,
    "a claim about a test that was not made",
    "Quotations, tests and conclusions must be there to be looked at (COREQ item 30).",
);
pub const DIRECTION: LintRule = rule(
    "L14",
    Warning,
    "a direction from a test that has none",
    "Pearson's chi-square says that two variables are related, not which way (Agresti 2010).",
);
pub const STRENGTH: LintRule = rule(
    "L15",
    Warning,
    "strength read from p",
    "A p-value does not measure the size of an effect (ASA statement, Wasserstein & Lazar 2016, principle 5).",
);
pub const MAJORITY: LintRule = rule(
    "L16",
    Warning,
    "a majority that is none",
    "A majority is more than half; the largest group is a plurality.",
);
pub const PERCENTAGES: LintRule = rule(
    "L17",
    Warning,
    "percentages that cannot all be right",
    "The categories of one question share 100 % among them, and each has one share.",
);
pub const ARITHMETIC: LintRule = rule(
    "L18",
    Warning,
    "numbers that do not add up",
    "A share of N people is a whole number of them (GRIM; Brown & Heathers 2017).",
);
pub const NOT_MODERATED: LintRule = rule(
    "L19",
    Warning,
    "a moderator not tested as one",
    "Under what circumstances a relation holds is shown by strata or an interaction, not by the moderator's own association (Bonell et al. 2024, ch. 6).",
);
pub const ABSENCE: LintRule = rule(
    "L20",
    Error,
    "absence of evidence read as evidence of absence",
    "Not shown is not absent, least of all in a small sample (Altman & Bland 1995).",
);
pub const POST_HOC: LintRule = rule(
    "L21",
    Error,
    "an element confirmed by the data that suggested it",
    "What the data suggested needs other data to be tested (Kerr 1998; Pawson & Tilley 1997).",
);
pub const NO_COUNTERFACTUAL: LintRule = rule(
    "L22",
    Warning,
    "an outcome ascribed without a comparison",
    "That it happened is not that the programme made it happen (Shadish, Cook & Campbell 2002, ch. 1).",
);
pub const DID_NOT_OCCUR: LintRule = rule(
    "L23",
    Warning,
    "an association with something that mostly did not occur",
    "A mechanism can go with an output that few reached: that it works cannot be read from the association alone.",
);
pub const MISCITED: LintRule = rule(
    "L24",
    Warning,
    "informant and appendix do not fit",
    "Each quotation is identified (COREQ item 29, Tong et al. 2007).",
);
pub const REFERENCES: LintRule = rule(
    "L25",
    Note,
    "a reference that leads nowhere",
    "Sections are numbered once, and what is referred to is there.",
);
pub const TERMS: LintRule = rule(
    "L26",
    Note,
    "a technical term for something else",
    "Alpha is a level of significance; a confidence interval is a range of values (Wasserstein & Lazar 2016).",
);
pub const UNTESTED: LintRule = rule(
    "L27",
    Note,
    "a link without a test",
    "A theory is tested link by link; what no indicator measures stays a claim (Astbury & Leeuw 2010).",
);
pub const ONE_INFORMANT: LintRule = rule(
    "L28",
    Note,
    "one informant carries a link",
    "Quotations come from several participants (COREQ item 29; Lingard 2019).",
);
pub const NOT_THE_DATA: LintRule = rule(
    "L29",
    Warning,
    "a printed p that the data does not give",
    "Recompute what is printed (statcheck; Nuijten et al. 2016).",
);
pub const UNNAMED: LintRule = rule(
    "L30",
    Warning,
    "one informant for a label that names nobody",
    "Each quotation is identified (COREQ item 29, Tong et al. 2007): whoever counts informants must know that they are different people.",
);
pub const SIGNS: LintRule = rule(
    "L31",
    Warning,
    "tests of a link that go opposite ways",
    "A reversed item turns support round; items of one scale are scored one way before they are read together (DeVellis 2017).",
);

/// In the order of their ids.
pub const ALL: [&LintRule; 31] = [
    &AGAINST_P,
    &TWO_VERDICTS,
    &CALLED_LOW,
    &DECIMALS,
    &NEAR_MISS,
    &RECOMMENDED,
    &ASYMMETRIC,
    &SAME_P,
    &OTHER_WORDING,
    &TWO_CONSTRUCTS,
    &CHANGING_INDICATORS,
    &SELECTIVE,
    &NO_SUCH_TEST,
    &DIRECTION,
    &STRENGTH,
    &MAJORITY,
    &PERCENTAGES,
    &ARITHMETIC,
    &NOT_MODERATED,
    &ABSENCE,
    &POST_HOC,
    &NO_COUNTERFACTUAL,
    &DID_NOT_OCCUR,
    &MISCITED,
    &REFERENCES,
    &TERMS,
    &UNTESTED,
    &ONE_INFORMANT,
    &NOT_THE_DATA,
    &UNNAMED,
    &SIGNS,
];

/// Ignores case.
pub fn named(id: &str) -> Option<&'static LintRule> {
    ALL.into_iter()
        .find(|rule| rule.id.eq_ignore_ascii_case(id.trim()))
}
