//! A study with a word of its own in every field, and who may see which.

use super::virk::Virk;

/// Who may see what stands in a field, besides those who work on the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nobody else: it identifies somebody, or stays at the desk.
    Inside,
    /// A supervisor: it is free text or what was said, or tells of few people.
    Supervisor,
    /// Everybody: it was released, or is made to be published.
    Everybody,
}

use Seen::{Everybody, Inside, Supervisor};

/// Every field, by its word without `zq` and `qz`, with who may see it and why.
pub const FIELDS: &[(&str, Seen, &str)] = &[
    ("informant", Inside, "a name"),
    (
        "secondname",
        Inside,
        "a name that only the interviewer calls",
    ),
    (
        "role",
        Supervisor,
        "what few informants are tells the public who they are",
    ),
    ("department", Supervisor, "likewise"),
    (
        "attribute",
        Inside,
        "the name of what else is known of somebody",
    ),
    ("attributevalue", Inside, "what else is known of somebody"),
    ("uncoded", Inside, "words of a transcript that are no quote"),
    ("unreleased", Supervisor, "a quote that nobody released"),
    ("released", Everybody, "a released quote"),
    ("asker", Inside, "the label of an interviewer"),
    ("label", Inside, "the label of a speaker"),
    ("stranger", Inside, "the label of somebody who is not known"),
    (
        "title",
        Inside,
        "the title of a document and the name of its file",
    ),
    (
        "memostudy",
        Inside,
        "a memo on the study goes into no file for others",
    ),
    ("memodocument", Inside, "likewise"),
    ("memocode", Inside, "likewise"),
    ("memoquote", Supervisor, "a memo on a quote"),
    ("memolink", Supervisor, "a memo on a link"),
    (
        "condensed",
        Supervisor,
        "the condensation of a quote that nobody released",
    ),
    ("theme", Supervisor, "likewise its theme"),
    (
        "condensedreleased",
        Everybody,
        "what is made of a released quote is released with it",
    ),
    ("themereleased", Everybody, "likewise"),
    (
        "code",
        Everybody,
        "the name of a code; who codes in the words of people must reword it",
    ),
    ("key", Everybody, "likewise"),
    (
        "definition",
        Supervisor,
        "free text; public when it is declared to be",
    ),
    ("include", Supervisor, "likewise"),
    ("exclude", Supervisor, "likewise"),
    ("example", Supervisor, "it quotes"),
    (
        "statement",
        Everybody,
        "the claim of a link is made to be published",
    ),
    ("basis", Everybody, "likewise where it comes from"),
    ("version", Everybody, "the name of a version of the theory"),
    ("study", Everybody, "the title of the study"),
    ("reason", Supervisor, "the reason of a verdict may quote"),
    ("quantitative", Supervisor, "an inference may quote"),
    ("qualitative", Supervisor, "likewise"),
    ("explanation", Supervisor, "likewise"),
    ("caveats", Supervisor, "likewise"),
    ("change", Supervisor, "the reason of a change of the theory"),
    (
        "resource",
        Inside,
        "a mechanism's resource stands in no file for others",
    ),
    ("filter", Supervisor, "the reason of a filter"),
    ("acceptance", Inside, "findings name people and documents"),
    ("saved", Inside, "the name of a saved search"),
    ("query", Inside, "what it looks for"),
    ("dataset", Inside, "a dataset is called after its file"),
    (
        "rare",
        Supervisor,
        "the answer of one person in their own words",
    ),
    ("remark", Inside, "an open answer"),
    ("variable", Everybody, "the name of a variable"),
    ("variablelabel", Everybody, "what it is about"),
    ("question", Everybody, "the questionnaire"),
    ("value", Everybody, "likewise"),
    ("coder", Supervisor, "a colleague; the public sees a number"),
    ("guide", Inside, "the name of an interview guide"),
    (
        "guidequestion",
        Inside,
        "what is asked stands in no file for others",
    ),
    (
        "configuration",
        Inside,
        "a configuration's words stand in no file for others",
    ),
    ("reported", Inside, "what a report prints is no evidence"),
    ("merged", Inside, "the reason of a merger"),
];

/// The word of a field.
pub fn word(field: &str) -> String {
    format!("zq{field}qz")
}

const TALK: &str = "zqaskerqz: What did you see, zqsecondnameqz?\n\n\
    zqlabelqz: I saw the zqreleasedqz window open.\n\n\
    zqaskerqz: And then?\n\n\
    zqlabelqz: Then the zqunreleasedqz door fell shut.\n\n\
    zqaskerqz: Anything else?\n\n\
    zqlabelqz: Nothing but a zquncodedqz noise.\n\n\
    zqstrangerqz: I was only passing.\n";

const CODEBOOK: &str = r#"{"title": "zqbookqz", "codes": [
  {"key": "zqkeyqz", "kind": "mechanism", "name": {"en": "zqcodeqz"}, "tag": "ZC", "definition": {"en": "It is zqdefinitionqz"},
   "include": {"en": "All zqincludeqz"}, "exclude": {"en": "No zqexcludeqz"}, "example": {"en": "As zqexampleqz said"}},
  {"key": "gain", "kind": "output", "name": {"en": "Gain"}, "tag": "GA"},
  {"key": "work", "kind": "outcome", "name": {"en": "Work"}, "tag": "WO"},
  {"key": "other", "kind": "other", "name": {"en": "Other"}, "tag": "OT"}]}"#;

const THEORY: &str = r#"{"zqversionqz": {"nodes": [{"id": "zqkeyqz", "kind": "mechanism", "name": {"en": "zqcodeqz"}},
  {"id": "gain", "kind": "output", "name": {"en": "Gain"}}, {"id": "work", "kind": "outcome", "name": {"en": "Work"}}],
  "links": [{"from": "zqkeyqz", "to": "gain", "statement": "Who zqstatementqz gains", "basis": "zqbasisqz"},
            {"from": "gain", "to": "work", "statement": "Gain works", "basis": "text"}]}}"#;

const VARIABLES: &str = r#"{"variables": [
  {"name": "zqvariableqz", "level": "ordinal", "label": {"en": "zqvariablelabelqz"}, "question": {"en": "Do you zqquestionqz?"},
   "values": [{"code": "1", "label": {"en": "zqvalueqz"}}, {"code": "2", "label": {"en": "much"}}, {"code": "3", "label": {"en": "most"}}],
   "indicator_of": "zqkeyqz"},
  {"name": "gains", "level": "ordinal", "label": {"en": "Gains"}, "values": [{"code": "1", "label": {"en": "no"}}, {"code": "2", "label": {"en": "some"}}, {"code": "3", "label": {"en": "all"}}], "indicator_of": "gain"},
  {"name": "before", "level": "nominal"},
  {"name": "after", "level": "nominal", "before": "before", "goal": ["job"], "indicator_of": "work"},
  {"name": "place", "level": "nominal"},
  {"name": "remark", "level": "id"}]}"#;

/// Sixty answers; one person comes from a place of their own.
fn survey() -> String {
    let mut rows = "zqvariableqz;gains;before;after;place;remark;done\n".to_owned();
    for row in 0..60 {
        let (a, b) = (1 + row % 3, 1 + row / 2 % 3);
        let after = if (row * 7) % 5 < 2 { "job" } else { "none" };
        let place = if row == 9 {
            "zqrareqz"
        } else if row % 2 == 0 {
            "north"
        } else {
            "south"
        };
        let remark = if row == 4 {
            "zqremarkqz".to_owned()
        } else {
            format!("said {row}")
        };
        let done = u8::from(row != 7 && row != 22);
        rows += &format!("{a};{b};none;{after};{place};{remark};{done}\n");
    }
    rows
}

/// The study, in a folder.
pub fn study() -> Virk {
    let virk = Virk::new()
        .file("zqtitleqz.txt", TALK)
        .file("codebook.json", CODEBOOK)
        .file("theory.json", THEORY)
        .file("zqdatasetqz.csv", survey())
        .file("variables.json", VARIABLES)
        .file("zqguideqz.csv", "number;question;about\n1;What about zqguidequestionqz?;zqkeyqz\n")
        .file(
            "reported.json",
            r#"{"tests": [{"id": "zqreportedqz", "a": "zqvariableqz", "b": "gains", "reported_p": "0,051", "claim": "related"}]}"#,
        );
    let link = "zqcodeqz -> Gain";
    let (released, unreleased) = (
        "the zqreleasedqz window open",
        "the zqunreleasedqz door fell shut",
    );
    for call in [
        &["new", "study.virk", "--title", "zqstudyqz"][..],
        &["codebook", "import", "codebook.json"],
        &[
            "import",
            "zqtitleqz.txt",
            "--interviewer",
            "zqaskerqz",
            "--keep-personal",
        ],
        &[
            "document",
            "speaker",
            "zqtitleqz",
            "zqlabelqz",
            "--informant",
            "zqinformantqz",
        ],
        &[
            "informant",
            "describe",
            "zqinformantqz",
            "--role",
            "zqroleqz",
            "--department",
            "zqdepartmentqz",
        ],
        &[
            "informant",
            "describe",
            "zqinformantqz",
            "--attribute",
            "zqattributeqz=zqattributevalueqz",
        ],
        &["theory", "import", "theory.json"],
        &[
            "data",
            "import",
            "zqdatasetqz.csv",
            "--variables",
            "variables.json",
        ],
        &[
            "data",
            "filter",
            "done = 0",
            "--because",
            "since zqfilterqz",
        ],
        &["guide", "import", "zqguideqz.csv"],
        &["reported", "import", "reported.json"],
        &[
            "code",
            "apply",
            "zqtitleqz",
            "--quote",
            released,
            "zqcodeqz",
            "Gain",
            "--coder",
            "zqcoderqz",
        ],
        &[
            "code",
            "apply",
            "zqtitleqz",
            "--quote",
            unreleased,
            "zqcodeqz",
            "Gain",
            "--coder",
            "zqcoderqz",
        ],
        &[
            "condense",
            "set",
            "zqtitleqz",
            "--quote",
            released,
            "Sees zqcondensedreleasedqz",
            "--theme",
            "zqthemereleasedqz",
        ],
        &[
            "condense",
            "set",
            "zqtitleqz",
            "--quote",
            unreleased,
            "Hears zqcondensedqz",
            "--theme",
            "zqthemeqz",
        ],
        &["quotes", "release", "zqtitleqz", "--quote", released],
        &["judge", link, "zqtitleqz", "--quote", released, "supports"],
        &[
            "judge",
            link,
            "zqtitleqz",
            "--quote",
            unreleased,
            "contradicts",
        ],
        &["memo", "study", "I think zqmemostudyqz"],
        &["memo", "document", "zqtitleqz", "I think zqmemodocumentqz"],
        &["memo", "code", "zqcodeqz", "I think zqmemocodeqz"],
        &[
            "memo",
            "quote",
            "zqtitleqz",
            "--quote",
            released,
            "I think zqmemoquoteqz",
        ],
        &["verdict", link, "keep", "Because zqreasonqz"],
        &["search", "zqqueryqz OR window", "--save", "zqsavedqz"],
        &[
            "configuration",
            "add",
            "--statement",
            "If zqconfigurationqz",
            "--mechanism",
            "zqcodeqz",
            "--outcome",
            "Gain",
            "--document",
            "zqtitleqz",
            "--quote",
            unreleased,
        ],
        &["theory", "draft", "zqversionqz", "second"],
        &[
            "theory",
            "reword",
            link,
            "--statement",
            "Who zqstatementqz gains much",
            "--because",
            "Since zqchangeqz",
        ],
        &[
            "theory",
            "describe-node",
            "zqcodeqz",
            "--resource",
            "zqresourceqz",
            "--because",
            "Since zqchangeqz",
        ],
        &["memo", "link", link, "I think zqmemolinkqz"],
        &[
            "infer",
            link,
            "--quantitative",
            "zqquantitativeqz",
            "--qualitative",
            "zqqualitativeqz",
            "--explanation",
            "zqexplanationqz",
            "--caveats",
            "zqcaveatsqz",
            "--fit",
            "confirm",
        ],
        &["verdict", link, "keep", "Because zqreasonqz"],
        &["codebook", "add", "Third"],
        &[
            "codebook",
            "merge",
            "Third",
            "--into",
            "Other",
            "--reason",
            "Since zqmergedqz",
        ],
    ] {
        let words: Vec<&str> = call.to_vec();
        let ran = virk.call(&words);
        assert!(
            ran.code() == Some(0),
            "virk {}: {}",
            words.join(" "),
            ran.err()
        );
    }
    let findings = virk.run(["lint", "--json"]).json();
    let finding = &findings[0];
    let (rule, object) = (
        finding["rule"].as_str().unwrap(),
        finding["object"].as_str().unwrap(),
    );
    virk.run(["lint", "accept", rule, object, "Since zqacceptanceqz"])
        .exits(0);
    virk
}
