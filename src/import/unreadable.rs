//! Files of programs that only these programs can read, and how to get out of them what virk can.

use crate::study::Refusal;
use std::path::Path;

/// A program whose files are its own.
struct Program {
    name: &'static str,
    endings: &'static [&'static str],
    /// What to do there.
    way: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program {
        name: "a project of NVivo",
        endings: &["nvp", "nvpx", "nvcx"],
        way: "In NVivo choose Share > Export Project > REFI-QDA Project (on a Mac File > Export Project), and import the .qdpx file",
    },
    Program {
        name: "a project of MAXQDA",
        endings: &[
            "mx3", "mx4", "mx5", "mx11", "mx12", "mx18", "mx20", "mx22", "mx24", "mx26", "mqda",
            "mex18", "mex20", "mex22", "mex24", "mex26", "mx18bac", "mx20bac", "mx22bac",
            "mx24bac", "mqex", "mqbac",
        ],
        way: "Open it in MAXQDA, choose Home > Export Project > REFI-QDA Project, and import the .qdpx file",
    },
    Program {
        name: "a teamwork or code file of MAXQDA",
        endings: &["mc24", "mc22", "mqtc", "mqmtr", "mod", "loa", "mtr", "m2k"],
        way: "Bring it into its project in MAXQDA, choose Home > Export Project > REFI-QDA Project, and import the .qdpx file",
    },
    Program {
        name: "a project of ATLAS.ti",
        endings: &[
            "atlproj",
            "atlproj9",
            "atlproj22",
            "atlproj23",
            "atlproj24",
            "atlproj25",
            "atlproj26",
            "atlasproj",
            "atlcb",
        ],
        way: "In ATLAS.ti choose File > Export > QDPX Project (REFI-QDA), and import the .qdpx file",
    },
    Program {
        name: "a project of an ATLAS.ti before version 8",
        endings: &["hpr7", "hpr6", "hpr5", "hpr", "mcb"],
        way: "Open it in ATLAS.ti 8 or later, choose File > Export > QDPX Project (REFI-QDA), and import the .qdpx file",
    },
    Program {
        name: "a study of HyperRESEARCH",
        endings: &["hs2", "hs4", "hpt"],
        way: "In HyperRESEARCH export its report as text or its codes as a REFI-QDA codebook (.qdc), and import the transcripts themselves",
    },
    Program {
        name: "a project of Quirkos",
        endings: &["qrk", "qpr", "qprd", "qpd"],
        way: "In Quirkos choose Export > REFI-QDA project, and import the .qdpx file",
    },
    Program {
        name: "a project of QDA Miner",
        endings: &["ppj", "pprj", "wpj", "qlt"],
        way: "In QDA Miner choose Project > Export > REFI-QDA Project, and import the .qdpx file",
    },
    Program {
        name: "a project of f4analyse",
        endings: &["f4p", "f4a"],
        way: "In f4analyse choose Export > REFI-QDA project, and import the .qdpx file",
    },
    Program {
        name: "a project of Dedoose",
        endings: &["dedoose"],
        way: "In Dedoose export excerpts as a table and the transcripts as text; virk reads both",
    },
    Program {
        name: "a project of RQDA",
        endings: &["rqda"],
        way: "Open it in QualCoder (Project > Import RQDA), and import the .qda folder it makes",
    },
    Program {
        name: "a project of Transana",
        endings: &["tra", "tradb"],
        way: "In Transana export the transcripts as text (File > Export), and import these",
    },
    Program {
        name: "an annotation of ELAN",
        endings: &["eaf", "pfsx", "etf"],
        way: "In ELAN choose File > Export As > Subtitles Text (.srt) or Traditional Transcript Text (.txt), and import that",
    },
    Program {
        name: "a transcription of EXMARaLDA",
        endings: &["exb", "exs", "coma"],
        way: "In the Partitur-Editor choose File > Output as plain text or Export as SRT, and import that",
    },
    Program {
        name: "a transcription of Transcriber",
        endings: &["trs"],
        way: "In Transcriber choose File > Export to STM or TXT, and import the text",
    },
    Program {
        name: "a transcription of Praat",
        endings: &["textgrid"],
        way: "Open it in ELAN (File > Import > Praat TextGrid File) and export it as Subtitles Text (.srt)",
    },
    Program {
        name: "a transcription of CLAN",
        endings: &["cha"],
        way: "Run `chat2srt` in CLAN, or copy the transcript into a text file with `Name:` before each turn",
    },
    Program {
        name: "a list of references",
        endings: &["ris", "bib", "enw", "nbib"],
        way: "References are no material of a study in virk; import the texts themselves, as PDF or text",
    },
    Program {
        name: "a recording",
        endings: &[
            "mp3", "mp4", "m4a", "wav", "wma", "ogg", "flac", "aac", "mov", "avi", "mkv", "webm",
        ],
        way: "virk reads words: import its transcript (txt, docx, srt, vtt …)",
    },
    Program {
        name: "a picture",
        endings: &["jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "heic"],
        way: "virk reads words: import a text that describes it, or its text after recognition",
    },
    Program {
        name: "a document of Word 2003 or older",
        endings: &["doc", "dot", "wpd", "wps"],
        way: "Open it in Word or LibreOffice and save it as .docx",
    },
    Program {
        name: "a document of Pages",
        endings: &["pages"],
        way: "In Pages choose File > Export To > Word, and import the .docx file",
    },
];

/// Why a file of this name cannot be read, and what to do; `None` when nothing speaks against it.
#[must_use]
pub fn refusal(path: &Path) -> Option<Refusal> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    let program = PROGRAMS
        .iter()
        .find(|program| program.endings.contains(&ending.as_str()))?;
    Some(Refusal::new(
        format!(
            "{} is {}, which virk cannot read",
            path.display(),
            program.name
        ),
        program.way,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_stands_once_and_says_what_to_do() {
        let mut seen = std::collections::HashSet::new();
        for program in PROGRAMS {
            assert!(!program.way.is_empty());
            for ending in program.endings {
                assert!(seen.insert(ending), "{ending} stands twice");
                assert_eq!(*ending, ending.to_lowercase());
            }
        }
        let told = refusal(Path::new("a/Study.NVPX")).unwrap();
        assert!(
            told.what.contains("a project of NVivo") && told.hint.contains("REFI-QDA"),
            "{told:?}"
        );
        assert_eq!(refusal(Path::new("talk.txt")), None);
        assert_eq!(refusal(Path::new("talk")), None);
    }
}
