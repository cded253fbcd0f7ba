//! Fields of a query: conditions on codings, speakers, documents and notes.

use super::Expr;
use super::error::{QueryError, QueryErrorKind};
use crate::search::word::{fold, fold_letters};
use crate::study::{
    Code, CodeKind, Document, Id, Informant, Link, Polarity, Refusal, Study, lookup::nearest_name,
    quote::INTERVIEWER,
};
use crate::text::language::{self, LANGUAGES, OTHER};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub enum CodeFilter {
    Any,
    /// The code and its subcodes.
    Code(Id<Code>),
    Kind(CodeKind),
}

#[derive(Clone, Debug, PartialEq)]
pub enum InformantFilter {
    /// Any informant, but not the interviewer.
    Anyone,
    Is(Id<Informant>),
    /// `None` for any role.
    Role(Option<String>),
    /// The interviewer, and informants with that role.
    Interviewer,
    /// `None` for any department.
    Department(Option<String>),
    /// Name and value of an attribute; `None` for any value.
    Attribute(String, Option<String>),
}

/// A condition on something other than words.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldFilter {
    Informant(InformantFilter),
    /// The label in the transcript, whoever it belongs to; `None` for any.
    Speaker(Option<String>),
    Document(Id<Document>),
    Language(String),
    /// A turn that no coding overlaps.
    Uncoded,
    Coded {
        what: CodeFilter,
        /// `None` for any coder.
        coder: Option<Arc<str>>,
    },
    /// A judgement of the quote as evidence for a link.
    Judged {
        /// `None` for any judgement.
        what: Option<Polarity>,
        /// `None` for any link.
        link: Option<Id<Link>>,
    },
    /// A note about the quote.
    Written {
        about: NoteKind,
        /// Text that it contains, compared without case; `None` for any text.
        holds: Option<String>,
        /// Whether to fold `å`, `ø` and `æ`.
        plain: bool,
    },
}

/// A kind of note about a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    Theme,
    Condensation,
    Memo,
}

impl FieldFilter {
    /// Returns whether the field refers to quotes rather than turns.
    pub fn is_of_quotes(&self) -> bool {
        matches!(
            self,
            FieldFilter::Coded { .. } | FieldFilter::Judged { .. } | FieldFilter::Written { .. }
        )
    }
}

/// All fields except the attributes of informants. `uncoded`, the only one without a colon, comes
/// last.
const NAMES: [&str; 22] = [
    "code",
    "kind",
    "activity",
    "context",
    "mechanism",
    "output",
    "outcome",
    "coder",
    "polarity",
    "link",
    "theme",
    "condensation",
    "memo",
    "informant",
    "speaker",
    "role",
    "department",
    "document",
    "lang",
    "in",
    "fold",
    "uncoded",
];

pub const COLON_FIELDS: &[&str] = NAMES.split_at(21).0;

/// Resolves `name:value`, which begins after `at` code points.
pub fn resolve(
    study: &Study,
    name: &str,
    value: &str,
    folds: bool,
    at: usize,
) -> Result<Expr, QueryError> {
    let any = value == "*";
    let place = |refusal: Refusal| QueryErrorKind::Unresolved(refusal).at(at);
    let lower = name.to_lowercase();
    let holds = || {
        if folds {
            fold_letters(&fold(value))
        } else {
            fold(value)
        }
    };
    let written = |about| FieldFilter::Written {
        about,
        holds: (!any).then(holds),
        plain: folds,
    };
    let field = match complete_name(&lower) {
        "code" if any => FieldFilter::Coded {
            what: CodeFilter::Any,
            coder: None,
        },
        "code" => FieldFilter::Coded {
            what: CodeFilter::Code(study.find_code(value).map_err(place)?.id),
            coder: None,
        },
        "kind" => FieldFilter::Coded {
            what: CodeFilter::Kind(kind(value).map_err(place)?),
            coder: None,
        },
        "coder" if any => FieldFilter::Coded {
            what: CodeFilter::Any,
            coder: None,
        },
        "coder" => {
            let coders: BTreeSet<&str> = study.codings().map(|coding| &*coding.coder).collect();
            let coder = choose("coder", value, &coders).map_err(place)?;
            FieldFilter::Coded {
                what: CodeFilter::Any,
                coder: Some(Arc::from(coder)),
            }
        }
        "polarity" if any => FieldFilter::Judged {
            what: None,
            link: None,
        },
        "polarity" => {
            let names = Polarity::ALL.map(Polarity::name).into();
            FieldFilter::Judged {
                what: Polarity::parse(choose("polarity", value, &names).map_err(place)?),
                link: None,
            }
        }
        "link" => return link(study, value).map_err(place),
        "theme" => written(NoteKind::Theme),
        "condensation" => written(NoteKind::Condensation),
        "memo" => written(NoteKind::Memo),
        "informant" if any => FieldFilter::Informant(InformantFilter::Anyone),
        "informant" => FieldFilter::Informant(InformantFilter::Is(
            study.find_informant(value).map_err(place)?.id,
        )),
        "speaker" => FieldFilter::Speaker(speaker(study, value).map_err(place)?),
        "role" => FieldFilter::Informant(role(study, value).map_err(place)?),
        "department" => {
            let wanted = of_informants("department", value, study, |known| {
                Some(&known.body.department)
            })
            .map_err(place)?;
            FieldFilter::Informant(InformantFilter::Department(wanted))
        }
        "document" => FieldFilter::Document(study.find_document(value).map_err(place)?.id),
        "lang" => {
            let known = study
                .documents()
                .map(|document| document.body.language.as_str())
                .chain(LANGUAGES.map(|known| known.code))
                .chain([OTHER])
                .collect();
            FieldFilter::Language(
                choose(
                    "language",
                    language::parse_code(value).unwrap_or(value),
                    &known,
                )
                .map_err(place)?
                .to_owned(),
            )
        }
        lower => match CodeKind::parse(lower).filter(|kind| *kind != CodeKind::Other) {
            Some(kind) if any => FieldFilter::Coded {
                what: CodeFilter::Kind(kind),
                coder: None,
            },
            Some(kind) => FieldFilter::Coded {
                what: CodeFilter::Code(of_kind(study, kind, value).map_err(place)?),
                coder: None,
            },
            None => return attribute(study, name, value, at),
        },
    };
    Ok(Expr::Field(field))
}

/// Completes a name of which only the beginning was typed, if it is unambiguous.
fn complete_name(typed: &str) -> &str {
    let mut begin = COLON_FIELDS.iter().filter(|name| name.starts_with(typed));
    match (NAMES.contains(&typed), begin.next(), begin.next()) {
        (false, Some(only), None) => only,
        _ => typed,
    }
}

fn kind(value: &str) -> Result<CodeKind, Refusal> {
    if let Some(kind) = CodeKind::parse(value) {
        return Ok(kind);
    }
    let kind = choose("kind", value, &CodeKind::ALL.map(CodeKind::name).into())?;
    Ok(CodeKind::parse(kind).unwrap_or_default())
}

/// The code of this kind with the given name, or the only one whose name begins with it.
fn of_kind(study: &Study, kind: CodeKind, value: &str) -> Result<Id<Code>, Refusal> {
    let wanted = fold(value.trim());
    let says = |code: &&Code, test: &dyn Fn(&str) -> bool| {
        code.body.kind == kind && code.body.names().any(|name| test(&fold(name)))
    };
    let now = study
        .codes()
        .find(|code| says(code, &|name| name == wanted));
    if let Some(code) = now.or_else(|| {
        study
            .code_by_former_name(value)
            .filter(|code| code.body.kind == kind)
    }) {
        return Ok(code.id);
    }
    let begin: Vec<&Code> = study
        .codes()
        .filter(|code| !wanted.is_empty() && says(code, &|name| name.starts_with(&wanted)))
        .collect();
    if let [only] = begin.as_slice() {
        return Ok(only.id);
    }
    let code = study.find_code(value)?;
    if code.body.kind == kind {
        return Ok(code.id);
    }
    Err(Refusal::new(
        format!(
            "`{}` is coded as {}, not as {kind}",
            study.code_name(code.id),
            code.body.kind
        ),
        format!("Write code:{value} or {}:{value}", code.body.kind),
    ))
}

/// Evidence for a link: quotes judged for it, or overlapping codings of both ends.
fn link(study: &Study, value: &str) -> Result<Expr, Refusal> {
    let link = study.find_link(study.find_theory(None)?, value)?;
    let end = |code| {
        Expr::Field(FieldFilter::Coded {
            what: CodeFilter::Code(code),
            coder: None,
        })
    };
    let judged = Expr::Field(FieldFilter::Judged {
        what: None,
        link: Some(link.id),
    });
    Ok(Expr::Or(vec![
        judged,
        Expr::And(vec![end(link.from), end(link.to)]),
    ]))
}

/// The link that [`link`] built this expression for.
pub fn link_of(expr: &Expr) -> Option<Id<Link>> {
    let Expr::Or(parts) = expr else { return None };
    match parts.as_slice() {
        [
            Expr::Field(FieldFilter::Judged { what: None, link }),
            Expr::And(_),
        ] => *link,
        _ => None,
    }
}

fn attribute(study: &Study, name: &str, value: &str, at: usize) -> Result<Expr, QueryError> {
    let known: BTreeSet<&str> = study
        .informants()
        .flat_map(|known| known.body.attributes.keys())
        .map(String::as_str)
        .collect();
    let place = |refusal: Refusal| QueryErrorKind::Unresolved(refusal).at(at);
    let Ok(attribute) = choose("attribute", name, &known) else {
        let all = NAMES.iter().copied().chain(known.iter().copied());
        let nearest = nearest_name(&name.to_lowercase(), all).map(str::to_owned);
        let field = name.to_owned();
        return Err(QueryErrorKind::UnknownField { field, nearest }.at(at));
    };
    let wanted = of_informants(attribute, value, study, |known| {
        known.body.attributes.get(attribute)
    })
    .map_err(place)?;
    Ok(Expr::Field(FieldFilter::Informant(
        InformantFilter::Attribute(attribute.to_owned(), wanted),
    )))
}

/// `None` for any label.
fn speaker(study: &Study, value: &str) -> Result<Option<String>, Refusal> {
    if value == "*" {
        return Ok(None);
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for document in study.documents() {
        known.extend(document.labels().iter().map(String::as_str));
    }
    choose("speaker", value, &known).map(|label| Some(label.to_owned()))
}

/// The interviewer has a role too, though rarely an entry among the informants.
fn role(study: &Study, value: &str) -> Result<InformantFilter, Refusal> {
    if value == "*" {
        return Ok(InformantFilter::Role(None));
    }
    let roles = study
        .informants()
        .map(|known| known.body.role.as_str())
        .filter(|role| !role.is_empty());
    let role = choose("role", value, &roles.chain([INTERVIEWER]).collect())?;
    Ok(if fold(role.trim()) == INTERVIEWER {
        InformantFilter::Interviewer
    } else {
        InformantFilter::Role(Some(role.to_owned()))
    })
}

/// A value that some informant has; `None` for any.
fn of_informants<'a>(
    what: &str,
    value: &str,
    study: &'a Study,
    read: impl Fn(&'a Informant) -> Option<&'a String>,
) -> Result<Option<String>, Refusal> {
    let known: BTreeSet<&str> = study
        .informants()
        .filter_map(read)
        .map(String::as_str)
        .filter(|known| !known.is_empty())
        .collect();
    if value == "*" {
        Ok(None)
    } else {
        choose(what, value, &known).map(|value| Some(value.to_owned()))
    }
}

/// The only name that equals or begins with what was typed.
pub fn choose<'a>(what: &str, typed: &str, names: &BTreeSet<&'a str>) -> Result<&'a str, Refusal> {
    let wanted = fold(typed.trim());
    if let Some(exact) = names.iter().find(|name| fold(name) == wanted) {
        return Ok(exact);
    }
    let mut begin: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !wanted.is_empty() && fold(name).starts_with(&wanted))
        .collect();
    // Spellings that differ only in case are one name.
    begin.sort_by_key(|name| fold(name));
    begin.dedup_by_key(|name| fold(name));
    let list = |names: &[&str]| {
        names
            .iter()
            .take(6)
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match begin.as_slice() {
        [only] => Ok(only),
        [] => {
            let hint = match nearest_name(&wanted, names.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if names.is_empty() => format!("The study has no {what} yet"),
                None => format!(
                    "Known are {}",
                    list(&names.iter().copied().collect::<Vec<_>>())
                ),
            };
            Err(Refusal::new(
                format!("no {what} starts with `{typed}`"),
                hint,
            ))
        }
        several => Err(Refusal::new(
            format!("several {what}s start with `{typed}`"),
            format!("Type more letters of one of these: {}", list(several)),
        )),
    }
}
