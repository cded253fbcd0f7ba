//! Theory change logs as JSON: what becomes of nodes and links, why, and on what grounds. Codes are
//! given by key.

use super::TextFile;
use super::allowed_fields::AllowedFields;
use super::codebook::refuse_unknown_keys;
use crate::study::command::NewLink;
use crate::study::revision::{ChangeGround, Justification, Operation, Revision, TheoryElement};
use crate::study::theory::{ExpectedDirection, NodeDescription, Origin};
use crate::study::{Code, CodeKind, Command, Id, Link, Refusal, Study, Theory};
use serde::Deserialize;

#[derive(Deserialize)]
struct ChangesFile {
    changes: Vec<TheoryChangeEntry>,
}

/// A change; the required fields depend on its kind.
#[derive(Clone, Debug, Default, Deserialize)]
struct TheoryChangeEntry {
    change: String,
    #[serde(default)]
    node: Option<String>,
    #[serde(default)]
    link: Option<(String, String)>,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    role: Option<CodeKind>,
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default)]
    resource: Option<String>,
    #[serde(default)]
    reasoning: Option<String>,
    #[serde(default)]
    links: Option<Vec<(String, String)>>,
    #[serde(default)]
    on: Option<(String, String)>,
    #[serde(default)]
    statement: Option<String>,
    #[serde(default)]
    expected: Option<ExpectedDirection>,
    reason: String,
    #[serde(default)]
    evidence: Vec<EvidenceReference>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EvidenceReference {
    Link(String, String),
    Test(String, String),
}

/// The changes of a file, which turn version `parent` into `version`.
pub fn parse_changes(
    file: &TextFile,
    study: &Study,
    parent: &Theory,
    version: &str,
) -> Result<Command, Refusal> {
    let fields = AllowedFields::of::<ChangesFile>("the file").within(
        "changes",
        AllowedFields::of::<TheoryChangeEntry>("a change"),
    );
    let ChangesFile { changes } = file.json_with_fields(
        "a list `changes`, each with `change`, `node` or `link`, and `reason`",
        &fields,
    )?;
    refuse_unknown_keys(
        &file.name,
        study,
        changes.iter().flat_map(TheoryChangeEntry::keys),
    )?;
    let mut revisions = Vec::with_capacity(changes.len());
    for (number, entry) in changes.into_iter().enumerate() {
        let reader = TheoryChangeReader {
            file: &file.name,
            number: number + 1,
            study,
            parent,
        };
        let why = Justification {
            reason: entry.reason.clone(),
            grounds: reader.grounds(&entry.evidence)?,
        };
        revisions.push((reader.revision(entry)?, why));
    }
    Ok(Command::DeriveTheory {
        from: parent.id,
        version: version.to_owned(),
        revisions,
    })
}

impl TheoryChangeEntry {
    /// The keys of all codes it mentions.
    fn keys(&self) -> impl Iterator<Item = &String> {
        let pairs = self
            .link
            .iter()
            .chain(&self.on)
            .chain(self.links.iter().flatten());
        self.node
            .iter()
            .chain(&self.by)
            .chain(&self.to)
            .chain(pairs.flat_map(|(a, b)| [a, b]))
    }

    fn described(&self) -> NodeDescription {
        NodeDescription {
            origin: self.origin,
            role: self.role,
            resource: self.resource.clone(),
            reasoning: self.reasoning.clone(),
        }
    }
}

struct TheoryChangeReader<'a> {
    file: &'a str,
    number: usize,
    study: &'a Study,
    parent: &'a Theory,
}

impl TheoryChangeReader<'_> {
    fn refuse(&self, what: &str, hint: &str) -> Refusal {
        Refusal::new(
            format!("{}, change {}: {what}", self.file, self.number),
            hint,
        )
    }

    fn revision(&self, entry: TheoryChangeEntry) -> Result<Revision, Refusal> {
        let operation = Operation::parse(&entry.change).ok_or_else(|| {
            let all = Operation::ALL.map(Operation::name).join(", ");
            self.refuse(
                &format!("`{}` is no change", entry.change),
                &format!("Write one of {all}"),
            )
        })?;
        if let Some((from, to)) = &entry.link {
            return self.of_link(operation, &entry, self.code(from)?, self.code(to)?);
        }
        let key = entry
            .node
            .as_ref()
            .ok_or_else(|| self.refuse("it is not said of what", "Name a `node` or a `link`"))?;
        let code = self.code(key)?;
        let described = entry.described();
        let ends = |(a, b): &(String, String)| Ok((self.code(a)?, self.code(b)?));
        let links = entry
            .links
            .as_ref()
            .map(|links| links.iter().map(ends).collect::<Result<Vec<_>, Refusal>>())
            .transpose()?;
        let to = entry
            .to
            .as_ref()
            .or(entry.by.as_ref())
            .map(|key| self.code(key))
            .transpose()?;
        Ok(match operation {
            Operation::Added => Revision::AddNode {
                code,
                node: described,
            },
            Operation::Removed => Revision::RemoveNode { code },
            Operation::Replaced => {
                let by = to.ok_or_else(|| {
                    self.refuse("it is not said by what", "Name the new code as `by`")
                })?;
                Revision::ReplaceNode {
                    code,
                    by,
                    node: described,
                    links,
                }
            }
            Operation::Promoted | Operation::Demoted => {
                let role = entry
                    .role
                    .or((to.is_none() && operation == Operation::Demoted)
                        .then_some(CodeKind::Context));
                Revision::MoveNode {
                    code,
                    operation,
                    to,
                    role,
                    links: links.unwrap_or_default(),
                }
            }
            Operation::Reworded if described != NodeDescription::default() => {
                Revision::DescribeNode {
                    code,
                    node: described,
                }
            }
            _ => Revision::Note {
                operation,
                on: TheoryElement::Node(code),
            },
        })
    }

    fn of_link(
        &self,
        operation: Operation,
        entry: &TheoryChangeEntry,
        from: Id<Code>,
        to: Id<Code>,
    ) -> Result<Revision, Refusal> {
        if operation == Operation::Added {
            let on = entry
                .on
                .as_ref()
                .map(|(a, b)| self.link(self.code(a)?, self.code(b)?))
                .transpose()?;
            let statement = entry.statement.clone().unwrap_or_default();
            let link = NewLink {
                statement,
                expected: entry.expected.unwrap_or_default(),
                ..NewLink::between(from, to)
            };
            return Ok(Revision::DrawLink { link, on });
        }
        let link = self.link(from, to)?;
        Ok(match operation {
            Operation::Removed => Revision::RemoveLink { link },
            Operation::Replaced | Operation::Promoted | Operation::Demoted => {
                return Err(self.refuse(
                    &format!("a link cannot be {operation}"),
                    "Remove it and add another, or use a node",
                ));
            }
            _ if entry.statement.is_some() || entry.expected.is_some() => Revision::ChangeLink {
                link,
                statement: entry.statement.clone(),
                expected: entry.expected,
                operation,
            },
            _ => Revision::Note {
                operation,
                on: TheoryElement::Link(link),
            },
        })
    }

    fn code(&self, key: &str) -> Result<Id<Code>, Refusal> {
        self.study.code_by_key(key).ok_or_else(|| {
            self.refuse(
                &format!("there is no code `{key}`"),
                "Add it with `virk codebook add` first",
            )
        })
    }

    /// The link of the parent version between two codes.
    fn link(&self, from: Id<Code>, to: Id<Code>) -> Result<Id<Link>, Refusal> {
        let known_link = self
            .study
            .links_of(self.parent)
            .find(|link| (link.from, link.to) == (from, to));
        known_link.map(|link| link.id).ok_or_else(|| {
            let (from, to) = (self.study.code_name(from), self.study.code_name(to));
            self.refuse(
                &format!("theory {} has no link {from} → {to}", self.parent.version),
                &format!(
                    "Its links are listed by `virk theory show {}`",
                    self.parent.version
                ),
            )
        })
    }

    fn grounds(&self, evidence: &[EvidenceReference]) -> Result<Vec<ChangeGround>, Refusal> {
        evidence
            .iter()
            .map(|one| match one {
                EvidenceReference::Link(from, to) => Ok(ChangeGround::Link(
                    self.link(self.code(from)?, self.code(to)?)?,
                )),
                EvidenceReference::Test(a, b) => {
                    let (dataset, at) = self.study.find_variable(a)?;
                    let (other, with) = self.study.find_variable(b)?;
                    if dataset.id != other.id {
                        return Err(self.refuse(
                            &format!("{a} and {b} are not in one dataset"),
                            "Name two variables of one dataset",
                        ));
                    }
                    let name = |place: usize| dataset.variable_name(place).map(str::to_owned);
                    Ok(ChangeGround::Test {
                        dataset: dataset.id,
                        a: name(at).unwrap_or_default(),
                        b: name(with).unwrap_or_default(),
                    })
                }
            })
            .collect()
    }
}
