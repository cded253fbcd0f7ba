//! Options of `virk import`.

use crate::import::transcript::TurnLayout;
use std::path::PathBuf;

/// Import transcripts, and the JSON files that go with them.
///
///   virk import interviews
///   virk import interviews/*.docx --preview
///   virk import focus-group.vtt --title "Focus group" --interviewer AB --language da
///   virk import codebook.json
///   virk import 01-mentor-1.codings.json
///   virk import study.qdpx
///   virk import project.qda               of QualCoder; project.sqlite3 of Taguette
///   virk import codings.csv               document;start;end;words;code;coder;memo
///   virk import coded-segments.xlsx       of MAXQDA, ATLAS.ti or Taguette
///   virk import 02-mentor-2-corrected.docx --replaces 02-mentor-2
///
/// Transcripts are txt, md, docx, odt, rtf, pdf, html, srt, vtt and sbv files, or a folder of them,
/// with the folders in it; named by themselves also tables (csv, tsv, xlsx, ods, Whisper's json)
/// with columns for time, speaker and words; other endings are read when --as says what they are.
/// Text is UTF-8, UTF-16, Windows-1252, Mac Roman or code page 850; signs of wrong letters are
/// told, and --encoding corrects them. Danish, English, German, Swedish, Norwegian, Dutch, French
/// and Spanish are told apart. Files of one name are told apart by their folders. Who speaks is
/// told from names before words, times, bold and more (--turns, --speakers). A pseudonym is the
/// same informant in every file; a label that names nobody, such as `R` or `Interviewee`, is
/// another informant in each (--join-labels: the same). virk says how it read each file and what it
/// left out; --preview says so and imports nothing. Where the text differs from the file (page
/// headers, broken words, cues), the map back is kept. A file with CPR numbers, e-mail addresses,
/// phone numbers or names of a list (--names, --name) is refused, with their lines, unless
/// --pseudonyms replaces them, or --keep-personal.
///
/// Projects and codebooks of NVivo, ATLAS.ti, MAXQDA, QualCoder and others come in as REFI-QDA
/// (.qdpx, .qdc), those of QualCoder (.qda) and Taguette (.sqlite3) also as they are; virk says
/// what their positions count and what it left behind, and --preview says it before. Coded segments
/// are put where their words stand in the document named; what stands nowhere or in several places
/// is told. JSON files are codebooks, theories or codings, as their content shows. All files are
/// imported or none, as one change that one undo takes back; Ctrl-C leaves the study as it was.
/// Files that are in the study already are skipped when there are several. With --replaces the
/// file takes the place of a document: quotes whose words it still has go along, those whose words
/// changed are listed, and those whose words are gone stay as orphans (`virk orphan list`). Surveys
/// come in by `virk data import`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ImportArgs {
    /// Files or folders
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Title of the document (default: the file's name)
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language of the transcripts: da, en, de, sv, nb, nl, fr, es or other; without it virk
    /// finds out
    #[arg(long)]
    pub(super) language: Option<String>,
    /// Text encoding, e.g. windows-1252, macintosh or cp850 (default: detected)
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Read the file as this format, whatever its extension: txt, md, docx, odt, rtf, pdf, html, srt or vtt
    #[arg(long = "as", value_name = "FORMAT")]
    pub(super) format: Option<String>,
    /// How turns are marked (default: detected)
    #[arg(long, value_enum)]
    pub(super) turns: Option<TurnFormatArg>,
    /// Labels of all speakers as they are in the text (default: detected)
    #[arg(long, value_name = "LABELS")]
    pub(super) speakers: Vec<String>,
    /// Import comments in the files as memos
    #[arg(long)]
    pub(super) comments: bool,
    /// Replace what identifies somebody by this table (name,pseudonym), which grows by what is
    /// found; keep it outside the study
    #[arg(long, value_name = "TABLE.csv")]
    pub(super) pseudonyms: Option<PathBuf>,
    /// A file with a name on each line: names that identify people, beside numbers and
    /// addresses
    #[arg(long, value_name = "FILE")]
    pub(super) names: Option<PathBuf>,
    /// A name that identifies somebody; repeatable
    #[arg(long, value_name = "NAME")]
    pub(super) name: Vec<String>,
    /// Import even if numbers or addresses identify somebody
    #[arg(long, conflicts_with = "pseudonyms")]
    pub(super) keep_personal: bool,
    /// Show how the files would be read, and import nothing
    #[arg(long)]
    pub(super) preview: bool,
    /// Import nothing, with exit code 1, if virk is not sure who speaks
    #[arg(long)]
    pub(super) strict: bool,
    /// Document that this file replaces as its corrected version
    #[arg(long, value_name = "DOC", conflicts_with = "positions")]
    pub(super) replaces: Option<String>,
    /// Units of positions in a REFI-QDA project (default: detected)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    pub(super) positions: Vec<super::project::PositionUnitArg>,
    /// Interviewer label (e.g. I, INT), who is not an informant; repeatable; - for none
    #[arg(long, value_name = "LABEL")]
    pub(super) interviewer: Vec<String>,
    /// Take a label that names nobody (R, Interviewee, Speaker 2) for one person in all files;
    /// without it for somebody else in each
    #[arg(long, conflicts_with = "replaces")]
    pub(super) join_labels: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
pub(super) enum TurnFormatArg {
    /// `Name: words`
    Colon,
    /// `[Name] words`
    Bracket,
    /// `Name 0:05` above the words, in either order
    Time,
    /// The name in bold, or as a heading
    Bold,
    /// The name, a tab and the words
    Tab,
    /// `Q. words`
    Dot,
    /// `Name – words`
    Rule,
    /// The name on a line of its own
    #[value(alias = "block")]
    Line,
    /// `– words`, by two speakers in turn
    Dash,
    /// No speakers: paragraphs between blank lines
    Nobody,
}

impl TurnFormatArg {
    pub(super) fn layout(self) -> TurnLayout {
        match self {
            TurnFormatArg::Colon => TurnLayout::Colon,
            TurnFormatArg::Bracket => TurnLayout::Bracket,
            TurnFormatArg::Time => TurnLayout::TimeLine,
            TurnFormatArg::Bold => TurnLayout::Strong,
            TurnFormatArg::Tab => TurnLayout::Tab,
            TurnFormatArg::Dot => TurnLayout::Dot,
            TurnFormatArg::Rule => TurnLayout::Rule,
            TurnFormatArg::Line => TurnLayout::OwnLine,
            TurnFormatArg::Dash => TurnLayout::Dash,
            TurnFormatArg::Nobody => TurnLayout::Nobody,
        }
    }
}
