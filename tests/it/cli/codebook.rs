//! Codebooks that come in.

use super::virk::Virk;

#[test]
fn a_codebook_for_realist_evaluation_comes_with_virk() {
    let virk = Virk::study();
    virk.run(["codebook", "import", "realist"]).exits(0);
    virk.run(["codebook", "show"]).exits(0).says("mechanism");
    // A file of that name goes before it.
    let virk = Virk::study().file("realist", "Trust\n");
    virk.run(["codebook", "import", "realist"]).exits(0);
    virk.run(["codebook", "show"]).exits(0).says("Trust");
}
