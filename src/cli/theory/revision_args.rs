//! The reason for a change, as options of all commands that change a theory.

use crate::cli::quote_place;
use crate::study::{
    Code, Command, Id, Refusal, Study, Theory,
    change::{ChangeGround, Justification},
    revision::Revision,
};

/// The version that is changed, and why.
#[derive(clap::Args, Debug)]
pub struct RevisionArgs {
    /// Why; a derived version asks for it
    #[arg(
        long,
        value_name = "REASON",
        default_value = "",
        hide_default_value = true
    )]
    because: String,
    /// A link whose evidence it rests on, as "FROM -> TO"; may be given again
    #[arg(long, value_name = "LINK")]
    evidence: Vec<String>,
    /// A test it rests on: two variables, as "A x B"; may be given again
    #[arg(long, value_name = "TEST")]
    test: Vec<String>,
    /// A quote it rests on, as "DOC START..END"; may be given again
    #[arg(long, value_name = "QUOTE")]
    quote: Vec<String>,
    /// The draft; without it the latest version
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

impl RevisionArgs {
    /// The change as a command; `revise` resolves what it is about within the version.
    pub fn revise_command(
        self,
        study: &Study,
        revise: impl FnOnce(&Study, &Theory) -> Result<Revision, Refusal>,
    ) -> Result<Command, Refusal> {
        let theory = study.find_theory(self.theory.as_deref())?;
        let mut grounds = Vec::new();
        for link in &self.evidence {
            // A link of the previous version may be a reason too.
            let found = study.find_link(theory, link);
            let earlier = || {
                study
                    .parent_of(theory)
                    .and_then(|parent| study.find_link(parent, link).ok())
            };
            grounds.push(ChangeGround::Link(
                found.or_else(|refusal| earlier().ok_or(refusal))?.id,
            ));
        }
        for test in &self.test {
            let sides = test.split_once(" x ").or_else(|| test.split_once('×'));
            let (a, b) = sides.ok_or_else(|| {
                Refusal::new(format!("`{test}` is no test"), "Write it as \"A x B\"")
            })?;
            let ((dataset, a), (other, b)) = (
                study.find_variable(a.trim())?,
                study.find_variable(b.trim())?,
            );
            let name = |place: usize| {
                dataset
                    .body
                    .variables
                    .get(place)
                    .map(|variable| variable.name.clone())
                    .unwrap_or_default()
            };
            if dataset.id != other.id {
                return Err(Refusal::new(
                    format!("`{test}` is not of one dataset"),
                    "Name two variables of one dataset",
                ));
            }
            grounds.push(ChangeGround::Test {
                dataset: dataset.id,
                a: name(a),
                b: name(b),
            });
        }
        for quote in &self.quote {
            let split = quote.rsplit_once(' ');
            let (document, span) = split.ok_or_else(|| {
                Refusal::new(
                    format!("`{quote}` is no quote"),
                    "Write it as \"DOC START..END\"",
                )
            })?;
            grounds.push(ChangeGround::Quote(quote_place::find_quote(
                study,
                document,
                None,
                &mut vec![span.to_owned()],
            )?));
        }
        let why = Justification {
            reason: self.because,
            grounds,
        };
        Ok(Command::ReviseTheory {
            id: theory.id,
            revision: revise(study, theory)?,
            why,
        })
    }
}

/// Finds a node: among the nodes of the version first, then among all codes.
pub fn node(study: &Study, theory: &Theory, typed: &str) -> Result<Id<Code>, Refusal> {
    Ok(study.find_node(theory, typed)?.id)
}
