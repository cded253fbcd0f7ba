//! What people call the things that virk does: other words for actions, English and Danish, by which
//! help and palette find them. Words of other programs of the field and of SPSS are among them.

/// The words for an action, none for most: their names and sentences say it.
pub fn of(action: &str) -> impl Iterator<Item = &'static str> {
    all()
        .filter(move |(name, _)| *name == action)
        .flat_map(|(_, words)| words.split(", "))
}

/// Names of actions, each with its words.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    SYNONYMS.lines().filter_map(|line| line.split_once(": "))
}

/// A line for each action: its name, then its words.
const SYNONYMS: &str = "\
undo: fortryd, take back, revert, mistake
redo: gentag, again, repeat
stop: cancel, abort, annuller
documents: transcripts, interviews, files, sources, home, start, dokumenter
informants: participants, respondents, people, persons, cases, case, classification, pseudonyms, attributes, informanter, deltagere
help: keys, shortcuts, keyboard, keyboard shortcuts, manual, hjælp, genveje, legend, symbols
palette: command, commands, kommando
messages: history, notifications, errors, beskeder
light_or_dark: theme colours, dark mode, light mode, background, contrast, white background, colours, colors, appearance, mørk, lys
redraw: refresh screen, garbled
back: previous view, return, tilbage
quit: exit, leave, close, save, save and quit, afslut, luk, gem
search: find, query, text search, keyword, full text, søg, søgning
evidence: link, quotes and tests, joint display, proof, bevis, hypothesis test, p-value, significance
theory_board: theory, model, diagram, programme theory, program theory, nodes, logic model, map, teori, hypothesis, hypotheses
configurations: cmo, context mechanism outcome, cmoc, konfigurationer
matrix: evidence matrix, overview, summary table, matrice, all links
data: survey, questionnaire, statistics, variables, spss, chi-square, chi square, chi2, crosstab, crosstabs, cross tabulation, contingency table, correlation, dataset, likert, numbers, spørgeskema, krydstabel, statistik, chi-i-anden
codes: codebook, code system, code tree, coding frame, kodebog, categories
condensations: condensation, meaning condensation, kvale, themes, theme, natural units, summary grid, framework matrix, temaer, meningskondensering
export: save as, download, output, word, excel, docx, xlsx, csv, pdf, html, report, print, backup, archive, qdpx, nvivo, atlas, maxqda, refi, share, eksporter, rapport, udskriv, sikkerhedskopi
lint: checks, check, validate, review, warnings, quality, kontrol
personal_data: anonymise, anonymize, anonymisation, gdpr, privacy, cpr, confidential, pseudonymise, anonymiser, persondata
coverage: gaps, saturation, missing evidence, dækning
import: add document, add transcript, add file, load, upload, open file, docx, pdf, txt, importer, indlæs, hent
replace_document: new version, corrected transcript, update document, edit document, edit text, erstat
speakers: who speaks, interviewer, labels
orphans: lost quotes, unplaced quotes
erase_document: delete document, remove document, withdraw, withdrawal, right to be forgotten, slet dokument
open_document: read, open transcript, åbn
code: tag, label, categorise, categorize, highlight, assign code, mark text, kode, tildel kode
suggest: suggestions, autocode, auto-code, ai, similar
code_again: repeat code, last code
condense: summarise, summarize, paraphrase, meaning, opsummer, kondenser
memo: comment, note, annotate, annotation, remark, journal, kommentar, notat, note to quote
uncode: remove code, remove coding, delete coding, delete, remove, uncode, unlink, slet, fjern, fjern kode
recode: change code, replace code, omkod
code_hits: auto-code, autocode, code all, code search results
polarity: judge, supports, contradicts, for or against, vurder
who_speaks: speaker, rename speaker, interviewer
in_vivo: in vivo code, code from words
copy: clipboard, cite, quote, kopier
extend: select, selection, visual mode, range, marker
quote_end_later: boundary, resize coding, longer
quote_end_earlier: shorter
find: ctrl-f, find in document
lines: line numbers, linjenumre
codebook: sidebar, code list, panel
uncoded: uncoded text, show gaps
save_search: save query, gem søgning
saved_searches: saved queries
word_counts: word frequency, word frequencies, word cloud, wordcloud, ordfrekvens
words_in_context: kwic, concordance
narrow: filter, refine, filtrer
export_passages: export quotes, save quotes
order: sort, rank, sorter
verdict: conclude, conclusion, decide, konklusion, konkluder
propose: proposal, forslag
release_quote: publish quote, consent, permission, frigiv
mark: select variable, choose variable
cells: percentages, row percent, residuals, expected counts, bars, chart, bar chart, procent
paired: before and after, pre post, mcnemar, wilcoxon, paired test, før og efter
raters: kappa, cohen, krippendorff, alpha, reliability, agreement, intercoder, inter-rater
tie: indicator, operationalise, measure a code, indikator
describe_variable: label variable, value labels, level, ordinal, nominal, missing, missing values, variable view, værdier
confirm_order: scale order, ordinal scale
recode_variable: recode, compute, dichotomise, collapse, transform, omkod variabel
make_index: index, scale score, sum score, mean score, composite, cronbach, indeks
filter_rows: filter, select cases, exclude, subset, filtrer
unmake_variable: delete variable, remove variable
erase_data: delete data, delete dataset, delete respondent
import_data: import survey, load survey, sav, spss file, stata, excel, importer spørgeskema
swap: transpose
new_code: add code, create code, ny kode
new_code_under: subcode, child code, underkode
rename_code: rename, omdøb
define_code: definition, describe code, description, inclusion, exclusion, definer
recolour_code: colour, color, farve
code_kind: mechanism, context, outcome, type of code
move_code: nest, hierarchy, parent code, group codes, flyt
merge_code: merge, combine codes, join codes, flet, sammenlæg
split_code: split, divide code, opdel
retire_code: delete code, remove code, slet kode
new_version: revise theory, version, refine, draft, ny version
freeze_version: freeze, lock, publish version, frys
compare_versions: compare, diff, changes, sammenlign
add_node: add code to theory, new node
draw_link: connect, arrow, add link, relation, forbind
moderate_link: moderator, moderation, interaction
remove_element: delete link, delete node, remove link
draw_theory: picture, figure, svg, mermaid, graphviz, export theory, figur, tegning
rename_informant: rename participant, pseudonym, omdøb informant
describe_informant: role, department, attribute, age, gender, rolle
join_informants: merge participants, same person, duplicate
split_informant: separate people
accept_finding: dismiss, ignore warning, justify
add_configuration: new cmo, add cmo
merge_configurations: merge cmo
remove_configuration: delete cmo, delete configuration
";
