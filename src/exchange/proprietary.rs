//! File formats that only their own programs can read, with instructions for exporting from them.

use crate::study::Refusal;
use std::path::Path;

struct ProprietaryProgram {
    name: &'static str,
    extensions: &'static [&'static str],
    /// What to do in that program.
    export_hint: &'static str,
}

const PROGRAMS: &[ProprietaryProgram] = &[
    ProprietaryProgram {
        name: "a project of NVivo",
        extensions: &["nvp", "nvpx", "nvcx"],
        export_hint: "In NVivo choose Share > Export Project > REFI-QDA Project (on a Mac File > Export Project), and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of MAXQDA",
        extensions: &[
            "mx3", "mx4", "mx5", "mx11", "mx12", "mx18", "mx20", "mx22", "mx24", "mx26", "mqda",
            "mex18", "mex20", "mex22", "mex24", "mex26", "mx18bac", "mx20bac", "mx22bac",
            "mx24bac", "mqex", "mqbac",
        ],
        export_hint: "Open it in MAXQDA, choose Home > Export Project > REFI-QDA Project, and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a teamwork or code file of MAXQDA",
        extensions: &["mc24", "mc22", "mqtc", "mqmtr", "mod", "loa", "mtr", "m2k"],
        export_hint: "Bring it into its project in MAXQDA, choose Home > Export Project > REFI-QDA Project, and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of ATLAS.ti",
        extensions: &[
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
        export_hint: "In ATLAS.ti choose File > Export > QDPX Project (REFI-QDA), and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of an ATLAS.ti before version 8",
        extensions: &["hpr7", "hpr6", "hpr5", "hpr", "mcb"],
        export_hint: "Open it in ATLAS.ti 8 or later, choose File > Export > QDPX Project (REFI-QDA), and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a study of HyperRESEARCH",
        extensions: &["hs2", "hs4", "hpt"],
        export_hint: "In HyperRESEARCH export its report as text or its codes as a REFI-QDA codebook (.qdc), and import the transcripts themselves",
    },
    ProprietaryProgram {
        name: "a project of Quirkos",
        extensions: &["qrk", "qpr", "qprd", "qpd"],
        export_hint: "In Quirkos choose Export > REFI-QDA project, and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of QDA Miner",
        extensions: &["ppj", "pprj", "wpj", "qlt"],
        export_hint: "In QDA Miner choose Project > Export > REFI-QDA Project, and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of f4analyse",
        extensions: &["f4p", "f4a"],
        export_hint: "In f4analyse choose Export > REFI-QDA project, and import the .qdpx file",
    },
    ProprietaryProgram {
        name: "a project of Dedoose",
        extensions: &["dedoose"],
        export_hint: "In Dedoose export excerpts as a table and the transcripts as text; virk reads both",
    },
    ProprietaryProgram {
        name: "a project of RQDA",
        extensions: &["rqda"],
        export_hint: "Open it in QualCoder (Project > Import RQDA), and import the .qda folder it makes",
    },
    ProprietaryProgram {
        name: "a project of Transana",
        extensions: &["tra", "tradb"],
        export_hint: "In Transana export the transcripts as text (File > Export), and import these",
    },
    ProprietaryProgram {
        name: "an annotation of ELAN",
        extensions: &["eaf", "pfsx", "etf"],
        export_hint: "In ELAN choose File > Export As > Subtitles Text (.srt) or Traditional Transcript Text (.txt), and import that",
    },
    ProprietaryProgram {
        name: "a transcription of EXMARaLDA",
        extensions: &["exb", "exs", "coma"],
        export_hint: "In the Partitur-Editor choose File > Output as plain text or Export as SRT, and import that",
    },
    ProprietaryProgram {
        name: "a transcription of Transcriber",
        extensions: &["trs"],
        export_hint: "In Transcriber choose File > Export to STM or TXT, and import the text",
    },
    ProprietaryProgram {
        name: "a transcription of Praat",
        extensions: &["textgrid"],
        export_hint: "Open it in ELAN (File > Import > Praat TextGrid File) and export it as Subtitles Text (.srt)",
    },
    ProprietaryProgram {
        name: "a transcription of CLAN",
        extensions: &["cha"],
        export_hint: "Run `chat2srt` in CLAN, or copy the transcript into a text file with `Name:` before each turn",
    },
    ProprietaryProgram {
        name: "a list of references",
        extensions: &["ris", "bib", "enw", "nbib"],
        export_hint: "References are no material of a study in virk; import the texts themselves, as PDF or text",
    },
    ProprietaryProgram {
        name: "a recording",
        extensions: &[
            "mp3", "mp4", "m4a", "wav", "wma", "ogg", "flac", "aac", "mov", "avi", "mkv", "webm",
        ],
        export_hint: "virk reads words: import its transcript (txt, docx, srt, vtt …)",
    },
    ProprietaryProgram {
        name: "a picture",
        extensions: &["jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "heic"],
        export_hint: "virk reads words: import a text that describes it, or its text after recognition",
    },
    ProprietaryProgram {
        name: "a document of Word 2003 or older",
        extensions: &["doc", "dot", "wpd", "wps"],
        export_hint: "Open it in Word or LibreOffice and save it as .docx",
    },
    ProprietaryProgram {
        name: "a document of Pages",
        extensions: &["pages"],
        export_hint: "In Pages choose File > Export To > Word, and import the .docx file",
    },
];

/// Why a file with this name cannot be read, and what to do; `None` for all others.
pub fn refusal(path: &Path) -> Option<Refusal> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    let program = PROGRAMS
        .iter()
        .find(|program| program.extensions.contains(&ending.as_str()))?;
    Some(Refusal::new(
        format!(
            "{} is {}, which virk cannot read",
            path.display(),
            program.name
        ),
        program.export_hint,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_stands_once_and_says_what_to_do() {
        let mut seen = std::collections::HashSet::new();
        for program in PROGRAMS {
            assert!(!program.export_hint.is_empty());
            for ending in program.extensions {
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
