//! `virk theory draw`

use crate::cli::{Desk, Outcome, Page, progress::watched};
use crate::evidence::proposal::propose;
use crate::export::{
    drawing::{Drawing, dot, mermaid, svg, text},
    file,
};
use crate::study::{Link, Refusal};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Draw a version of the theory: as text, as a picture, or for Graphviz and Mermaid.
///
///   virk theory draw
///   virk theory draw v1 --output theory.svg
///   virk theory draw v1 --format mermaid > theory.mmd
///   virk theory draw v1 --format dot | dot -Tpdf > theory.pdf
///
/// A line's style says how the link stands after its tests: supported, fragile, not
/// shown, untested, contrary; its width how many quotes speak of it. Without --format
/// the name of the file decides.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The version; without it the latest
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    #[command(flatten)]
    easel: Easel,
}

/// In which form something is drawn, and into which file.
#[derive(clap::Args, Debug)]
pub struct Easel {
    /// The form of the drawing
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the drawing into a file
    #[arg(short, long, value_name = "FILE", visible_alias = "out")]
    output: Option<PathBuf>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
enum Format {
    /// Links by the node they begin in
    Text,
    /// A picture for browsers, documents and print
    Svg,
    /// A Graphviz graph
    Dot,
    /// A Mermaid flow chart
    Mermaid,
    /// Nodes and links with what is drawn of them
    Json,
}

/// Draws it.
///
/// # Errors
/// When there is no such version, or the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    let links: Vec<&Link> = study.links_of(theory).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let proposals = watched("Weighing tests", |watch| {
        propose(study, theory, &links, threads, watch)
    })?;
    let drawing =
        watched("Gathering links", |watch| Drawing::of(study, theory, watch))?.weighed(&proposals);
    args.easel.draw(&drawing, &theory.version, desk, page)
}

impl Easel {
    /// Whether a drawing was asked for at all.
    pub fn is_asked(&self) -> bool {
        self.format.is_some() || self.output.is_some()
    }

    /// Draws into the file or onto the page.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draw(
        &self,
        drawing: &Drawing,
        version: &str,
        desk: &Desk,
        page: &mut Page,
    ) -> Result<Outcome, Refusal> {
        let format = self
            .format
            .unwrap_or_else(|| self.output.as_deref().map_or(Format::Text, named));
        let drawn = match format {
            Format::Text => text::write(drawing),
            Format::Svg => svg::write(drawing),
            Format::Dot => dot::write(drawing),
            Format::Mermaid => mermaid::write(drawing),
            Format::Json => format!("{:#}\n", value(drawing)),
        };
        match &self.output {
            Some(path) => {
                file::put(&drawn, path)?;
                let said = format!("Drew theory {version} into {}", path.display());
                if desk.json {
                    page.json(&json!({ "said": said, "file": path.display().to_string() }))
                } else {
                    page.say(&said)
                }
            }
            None if desk.json && format == Format::Json => page.json(&value(drawing)),
            None if desk.json => page.json(&json!({ "version": version, "drawing": drawn })),
            None => page.file(&drawn),
        }
        Ok(Outcome::Done)
    }
}

/// The form that the name of a file asks for.
fn named(path: &Path) -> Format {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("svg") => Format::Svg,
        Some("dot" | "gv") => Format::Dot,
        Some("mmd" | "mermaid") => Format::Mermaid,
        Some("json") => Format::Json,
        _ => Format::Text,
    }
}

/// A drawing for programs.
fn value(drawing: &Drawing) -> Value {
    let name = |place: usize| drawing.nodes.get(place).map(|node| &node.name);
    let nodes = drawing.nodes.iter().map(|node| {
        json!({
            "name": node.name,
            "kind": node.kind.name(),
            "colour": node.colour,
            "post_hoc": node.post_hoc,
            "change": node.mark.map(|mark| mark.name()),
        })
    });
    let links = drawing.links.iter().map(|arrow| {
        json!({
            "from": name(arrow.from),
            "to": name(arrow.to),
            "relation": arrow.relation,
            "standing": arrow.standing.name(),
            "quotes": arrow.quotes,
            "tests": arrow.tests,
            "significant": arrow.significant,
            "expected": arrow.expected.name(),
            "acts_on": arrow.on,
            "change": arrow.mark.map(|mark| mark.name()),
        })
    });
    json!({ "title": drawing.title, "nodes": nodes.collect::<Vec<_>>(), "links": links.collect::<Vec<_>>() })
}
