//! `virk codebook add`, `change`, `rename`, `retag`, `recolour`, `move`, `merge` and `retire`

use crate::cli::listing::ListingArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quotes};
use crate::study::command::NewCode;
use crate::study::{BilingualText, CodeBody, CodeKind, Command, Refusal, Study, palette};
use crate::tables::{Listing, codes::colour_columns};

/// Add a code to the codebook.
///
///   virk codebook add "Being seen" --kind mechanism --definition "Somebody notices"
///   virk codebook add "Earned praise" --kind mechanism --under "Being seen"
///
/// Key, tag and colour are chosen for you if you leave them out.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookAddArgs {
    /// Name, in the study's language
    #[arg(value_name = "NAME")]
    name: String,
    /// A short name for files
    #[arg(long)]
    key: Option<String>,
    /// Parent code
    #[arg(long, value_name = "CODE")]
    under: Option<String>,
    #[command(flatten)]
    description: CodeFieldArgs,
}

pub fn add(
    args: CodebookAddArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        if let Some(taken) = args.key.as_ref().and_then(|key| study.code_by_key(key)) {
            return Err(Refusal::new(
                format!("{} has that key", study.code_name(taken)),
                "Choose another, or leave it out",
            ));
        }
        let parent = args
            .under
            .map(|typed| study.find_code(&typed))
            .transpose()?
            .map(|code| code.body.key.clone());
        let mut body = CodeBody {
            key: args.key.unwrap_or_default(),
            ..CodeBody::default()
        };
        set_if_given(&mut body.name, Some(args.name), &study.language);
        args.description.apply_to(&mut body, &study.language);
        Ok(Command::AddCodes {
            codes: vec![NewCode { body, parent }],
        })
    })
}

/// A description; what is left out stays as it is.
#[derive(clap::Args, Debug)]
pub struct CodeFieldArgs {
    /// activity, context, mechanism, output, outcome or other
    #[arg(long, value_name = "KIND", value_parser = quotes::kind)]
    kind: Option<CodeKind>,
    /// Two letters that no other code uses
    #[arg(long)]
    tag: Option<String>,
    /// #RRGGBB
    #[arg(long)]
    colour: Option<String>,
    /// What it means
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
    /// When to use the code
    #[arg(long, value_name = "TEXT")]
    include: Option<String>,
    /// When not to use it
    #[arg(long, value_name = "TEXT")]
    exclude: Option<String>,
    /// Example of a coded passage
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

/// Show the colours for codes, and which codes use them.
///
///   virk codebook colours
///
/// The hues of Okabe and Ito, which people with the common forms of colour
/// blindness can distinguish, each also in a paler and a deeper shade.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ColoursArgs {
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn colours(
    args: ColoursArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    Listing::new(colour_columns(), palette::swatches(), "No colours").show(
        study,
        &args.listing,
        globals,
        output,
    )
}

/// Merge codes into one.
///
///   virk codebook merge Praise "Being seen" --into Recognition --reason "nobody tells them apart"
///
/// The code that is kept receives the codings, subcodes, indicators and memos of
/// the others, and their places in theories that are not frozen, with the
/// judgements on their links. Duplicate codings become one. One `virk undo`
/// undoes all of it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookMergeArgs {
    /// The codes to merge
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// The code to keep
    #[arg(long, value_name = "CODE")]
    into: String,
    /// Reason for the merge
    #[arg(long)]
    reason: String,
}

pub fn merge(
    args: CodebookMergeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let from = args
            .codes
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::MergeCodes {
            from,
            into: study.find_code(&args.into)?.id,
            reason: args.reason,
        })
    })
}

/// Move a code in the tree, with its subcodes.
///
///   virk codebook move Praise --under "Being recognised" --reason "one way of it"
///   virk codebook move Praise --top
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookMoveArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// New parent code
    #[arg(
        long,
        value_name = "CODE",
        conflicts_with = "top",
        required_unless_present = "top"
    )]
    under: Option<String>,
    /// Move it to the top level
    #[arg(long)]
    top: bool,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn move_code(
    args: CodebookMoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |study, body| {
        body.parent = args
            .under
            .map(|typed| study.find_code(&typed))
            .transpose()?
            .map(|parent| parent.id);
        Ok(())
    })
}

/// Give a code another colour.
///
///   virk codebook recolour Praise "deep green"
///   virk codebook recolour Praise "#00A0B0" --reason "beside the others of its family"
///
/// `virk codebook colours` shows colours that colour-blind people can
/// distinguish, and which codes use them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RecolourArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// A colour from `virk codebook colours`, or #RRGGBB
    #[arg(value_name = "COLOUR")]
    colour: String,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn recolour(
    args: RecolourArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |_, body| {
        body.colour = palette::parse_colour(&args.colour).ok_or_else(|| {
            Refusal::new(
                format!("`{}` is not a colour", args.colour),
                "Write it as #RRGGBB, or choose one of `virk codebook colours`",
            )
        })?;
        Ok(())
    })
}

/// Rename a code.
///
///   virk codebook rename "Being seen" "Being recognised" --reason "wider than seen"
///
/// Key, letters and codings are kept; the history has both names.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookRenameArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// New name, in the study's language
    #[arg(value_name = "NAME")]
    name: String,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn rename(
    args: CodebookRenameArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |study, body| {
        if args.name.trim().is_empty() {
            return Err(Refusal::new("a code needs a name", "Give the new name"));
        }
        set_if_given(
            &mut body.name,
            Some(args.name.trim().to_owned()),
            &study.language,
        );
        Ok(())
    })
}

/// Change the two letters that identify a code in the margin.
///
///   virk codebook retag Praise PR
///
/// No two codes may have the same letters, in upper or lower case.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RetagArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Two letters
    #[arg(value_name = "LETTERS")]
    tag: String,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn retag(
    args: RetagArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |_, body| {
        body.tag = args.tag;
        Ok(())
    })
}

/// Retire codes: they leave the codebook, and their codings are hidden.
///
///   virk codebook retire "Being seen" --reason "never used"
///   virk codebook retire "Being seen" Praise
///
/// One `virk undo` restores them with their codings. A code that a theory uses
/// cannot be retired, nor one with subcodes unless they are retired with it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RetireArgs {
    /// Codes to assign
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn retire(
    args: RetireArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let codes = args
            .codes
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::RetireCodes {
            codes,
            reason: args.reason,
        })
    })
}

/// Change a code: its name, place, description or colour.
///
///   virk codebook change "Being seen" --name "Being recognised" --reason "wider than seen"
///   virk codebook change Praise --under "Being recognised"
///
/// The reason is kept in the history. Codings stay with the code.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookChangeArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// New parent code
    #[arg(long, value_name = "CODE", conflicts_with = "top")]
    under: Option<String>,
    /// Move it to the top level
    #[arg(long)]
    top: bool,
    /// Reason
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    description: CodeFieldArgs,
}

pub fn change(
    args: CodebookChangeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |study, body| {
        if let Some(typed) = &args.under {
            body.parent = Some(study.find_code(typed)?.id);
        } else if args.top {
            body.parent = None;
        }
        set_if_given(&mut body.name, args.name, &study.language);
        args.description.apply_to(body, &study.language);
        Ok(())
    })
}

/// Changes a code found by name.
pub fn change_code(
    globals: &GlobalArgs,
    output: &mut CommandOutput,
    typed: &str,
    reason: String,
    change: impl FnOnce(&Study, &mut CodeBody) -> Result<(), Refusal>,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let code = study.find_code(typed)?;
        let mut body = code.body.clone();
        change(study, &mut body)?;
        Ok(Command::ChangeCode {
            id: code.id,
            body: Box::new(body),
            reason,
        })
    })
}
