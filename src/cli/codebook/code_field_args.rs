//! Options that describe a code, shared by `add` and `change`.

use crate::cli::quotes;
use crate::study::{BilingualText, CodeBody, CodeKind};

/// A description; what is left out stays as it is.
#[derive(clap::Args, Debug)]
pub struct CodeFieldArgs {
    /// activity, context, mechanism, output, outcome or other
    #[arg(long, value_name = "KIND", value_parser = quotes::kind)]
    kind: Option<CodeKind>,
    /// Two letters that no other code has
    #[arg(long)]
    tag: Option<String>,
    /// #RRGGBB
    #[arg(long)]
    colour: Option<String>,
    /// What it means
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
    /// When to use it
    #[arg(long, value_name = "TEXT")]
    include: Option<String>,
    /// When not to
    #[arg(long, value_name = "TEXT")]
    exclude: Option<String>,
    /// What a coded passage sounds like
    #[arg(long, value_name = "TEXT")]
    example: Option<String>,
}

impl CodeFieldArgs {
    /// Applies the options; names and definitions are set in `language`.
    pub fn apply_to(self, body: &mut CodeBody, language: &str) {
        let CodeFieldArgs {
            kind,
            tag,
            colour,
            definition,
            include,
            exclude,
            example,
        } = self;
        body.kind = kind.unwrap_or(body.kind);
        body.tag = tag.unwrap_or_else(|| std::mem::take(&mut body.tag));
        body.colour = colour.unwrap_or_else(|| std::mem::take(&mut body.colour));
        set_if_given(&mut body.definition, definition, language);
        set_if_given(&mut body.include, include, language);
        set_if_given(&mut body.exclude, exclude, language);
        set_if_given(&mut body.example, example, language);
    }
}

/// Sets the text in one of the two languages, if there is one.
pub fn set_if_given(words: &mut BilingualText, said: Option<String>, language: &str) {
    if let Some(said) = said {
        *(if language == "da" {
            &mut words.da
        } else {
            &mut words.en
        }) = said;
    }
}
