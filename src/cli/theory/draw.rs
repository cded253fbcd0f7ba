//! `virk theory draw`

use crate::cli::command_output::with_progress;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::proposal::propose;
use crate::export::drawing::{TheoryDrawing, dot, mermaid, svg, text};
use crate::export::file;
use crate::study::{Link, Refusal};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Draw a version of the theory as text, as a picture, or for Graphviz or Mermaid.
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
pub struct TheoryDrawArgs {
    /// Version (default: the latest)
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    #[command(flatten)]
    easel: DrawingOutputArgs,
}

/// Format and file of a drawing.
#[derive(clap::Args, Debug)]
pub struct DrawingOutputArgs {
    /// Format of the drawing
    #[arg(long, value_enum)]
    format: Option<DrawingFormat>,
    /// Write the drawing to a file
    #[arg(short, long, value_name = "FILE", visible_alias = "out")]
    output: Option<PathBuf>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
enum DrawingFormat {
    /// Links by the node they start from
    Text,
    /// A picture for browsers, documents and print
    Svg,
    /// A Graphviz graph
    Dot,
    /// A Mermaid flow chart
    Mermaid,
    /// Nodes and links with everything that is drawn
    Json,
}

pub fn run(
    args: TheoryDrawArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    let links: Vec<&Link> = study.links_of(theory).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let proposals = with_progress("Weighing tests", |watch| {
        propose(study, theory, &links, threads, watch)
    })?;
    let drawing = with_progress("Gathering links", |watch| {
        TheoryDrawing::of(study, theory, watch)
    })?
    .with_proposals(&proposals);
    args.easel.draw(&drawing, &theory.version, globals, output)
}

impl DrawingOutputArgs {
    /// True if a drawing was requested.
    pub fn is_requested(&self) -> bool {
        self.format.is_some() || self.output.is_some()
    }

    /// Draws to the file, or to standard output.
    pub fn draw(
        &self,
        drawing: &TheoryDrawing,
        version: &str,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        let format = self.format.unwrap_or_else(|| {
            self.output
                .as_deref()
                .map_or(DrawingFormat::Text, format_of_path)
        });
        let drawn = match format {
            DrawingFormat::Text => text::write(drawing),
            DrawingFormat::Svg => svg::write(drawing),
            DrawingFormat::Dot => dot::write(drawing),
            DrawingFormat::Mermaid => mermaid::write(drawing),
            DrawingFormat::Json => format!("{:#}\n", value(drawing)),
        };
        match &self.output {
            Some(path) => {
                file::write_file(&drawn, path)?;
                let said = format!("Drew theory {version} to {}", path.display());
                if globals.json {
                    output.json(&json!({ "said": said, "file": path.display().to_string() }))
                } else {
                    output.paragraph(&said)
                }
            }
            None if globals.json && format == DrawingFormat::Json => output.json(&value(drawing)),
            None if globals.json => output.json(&json!({ "version": version, "drawing": drawn })),
            None => output.raw_text(&drawn),
        }
        Ok(ExitStatus::Done)
    }
}

/// The format for a file's extension.
fn format_of_path(path: &Path) -> DrawingFormat {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("svg") => DrawingFormat::Svg,
        Some("dot" | "gv") => DrawingFormat::Dot,
        Some("mmd" | "mermaid") => DrawingFormat::Mermaid,
        Some("json") => DrawingFormat::Json,
        _ => DrawingFormat::Text,
    }
}

/// A drawing as JSON.
fn value(drawing: &TheoryDrawing) -> Value {
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
